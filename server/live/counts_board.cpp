#include "server/live/counts_board.hpp"

#include <algorithm>

namespace yuntu::live {

using model::AreaLevel;

namespace {

constexpr std::array counted_levels{AreaLevel::subdistrict, AreaLevel::community, AreaLevel::grid};

bool is_open(model::Incident const &incident) {
  return incident.stage != model::Stage::done && incident.stage != model::Stage::verified &&
         incident.stage != model::Stage::rated;
}

} // namespace

void CountsBoard::use_areas(std::vector<CountArea> areas, std::uint64_t tick) {
  auto const from_the_start = std::max<std::uint64_t>(tick, 1); // an empty log is at tick 0
  std::stable_sort(areas.begin(), areas.end(),
                   [](auto const &a, auto const &b) { return a.level < b.level; });
  tallies_.clear();
  workers_.clear();
  incidents_.clear();
  first_.fill(0);
  for (auto &codes : by_code_) {
    codes.clear();
  }
  for (auto &area : areas) {
    auto const level = static_cast<std::size_t>(area.level);
    by_code_[level].emplace(area.code, static_cast<std::uint32_t>(tallies_.size()));
    Tally tally;
    tally.cell = cell_at(area.label);
    tally.audience = audiences_.of(area.audience);
    tally.changed = from_the_start;
    tally.count.area = std::move(area.code);
    tally.count.level = area.level;
    tally.count.position = area.label;
    tallies_.push_back(std::move(tally));
    for (auto next = level + 1; next < first_.size(); ++next) {
      first_[next] = tallies_.size();
    }
  }
  changed_ = std::max(changed_, from_the_start);
}

std::pair<std::size_t, std::size_t> CountsBoard::of_level(AreaLevel level) const {
  auto const index = static_cast<std::size_t>(level);
  return {first_[index], first_[index + 1]};
}

CountsBoard::Counted CountsBoard::place(Kind kind, model::AreaCodes const &areas) {
  Counted thing{kind, audiences_.of(areas), {nowhere, nowhere, nowhere}};
  for (std::size_t i = 0; i < counted_levels.size(); ++i) {
    auto const &codes = by_code_[static_cast<std::size_t>(counted_levels[i])];
    if (auto const found = codes.find(areas[counted_levels[i]]); found != codes.end()) {
      thing.areas[i] = found->second;
    }
  }
  return thing;
}

std::uint32_t &CountsBoard::figure(protocol::CountUpsert &count, Kind kind) {
  return kind == Kind::worker    ? count.workers
         : kind == Kind::routine ? count.routine
         : kind == Kind::urgent  ? count.urgent
                                 : count.critical;
}

void CountsBoard::change(std::uint32_t area, std::uint64_t tick) {
  tallies_[area].changed = tick;
  tallies_[area].encoded.reset();
  changed_ = std::max(changed_, tick);
}

/// Answers whether the audience is new among those held.
bool CountsBoard::hold(Tally &tally, AudienceId audience) {
  auto const held = std::find_if(tally.holds.begin(), tally.holds.end(),
                                 [&](auto const &one) { return one.first == audience; });
  if (held == tally.holds.end()) {
    tally.holds.emplace_back(audience, 1);
    return true;
  }
  ++held->second;
  return false;
}

/// Answers whether it was the last of its audience.
bool CountsBoard::let_go(Tally &tally, AudienceId audience) {
  auto const held = std::find_if(tally.holds.begin(), tally.holds.end(),
                                 [&](auto const &one) { return one.first == audience; });
  if (--held->second > 0) {
    return false;
  }
  tally.holds.erase(held);
  return true;
}

void CountsBoard::put(Counted const &thing, std::size_t level, std::uint64_t tick) {
  if (auto const area = thing.areas[level]; area != nowhere) {
    ++figure(tallies_[area].count, thing.kind);
    hold(tallies_[area], thing.audience);
    change(area, tick);
  }
}

void CountsBoard::take(Counted const &thing, std::size_t level, std::uint64_t tick) {
  if (auto const area = thing.areas[level]; area != nowhere) {
    --figure(tallies_[area].count, thing.kind);
    let_go(tallies_[area], thing.audience);
    change(area, tick);
  }
}

void CountsBoard::move(Counted const *from, Counted const *to, std::uint64_t tick) {
  for (std::size_t level = 0; level < counted_levels.size(); ++level) {
    if (from != nullptr && to != nullptr && from->areas[level] == to->areas[level]) {
      if (auto const area = to->areas[level]; area != nowhere) {
        // The figure stays, but who may see all of it may be others now.
        bool const is_new = hold(tallies_[area], to->audience);
        bool const was_last = let_go(tallies_[area], from->audience);
        if (is_new || was_last) {
          change(area, tick);
        }
      }
      continue;
    }
    if (from != nullptr) {
      take(*from, level, tick);
    }
    if (to != nullptr) {
      put(*to, level, tick);
    }
  }
}

void CountsBoard::count_worker(SlotId worker, model::AreaCodes const *areas, std::uint64_t tick) {
  if (workers_.size() <= worker) {
    workers_.resize(std::size_t{worker} + 1);
  }
  auto &counted = workers_[worker];
  if (areas == nullptr ? !counted : counted && audiences_.is(counted->audience, *areas)) {
    return;
  }
  auto const now = areas == nullptr ? std::nullopt : std::optional(place(Kind::worker, *areas));
  move(counted ? &*counted : nullptr, now ? &*now : nullptr, tick);
  counted = now;
}

void CountsBoard::count_incident(model::Incident const &incident, std::uint64_t tick) {
  auto const found = incidents_.find(incident.id);
  bool const was_open = found != incidents_.end();
  if (was_open == is_open(incident)) {
    return; // neither place nor severity of an incident ever change
  }
  if (was_open) {
    move(&found->second, nullptr, tick);
    incidents_.erase(found);
    return;
  }
  auto const kind = incident.severity == model::Severity::critical ? Kind::critical
                    : incident.severity == model::Severity::urgent ? Kind::urgent
                                                                   : Kind::routine;
  auto const thing = place(kind, incident.areas);
  move(nullptr, &thing, tick);
  incidents_.emplace(incident.id, thing);
}

bool CountsBoard::is_within(std::size_t area, RightsClasses &rights, RightsId whose) const {
  auto const audience = tallies_[area].audience;
  return rights.admits(whose, model::DataClass::worker, audience) &&
         rights.admits(whose, model::DataClass::incident, audience);
}

bool CountsBoard::holds_only_seen(std::size_t area, RightsClasses &rights, RightsId whose) const {
  auto const &holds = tallies_[area].holds;
  return rights[whose].is_everywhere ||
         std::all_of(holds.begin(), holds.end(), [&](auto const &held) {
           return rights.admits(whose, model::DataClass::worker, held.first) &&
                  rights.admits(whose, model::DataClass::incident, held.first);
         });
}

protocol::Shared<protocol::CountUpsert> const &CountsBoard::upsert_of(std::size_t area) {
  auto &tally = tallies_[area];
  if (!tally.encoded) {
    tally.encoded = protocol::encode_count(tally.count);
  }
  return tally.encoded;
}

} // namespace yuntu::live
