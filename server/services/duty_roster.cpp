#include "server/services/duty_roster.hpp"

#include "server/rules/presence_tracker.hpp"
#include "server/rules/roster.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace yuntu::services {

void DutyRoster::bring_up_to_date(model::Time now) {
  std::vector<std::string> planned; // folding drops shifts while we walk
  planned.reserve(city_.state().shifts.size());
  for (auto const &[worker, shifts] : city_.state().shifts) {
    planned.push_back(worker);
  }
  for (auto const &worker : planned) { // a commit of its own for each: none grows without bound
    bring_up_to_date(worker, now);
  }
}

void DutyRoster::bring_up_to_date(std::string const &worker, model::Time now) {
  if (!city_.state().shifts.contains(worker)) {
    return;
  }
  City::Transaction transaction(city_, "server", now);
  add_due(worker, now, transaction);
  transaction.submit(nullptr);
}

void DutyRoster::add_due(std::string const &worker, model::Time now,
                         City::Transaction &transaction) const {
  auto const &state = city_.state();
  auto const user = state.users.find(worker);
  if (user != state.users.end() && user->second.is_revoked) {
    return; // may not report any more
  }
  auto const *const known = city_.find_worker(worker);
  auto const duty = known != nullptr ? known->duty : std::vector<model::DutySpell>{};
  for (auto const &step : rules::due_steps(duty, state.shifts.at(worker), now)) {
    auto const *const before = city_.find_worker(worker);
    auto left =
        rules::presence_ended(before != nullptr ? before->presence : model::Presence{}, step.time);
    transaction.add(model::DutyChanged{worker, step.is_on, step.time, "roster"}, step.time);
    if (!step.is_on && !left.is_empty()) {
      transaction.add(rules::fact_of(worker, std::move(left), "position"), step.time);
    }
  }
}

} // namespace yuntu::services
