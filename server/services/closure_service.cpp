#include "server/services/closure_service.hpp"

namespace yuntu::services {

ClosureService::ClosureService(City &city, std::shared_ptr<rules::Workflow const> workflow)
    : city_(city), workflow_(std::move(workflow)) {}

void ClosureService::add(model::Principal const &principal, protocol::ClosureRequest const &request,
                         model::Time now, Done<AddedClosure> const &done) {
  model::Closure closure{request.id,    request.position, request.reason,
                         request.until, request.incident, request.station};
  auto const known = city_.state().closures.find(request.id);
  if (known != city_.state().closures.end()) {
    if (!request.station.empty()) {
      closure.position = known->second.position; // the station may have moved since
    }
    if (known->second != closure) {
      done(tl::unexpected(protocol::Problem{
          409, "Conflict", "closure " + request.id + " exists with another content", {}}));
      return;
    }
    City::Transaction nothing(city_, principal.user, now);
    nothing.submit(ticket_for(done, AddedClosure{closure, false}));
    return;
  }
  if (auto problem = fault_of(closure, now)) {
    done(tl::unexpected(std::move(*problem)));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  if (auto const *const station = city_.base().station(request.station)) {
    closure.position = station->place;
  }
  City::Transaction transaction(city_, principal.user, now);
  transaction.add(model::ClosureAdded{closure.id, closure.position, closure.reason, closure.until,
                                      closure.incident, closure.station});
  transaction.submit(ticket_for(done, AddedClosure{closure, true}));
}

std::optional<protocol::Problem> ClosureService::fault_of(model::Closure const &closure,
                                                          model::Time now) const {
  using protocol::Problem;
  auto const &base = city_.base();
  if (!closure.station.empty()) {
    if (base.station(closure.station) == nullptr) {
      return Problem{422, "No such station", "there is no station \"" + closure.station + "\"", {}};
    }
  } else if (base.walk() == nullptr || !base.walk()->street_to_close(closure.position)) {
    return Problem{422, "No street there", "no walkable street lies within 20 m of the place", {}};
  }
  if (!closure.incident.empty() && !blocks(closure.incident)) {
    return Problem{422,
                   "No such incident",
                   "incident " + closure.incident + " is over, or there is none of that id",
                   {}};
  }
  if (closure.until && *closure.until <= now) {
    return Problem{422, "Already over", "\"until\" lies in the past", {}};
  }
  return std::nullopt;
}

void ClosureService::remove(model::Principal const &principal, std::string const &id,
                            model::Time now, Done<bool> const &done) {
  if (!city_.state().closures.contains(id)) {
    done(tl::unexpected(protocol::Problem{404, "Not found", "there is no closure " + id, {}}));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  City::Transaction transaction(city_, principal.user, now);
  transaction.add(model::ClosureRemoved{id, "opened"});
  transaction.submit(ticket_for(done, true));
}

bool ClosureService::blocks(std::string incident) const {
  auto const &incidents = city_.state().incidents;
  // A merge only names what goes on by itself, so there is no ring; whatever a log holds, this
  // ends.
  for (std::size_t step = 0; step <= incidents.size(); ++step) {
    auto const found = incidents.find(incident);
    if (found == incidents.end()) {
      return false;
    }
    if (found->second.merged_into.empty()) {
      return !workflow_->is_closed(found->second.stage);
    }
    incident = found->second.merged_into;
  }
  return false;
}

void ClosureService::expire(model::Time now) {
  City::Transaction transaction(city_, "server", now);
  auto const closures = city_.state().closures; // folding removes while we walk
  for (auto const &[id, closure] : closures) {
    if (closure.until && *closure.until <= now) {
      transaction.add(model::ClosureRemoved{id, "expired"});
    } else if (!closure.incident.empty() && !blocks(closure.incident)) {
      transaction.add(model::ClosureRemoved{id, "incident_closed"});
    }
  }
  transaction.submit(nullptr);
}

} // namespace yuntu::services
