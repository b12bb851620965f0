#include "server/rules/presence_tracker.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::rules {
namespace {

using model::AreaLevel;

/// The levels that presence is about.
constexpr auto last_level = static_cast<std::size_t>(AreaLevel::building);
static_assert(last_level + 1 == model::area_level_count);

void change_level(model::Presence const &presence, model::AreaCodes const &areas, std::size_t index,
                  model::Time at, PresenceChange &change) {
  auto const level = static_cast<AreaLevel>(index);
  auto const &before = presence.areas[level];
  if (!before.empty()) {
    change.left.push_back({level, before});
    change.dwell_ms.push_back(std::max<std::int64_t>(0, (at - presence.since[index]).count()));
  }
  if (!areas[level].empty()) {
    change.entered.push_back({level, areas[level]});
  }
}

void leave_fence(model::FenceStay const &stay, model::Time at, PresenceChange &change) {
  change.left_fences.push_back({stay.code, std::max<std::int64_t>(0, (at - stay.since).count())});
}

/// Calls `left(stay)` for the fences that the worker is in and the codes lack, `entered(code)` for
/// those that the codes have and the worker is not in. Both lists are in order.
template <typename Left, typename Entered>
void compare_fences(model::Presence const &presence, model::AreaCodes const &areas,
                    Left const &left, Entered const &entered) {
  auto stay = presence.fences.begin();
  auto code = areas.fences().begin();
  while (stay != presence.fences.end() || code != areas.fences().end()) {
    if (code == areas.fences().end() || (stay != presence.fences.end() && stay->code < *code)) {
      left(*stay++);
    } else if (stay == presence.fences.end() || *code < stay->code) {
      entered(*code++);
    } else {
      ++stay;
      ++code;
    }
  }
}

/// By the fixes of this time on duty, newest first, as long as they lie outside.
template <typename OutsideBy>
bool has_left(model::Worker const &worker, model::Time at, OutsideBy const &outside_by,
              PresenceLimits const &limits) {
  std::size_t clear_in_a_row = 0;
  bool is_row_unbroken = true;
  for (auto const *fix = worker.path.end(); fix != worker.path.begin();) {
    --fix;
    if (fix->time < worker.duty.back().since) {
      return false;
    }
    if (fix->accuracy_dm > model::inaccurate_dm) {
      continue; // says nothing about areas
    }
    double const outside_m = outside_by(fix->position);
    if (outside_m <= 0) {
      return false;
    }
    bool const is_clear = outside_m > fix->accuracy_dm / 10.0;
    is_row_unbroken = is_row_unbroken && is_clear;
    clear_in_a_row += is_row_unbroken ? 1 : 0;
    if (clear_in_a_row >= limits.fixes || (is_clear && at - fix->time >= limits.outside)) {
      return true;
    }
  }
  return false;
}

} // namespace

model::PresenceChanged fact_of(std::string worker, PresenceChange change, std::string cause) {
  return {std::move(worker),
          std::move(change.entered),
          std::move(change.left),
          std::move(cause),
          std::move(change.dwell_ms),
          std::move(change.entered_fences),
          std::move(change.left_fences)};
}

PresenceChange presence_step(model::Worker const &worker, model::Time at,
                             DistanceOutside const &distance_outside,
                             PresenceLimits const &limits) {
  PresenceChange change;
  if (!worker.fix || !worker.is_on_duty() || worker.fix->accuracy_dm > model::inaccurate_dm) {
    return change;
  }
  auto const &presence = worker.presence;
  auto const &areas = worker.fix->areas;
  bool const has_same_areas = presence.areas == areas;
  for (std::size_t i = 0; i < last_level && !has_same_areas; ++i) {
    auto const level = static_cast<AreaLevel>(i);
    auto const &before = presence.areas[level];
    auto const outside_by = [&](geo::LonLat place) {
      return distance_outside.of_area({level, before}, place);
    };
    if (before != areas[level] && (before.empty() || has_left(worker, at, outside_by, limits))) {
      change_level(presence, areas, i, at, change);
    }
  }
  compare_fences(
      presence, areas,
      [&](model::FenceStay const &stay) {
        auto const outside_by = [&](geo::LonLat place) {
          return distance_outside.of_fence(stay.code, place);
        };
        if (has_left(worker, at, outside_by, limits)) {
          leave_fence(stay, at, change);
        }
      },
      [&](std::string const &code) { change.entered_fences.push_back(code); });
  return change;
}

bool is_presence_unsettled(model::Worker const &worker) {
  if (!worker.fix || !worker.is_on_duty() || worker.fix->accuracy_dm > model::inaccurate_dm) {
    return false;
  }
  bool const has_same_areas = worker.presence.areas == worker.fix->areas;
  for (std::size_t i = 0; i < last_level && !has_same_areas; ++i) {
    auto const level = static_cast<AreaLevel>(i);
    if (worker.presence.areas[level] != worker.fix->areas[level]) {
      return true;
    }
  }
  return !worker.presence.is_in_fences(worker.fix->areas.fences());
}

PresenceChange presence_moved(model::Presence const &presence, model::AreaCodes const &areas,
                              model::Time at) {
  PresenceChange change;
  for (std::size_t i = 0; i < last_level; ++i) {
    auto const level = static_cast<AreaLevel>(i);
    if (presence.areas[level] != areas[level]) {
      change_level(presence, areas, i, at, change);
    }
  }
  compare_fences(
      presence, areas, [&](model::FenceStay const &stay) { leave_fence(stay, at, change); },
      [&](std::string const &code) { change.entered_fences.push_back(code); });
  return change;
}

} // namespace yuntu::rules
