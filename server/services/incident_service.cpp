#include "server/services/incident_service.hpp"

#include "geo/local_frame.hpp"
#include "server/rules/position_filter.hpp"
#include "server/rules/visibility.hpp"
#include "server/rules/workflow/open_incident.hpp"
#include "server/rules/workflow/place_proof.hpp"
#include "server/services/incident_identity.hpp"
#include "server/services/incident_view.hpp"
#include "server/services/secret.hpp"

#include <algorithm>
#include <array>

namespace yuntu::services {
namespace {

/// When a step was taken: as its actor says, but neither later than now, nor before the step
/// before, nor longer ago than an offline tablet explains.
model::Time step_time(model::Incident const &incident, std::optional<model::Time> said,
                      model::Time now) {
  auto const before = incident.history.empty() ? incident.time : incident.history.back().time;
  constexpr std::chrono::hours longest_offline{72};
  return std::min(std::max({said.value_or(now), before, now - longest_offline}), now);
}

/// Whose it is from this step on; empty: as before. A worker who accepts takes it, from whoever had
/// it.
std::string assignee_of(model::Principal const &principal, model::Incident const &incident,
                        protocol::ActionRequest const &request) {
  bool const takes_it = request.action == model::Action::accept &&
                        principal.role == model::Role::grid_worker &&
                        incident.assignee != principal.user;
  return takes_it ? principal.user : request.assignee;
}

std::vector<model::AreaCandidate> candidates_of(BaseMap const &base, geo::LonLat place,
                                                std::optional<double> accuracy_m) {
  std::vector<model::AreaCandidate> candidates;
  if (accuracy_m) {
    for (auto &one : base.location_of(place, *accuracy_m).candidates) {
      candidates.push_back({one.level, std::move(one.code), one.probability});
    }
  }
  return candidates;
}

/// Somebody without an account may not speak for others: neither by the channel nor by an id that a
/// feed will make of a ticket.
std::optional<protocol::Problem> fault_of_resident(model::IncidentReport const &report) {
  constexpr std::array<std::string_view, 3> channels{"resident", "web", "qr"};
  if (std::find(channels.begin(), channels.end(), report.channel) == channels.end()) {
    return protocol::Problem{
        403, "Not allowed", "without credentials \"channel\" is resident, web or qr", {}};
  }
  if (is_of_ticket(report.id)) {
    return protocol::Problem{422,
                             "Bad id",
                             "\"id\" is a UUID of version 8, which is for tickets of feeds; send a "
                             "random one",
                             {}};
  }
  return std::nullopt;
}

protocol::Problem not_possible(rules::Workflow const &workflow, model::Incident const &incident,
                               rules::Situation const &situation, model::Action action,
                               std::string_view refusal) {
  std::vector<std::string> allowed;
  for (auto const other : workflow.allowed(incident, situation)) {
    allowed.emplace_back(model::to_string(other));
  }
  auto detail = "\"" + std::string(model::to_string(action)) + "\" is not possible in stage " +
                std::string(model::to_string(incident.stage));
  if (!refusal.empty()) {
    detail += ": " + std::string(refusal);
  }
  return {422, "Not possible now", std::move(detail), std::move(allowed)};
}

} // namespace

std::string etag_of(model::Incident const &incident) {
  return "\"" + std::to_string(incident.version) + "\"";
}

IncidentService::IncidentService(City &city, std::string receipt_secret, IncidentPolicy policy)
    : city_(city), receipt_secret_(std::move(receipt_secret)),
      workflow_(std::move(policy.workflow)), policy_(policy.deadlines),
      router_(std::move(policy.router)), ladder_(policy.ladder),
      deadlines_(city, std::move(policy.deadlines), policy.ladder) {}

tl::expected<geo::LonLat, protocol::Problem>
IncidentService::place_of(model::IncidentReport const &report) const {
  if (!report.building.empty()) {
    if (auto const place = city_.base().find_building(report.building)) {
      return *place;
    }
    return tl::unexpected(
        protocol::Problem{422,
                          "Unknown building",
                          "there is no building \"" + report.building + "\" in the layer in use",
                          {}});
  }
  auto const &county = city_.base().extent();
  auto const place = *report.position;
  if (!county.is_empty() && geo::distance_m(place, county) > rules::county_margin) {
    return tl::unexpected(protocol::Problem{
        422, "Outside the county", "the place lies more than 50 km outside the layers in use", {}});
  }
  return place;
}

void IncidentService::report(model::Principal const &principal, model::IncidentReport const &report,
                             model::Time now, Done<ReportedIncident> const &done) {
  bool const is_resident = principal.role == model::Role::resident;
  if (is_resident && report.building.empty()) {
    done(tl::unexpected(
        protocol::Problem{403,
                          "Not allowed",
                          "without credentials an incident needs the \"building\" of the QR code",
                          {}}));
    return;
  }
  if (auto fault = is_resident ? fault_of_resident(report) : std::nullopt) {
    done(tl::unexpected(std::move(*fault)));
    return;
  }
  auto const receipt = is_resident ? keyed_digest(receipt_secret_, report.id) : std::string{};
  auto const actor = is_resident ? "resident" : principal.user;
  if (auto const *const known = find(report.id)) {
    bool const is_same = known->body_hash == hash_of(report) && known->reporter == actor;
    if (!is_same) {
      done(tl::unexpected(protocol::Problem{
          409, "Conflict", "incident " + report.id + " exists with another content", {}}));
      return;
    }
    // Its commit may still be on the way: the answer waits for what is queued before it.
    City::Transaction nothing(city_, principal.user, now);
    nothing.submit(ticket_for(done, ReportedIncident{*known, false, receipt}));
    return;
  }
  if (auto fault = is_resident ? std::nullopt : fault_of_time(report, now)) {
    done(tl::unexpected(std::move(*fault)));
    return;
  }
  auto const place = place_of(report);
  if (!place) {
    done(tl::unexpected(place.error()));
    return;
  }
  if (auto const unknown = unknown_category(report.category)) {
    done(tl::unexpected(*unknown));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  City::Transaction transaction(city_, actor, now);
  add(transaction, report, *place, is_resident ? digest(receipt) : std::string{}, now);
  transaction.submit(ticket_for(done, ReportedIncident{*find(report.id), true, receipt}));
  deadlines_.follow(report.id, now);
}

void IncidentService::add(City::Transaction &transaction, model::IncidentReport const &report,
                          geo::LonLat place, std::string receipt_hash, model::Time now) {
  model::IncidentReported fact;
  fact.id = report.id;
  fact.channel = report.channel;
  fact.category = router_->find_category(report.category).value_or("");
  fact.severity = report.severity;
  fact.position = place;
  fact.building = report.building;
  fact.areas = city_.base().locate(place);
  // Clocks differ by a little; and of somebody without an account only the arrival is known.
  fact.time = receipt_hash.empty() ? std::min(report.time.value_or(now), now) : now;
  fact.body_hash = hash_of(report);
  fact.receipt_hash = std::move(receipt_hash);
  fact.ticket = report.ticket;
  fact.candidates = candidates_of(city_.base(), place, report.accuracy_m);
  transaction.add(fact, fact.time, report.text);
  add_routing(transaction, report.id, {fact.category}, fact.time);
}

std::optional<protocol::Problem>
IncidentService::unknown_category(std::string const &category) const {
  if (category.empty() || router_->find_category(category)) {
    return std::nullopt;
  }
  return protocol::Problem{422, "Unknown category", router_->words_for_unknown(category), {}};
}

model::Incident const *IncidentService::find(std::string const &id) const {
  auto const found = city_.state().incidents.find(id);
  return found == city_.state().incidents.end() ? nullptr : &found->second;
}

std::optional<model::PlaceProof> IncidentService::proof_of(model::Principal const &principal,
                                                           model::Incident const &incident,
                                                           model::Time time) const {
  auto const *const worker = city_.find_worker(principal.user);
  if (worker == nullptr || !worker->fix) {
    return std::nullopt;
  }
  rules::ProofPlace place{incident.position, std::nullopt, std::nullopt};
  if (!incident.building.empty()) {
    place.outside_m = city_.base().distance_outside_m(
        {model::AreaLevel::building, incident.building}, worker->fix->position);
    place.building_radius_m = city_.base().building_radius_m(incident.building);
  }
  return rules::place_proof(place, *worker->fix, time);
}

void IncidentService::add_routing(City::Transaction &transaction, std::string const &id,
                                  rules::Router::Named const &category, model::Time time) const {
  auto const &incident = city_.state().incidents.at(id);
  auto found = router_->route(category, incident.text, incident.areas);
  if (rules::is_found(found.routing)) {
    transaction.add(model::IncidentRouted{id, std::move(found.routing)}, time);
  }
}

std::optional<protocol::Problem>
IncidentService::fault_of(model::Principal const &principal, model::Incident const &incident,
                          protocol::ActionRequest const &request) const {
  auto const &state = city_.state();
  if (auto unknown = unknown_category(request.category)) {
    return unknown;
  }
  if (!request.assignee.empty()) {
    auto const user = state.users.find(request.assignee);
    if (user == state.users.end() || user->second.is_revoked ||
        user->second.role != model::Role::grid_worker) {
      return protocol::Problem{422,
                               "Unknown assignee",
                               "there is no grid worker \"" + request.assignee +
                                   "\"; \"assignee\" is the id of a user in use",
                               {}};
    }
  }
  if (!request.into.empty()) {
    auto const target = state.incidents.find(request.into);
    if (target == state.incidents.end() || !rules::may_see(principal, target->second)) {
      return no_incident(request.into);
    }
    if (request.into == incident.id || !target->second.merged_into.empty() ||
        workflow_->is_closed(target->second.stage)) {
      return protocol::Problem{422,
                               "Cannot go on there",
                               "\"into\" must be another incident that is open and not merged",
                               {}};
    }
  }
  return std::nullopt;
}

void IncidentService::act(model::Principal const &principal, std::string const &id,
                          protocol::ActionRequest const &request, std::string const &if_match,
                          model::Time now, Done<model::Incident> const &done) {
  auto const refuse = [&](protocol::Problem problem) { done(tl::unexpected(std::move(problem))); };
  auto const found = city_.state().incidents.find(id);
  if (found == city_.state().incidents.end() || !rules::may_see(principal, found->second)) {
    return refuse(no_incident(id));
  }
  auto const &incident = found->second;
  if (if_match.empty()) {
    return refuse(
        {428,
         "If-Match needed",
         "send If-Match with the ETag of the incident as you know it, now " + etag_of(incident),
         {}});
  }
  if (if_match != "*" && if_match != etag_of(incident)) {
    return refuse(
        {412,
         "Changed meanwhile",
         "the incident is at version " + std::to_string(incident.version) + "; read it again",
         {}});
  }
  auto const situation = situation_of(incident, *policy_, {principal.user, principal.role});
  auto const decision =
      workflow_->decide(incident, situation, {request.action, request.note, request.evidence});
  if (!decision.to) {
    return refuse(not_possible(*workflow_, incident, situation, request.action, decision.refusal));
  }
  if (auto const closed = city_.closed_for_intake()) {
    return refuse(*closed);
  }
  if (auto problem = fault_of(principal, incident, request)) {
    return refuse(std::move(*problem));
  }
  auto const time = step_time(incident, request.time, now);
  City::Transaction too_late(city_, "server", now);
  deadlines_.add_breaches(id, time, too_late);
  too_late.submit(nullptr);
  City::Transaction transaction(city_, principal.user, now);
  model::IncidentMoved moved{id,           request.action,       incident.stage,
                             *decision.to, incident.version + 1, request.evidence};
  moved.assignee = assignee_of(principal, incident, request);
  moved.merged_into = request.into;
  if (request.action == model::Action::arrive) {
    moved.proof = proof_of(principal, incident, time);
  }
  transaction.add(std::move(moved), time, request.note);
  if (auto category = router_->find_category(request.category)) {
    add_routing(transaction, id, {std::move(*category), model::RoutingCause::person}, time);
  }
  transaction.submit(ticket_for(done, city_.state().incidents.at(id)));
  deadlines_.follow(id, now);
}

void IncidentService::escalate(model::Principal const &principal, std::string const &id,
                               protocol::EscalationRequest const &request, model::Time now,
                               Done<model::Incident> const &done) {
  auto const found = city_.state().incidents.find(id);
  if (found == city_.state().incidents.end() || !rules::may_see(principal, found->second)) {
    return done(tl::unexpected(no_incident(id)));
  }
  auto const &incident = found->second;
  auto const levels = ladder_->levels().size();
  if (static_cast<std::size_t>(request.level) >= levels || !rules::is_open(incident)) {
    return done(tl::unexpected(
        protocol::Problem{422,
                          "Not possible now",
                          !rules::is_open(incident)
                              ? "the incident is done, or goes on in another"
                              : "\"level\" is " + std::to_string(request.level) +
                                    "; the ladder has levels 0 to " + std::to_string(levels - 1),
                          {}}));
  }
  if (auto const closed = city_.closed_for_intake()) {
    return done(tl::unexpected(*closed));
  }
  City::Transaction transaction(city_, principal.user, now);
  bool const is_new = request.level != incident.level();
  if (is_new) {
    transaction.add(
        model::IncidentEscalated{id, request.level, std::string(model::escalated_by_person)}, now,
        request.note);
  }
  transaction.submit(ticket_for(done, city_.state().incidents.at(id)));
  if (is_new) {
    deadlines_.follow(id, now);
  }
}

} // namespace yuntu::services
