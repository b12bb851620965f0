#include "server/services/plan_keeper.hpp"

namespace yuntu::services {

PlanKeeper::PlanKeeper(City &city) : city_(city) {}

void PlanKeeper::keep(model::Principal const &principal, model::Plan const &plan, model::Time now,
                      Done<bool> const &done) {
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  City::Transaction transaction(city_, principal.user, now);
  auto const known = city_.state().plans.find(plan.id);
  if (known == city_.state().plans.end() || known->second != plan) {
    transaction.add(model::PlanSaved{plan.id, plan.owner, plan.role, plan.version, plan.minutes,
                                     plan.profile, plan.edits, plan.stations},
                    std::nullopt, plan.name);
  }
  transaction.submit(ticket_for(done, true));
}

void PlanKeeper::forget(model::Principal const &principal, std::string const &id, model::Time now,
                        Done<bool> const &done) {
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  City::Transaction transaction(city_, principal.user, now);
  if (city_.state().plans.contains(id)) {
    transaction.add(model::PlanDeleted{id});
  }
  transaction.submit(ticket_for(done, true));
}

} // namespace yuntu::services
