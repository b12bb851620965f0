#include "server/live/picture.hpp"

#include "server/model/layer.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace yuntu::live {

using model::DataClass;
using protocol::LiveLayer;

namespace {

/// Which incident a fact changes; nullptr: none.
std::string const *incident_of(model::FactBody const &body) {
  return std::visit(
      [](auto const &fact) -> std::string const * {
        using Body = std::decay_t<decltype(fact)>;
        if constexpr (std::is_same_v<Body, model::IncidentReported> ||
                      std::is_same_v<Body, model::IncidentMoved> ||
                      std::is_same_v<Body, model::IncidentOverdue> ||
                      std::is_same_v<Body, model::IncidentRouted> ||
                      std::is_same_v<Body, model::IncidentEscalated> ||
                      std::is_same_v<Body, model::PhotoAdded>) {
          return &fact.id;
        } else {
          return nullptr;
        }
      },
      body);
}

} // namespace

Picture::Picture(model::CityState const &state, IncidentSigns signs)
    : published(state), incidents(audiences, std::move(signs)), loaded_tick(state.tick) {
  std::vector<model::Worker const *> workers;
  for (auto const &[id, worker] : published.workers) {
    workers.push_back(&worker);
  }
  std::stable_sort(workers.begin(), workers.end(),
                   [](auto const *a, auto const *b) { return a->tick < b->tick; });
  for (auto const *const worker : workers) {
    update(*worker, worker->tick, 0);
  }
  blocks.start_interval(published.tick);
  for (auto const &[id, incident] : published.incidents) {
    incidents.put(incident, nullptr);
    counts.count_incident(incident, published.tick);
  }
}

void Picture::update(model::Worker const &worker, std::uint64_t tick, std::uint32_t records) {
  if (blocks.update(worker, tick, records)) {
    counts.count_worker(blocks.workers().of(worker.id), worker.fix ? &worker.fix->areas : nullptr,
                        tick);
  }
}

bool Picture::is_shown_again(model::Fact const &fact, std::string const &incident) {
  if (fact.tick != shown_tick_) {
    shown_tick_ = fact.tick;
    shown_.clear();
  }
  return !shown_.insert(incident).second;
}

FactChange Picture::take_in(model::Fact const &fact) {
  FactChange change;
  change.seq = fact.seq;
  change.time = fact.ingest_time;
  if (auto const *const changed = std::get_if<model::UserRoleChanged>(&fact.body)) {
    rights_changed[changed->user] = fact.seq;
  } else if (auto const *const layer = std::get_if<model::LayerPublished>(&fact.body)) {
    areas_changed = model::area_level_of(layer->layer) ? fact.seq : areas_changed;
  } else if (auto const *const reach = std::get_if<model::ReachChanged>(&fact.body)) {
    if (reach->limit_s == 0) {
      change.remove = protocol::Remove{LiveLayer::reach, reach->station};
    } else {
      change.reach = reaches.show(*reach);
    }
  }
  auto const *const id = incident_of(fact.body);
  auto const found = id == nullptr ? published.incidents.end() : published.incidents.find(*id);
  if (found == published.incidents.end()) {
    return change;
  }
  auto const *const moved = std::get_if<model::IncidentMoved>(&fact.body);
  // What follows from a report or a step in its own commit has been shown with it.
  if (is_shown_again(fact, *id) && moved == nullptr) {
    return change;
  }
  bool const is_report = std::holds_alternative<model::IncidentReported>(fact.body);
  auto const &incident = found->second;
  auto upsert =
      incidents.signs().upsert_of(incident); // as it was after this fact, but for what is no step
  if (moved != nullptr || is_report) {
    upsert.stage = model::to_string(moved != nullptr ? moved->to : model::Stage::received);
    upsert.version = moved != nullptr ? moved->version : 1;
    upsert.assignee = model::assignee_at(incident, upsert.version);
  }
  if (moved != nullptr) {
    auto before = model::assignee_at(incident, moved->version - 1);
    change.left = before == upsert.assignee ? std::string{} : std::move(before);
  }
  change.reporter = incident.reporter;
  change.audience = audiences.of(incident.areas);
  change.cell = cell_at(incident.position);
  change.severity = incident.severity;
  change.incident = protocol::encode_incident(std::move(upsert));
  if (change.incident->value.version == incident.version) {
    incidents.put(incident, change.incident);
    counts.count_incident(incident, published.tick);
  }
  return change;
}

