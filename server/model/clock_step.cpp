#include "server/model/clock_step.hpp"

#include <algorithm>

namespace yuntu::model {
namespace {

/// Calls `visit` with every time of a worker that rules look back at.
template <typename AnyWorker, typename Visit>
void for_each_time(AnyWorker &worker, Visit const &visit) {
  for (auto &spell : worker.duty) {
    visit(spell.since);
    if (spell.until) {
      visit(*spell.until);
    }
  }
  for (auto &since : worker.presence.since) {
    visit(since);
  }
  for (auto &stay : worker.presence.fences) {
    visit(stay.since);
  }
  if (worker.fix) {
    visit(worker.fix->time);
  }
}

RecentFixes without_later(RecentFixes const &fixes, Time time) {
  RecentFixes kept;
  for (auto const &fix : fixes) {
    if (fix.time <= time) {
      kept.add(fix);
    }
  }
  return kept;
}

} // namespace

bool is_dated_after(CityState const &state, Time time) {
  return std::any_of(state.workers.begin(), state.workers.end(), [&](auto const &entry) {
    bool is_later = false;
    for_each_time(entry.second, [&](Time const &at) { is_later = is_later || at > time; });
    return is_later;
  });
}

void date_back(CityState &state, Time to, std::uint64_t tick) {
  for (auto &[id, worker] : state.workers) {
    if (worker.fix && worker.fix->time > to) {
      worker.tick = tick;
    }
    for_each_time(worker, [&](Time &at) { at = std::min(at, to); });
    worker.path = without_later(worker.path, to);
    worker.late = without_later(worker.late, to);
  }
}

std::optional<ClockAhead> ahead_after(std::optional<ClockAhead> const &before,
                                      ClockJumped const &jump) {
  if (jump.to <= jump.from) {
    return std::nullopt;
  }
  bool const goes_on = before && jump.from < before->holds_until();
  return ClockAhead{goes_on ? before->from : jump.from, jump.to};
}

} // namespace yuntu::model