void Picture::move_workers(model::CommitGroup const &group) {
  moved_.clear();
  auto const note = [&](std::string const &worker, std::uint32_t records) {
    auto const id = blocks.workers().of(worker);
    auto &slot = blocks.workers()[id];
    if (!slot.is_moving) {
      slot.is_moving = true;
      moved_.push_back(id);
    }
    slot.records += records;
  };
  for (auto const &fact : group.facts) {
    if (auto const *const duty = std::get_if<model::DutyChanged>(&fact.body)) {
      note(duty->worker, 0);
    }
  }
  for (auto const &record : group.positions) {
    if (record.verdict == model::PositionVerdict::accepted &&
        record.flag != model::PositionFlag::late) {
      note(record.worker, 1);
    }
  }
  for (auto const id : moved_) {
    auto &slot = blocks.workers()[id];
    slot.is_moving = false;
    auto const records = std::exchange(slot.records, 0);
    if (slot.source == nullptr) {
      auto const found = published.workers.find(slot.row.id);
      slot.source = found == published.workers.end() ? nullptr : &found->second;
    }
    if (slot.source != nullptr && slot.source->tick == group.tick) {
      update(*slot.source, group.tick, slot.source->fix ? std::max(records, 1U) : 0U);
    }
  }
}

void Picture::workers_relocated() {
  for (auto const &[id, worker] : published.workers) {
    if (worker.tick == published.tick) {
      update(worker, published.tick, worker.fix ? 1 : 0);
    }
  }
}

void Picture::use_areas(std::vector<CountArea> areas) {
  counts.use_areas(std::move(areas), published.tick);
  for (auto const &[id, worker] : published.workers) {
    counts.count_worker(blocks.workers().of(id), worker.fix ? &worker.fix->areas : nullptr,
                        published.tick);
  }
  for (auto const &[id, incident] : published.incidents) {
    counts.count_incident(incident, published.tick);
  }
}

bool Picture::admits_incident(View const &view, AudienceId audience, std::string_view reporter,
                              std::string_view assignee) {
  return rights.admits(view.rights, DataClass::incident, audience) ||
         (rights[view.rights].sees_incidents && model::is_own(view.user, reporter, assignee));
}

Showing Picture::showing(FactChange const &change, View const &view) {
  auto const when = [](bool is_shown) { return is_shown ? Showing::change : Showing::nothing; };
  if (change.incident) {
    if (!view.interest.shows_incident(change.cell, change.severity)) {
      return Showing::nothing;
    }
    auto const &assignee = change.incident->value.assignee;
    if (admits_incident(view, change.audience, change.reporter, assignee)) {
      return Showing::change;
    }
    bool const was_own = !change.left.empty() && view.user == change.left;
    return was_own ? Showing::departure : Showing::nothing;
  }
  if (change.reach) {
    return when(shows_reach(change.reach->value.station, view));
  }
  return when(change.remove && shows_reach(change.remove->id, view));
}

bool Picture::shows_worker(SlotId worker, View const &view) {
  auto const block = blocks.workers()[worker].block;
  return block != no_block && view.interest.shows_worker(blocks[block].cell) &&
         rights.admits(view.rights, DataClass::worker, blocks[block].audience);
}

std::uint64_t Picture::records_after(std::uint64_t tick, View const &view) {
  std::uint64_t records = 0;
  auto const cells = view.interest.worker_cells();
  if (!cells || blocks.changed() <= tick) {
    return records;
  }
  blocks.grid().visit_changed(*cells, tick, [&](BlockId id) {
    if (rights.admits(view.rights, DataClass::worker, blocks[id].audience)) {
      records += blocks[id].history.records_after(tick);
    }
  });
  return records;
}

bool Picture::shows_incident(IncidentBoard::Entry const &entry, View const &view) {
  return view.interest.shows_incident(entry.cell, entry.severity) &&
         admits_incident(view, entry.audience, entry.reporter, entry.upsert->value.assignee);
}

bool Picture::shows_reach(std::string const &station, View const &view) {
  return rights[view.rights].sees_reach && reaches.is_in_view(station, view.interest);
}

void add_shown(FactChange const &change, Showing showing, protocol::Changes &message) {
  if (showing == Showing::departure) {
    message.removes.push_back({protocol::LiveLayer::incident, change.incident->value.id});
  } else if (change.incident) {
    message.upserts.incidents.push_back(change.incident);
  } else if (change.reach) {
    message.upserts.reaches.push_back(change.reach);
  } else if (change.remove) {
    message.removes.push_back(*change.remove);
  }
}

} // namespace yuntu::live
