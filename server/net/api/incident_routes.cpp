#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/rules/visibility.hpp"
#include "server/rules/workflow_machine.hpp"
#include "server/services/secret.hpp"

#include <algorithm>

namespace yuntu::net {
namespace {

struct Filter {
  std::optional<std::string> area;
  std::optional<model::Stage> stage;
  std::optional<model::Severity> severity;
  std::optional<std::string> category;
  std::optional<model::Time> since;
  std::string cursor; ///< "MS:ID" of the last one seen
  std::size_t limit = 100;
};

template <typename Value>
bool take(std::optional<Value> &slot, std::optional<std::string> const &text,
          std::optional<Value> (*parse)(std::string_view)) {
  if (!text) {
    return true;
  }
  slot = parse(*text);
  return slot.has_value();
}

tl::expected<Filter, protocol::Problem> filter_of(Request const &request) {
  if (auto const unknown = unknown_parameter(
          request, {"area", "stage", "severity", "category", "since", "cursor", "limit"})) {
    return tl::unexpected(*unknown);
  }
  Filter filter;
  filter.area = find_text(request, "area");
  filter.category = find_text(request, "category");
  filter.cursor = find_text(request, "cursor").value_or("");
  auto const refuse = [](std::string detail) {
    return tl::unexpected(protocol::Problem{400, "Bad parameter", std::move(detail), {}});
  };
  if (!take(filter.stage, find_text(request, "stage"), model::parse_stage)) {
    return refuse("\"stage\" must be one of received classified assigned in_progress supervised "
                  "done verified rated");
  }
  if (!take(filter.severity, find_text(request, "severity"), model::parse_severity)) {
    return refuse("\"severity\" must be routine, urgent or critical");
  }
  if (!take(filter.since, find_text(request, "since"), model::parse_rfc3339)) {
    return refuse("\"since\" must be a time with zone as in RFC 3339");
  }
  auto const limit = find_count(request, "limit");
  if (!limit || limit->value_or(100) < 1 || limit->value_or(100) > 1000) {
    return refuse("\"limit\" must be a whole number from 1 to 1000");
  }
  filter.limit = limit->value_or(100);
  return filter;
}

bool matches(Filter const &filter, model::Incident const &incident) {
  auto const &codes = incident.areas.codes();
  return (!filter.area || std::find(codes.begin(), codes.end(), *filter.area) != codes.end()) &&
         (!filter.stage || incident.stage == *filter.stage) &&
         (!filter.severity || incident.severity == *filter.severity) &&
         (!filter.category || incident.category == *filter.category) &&
         (!filter.since || incident.time >= *filter.since);
}

/// Newest first; ties by id, so that a page boundary is always at the same place.
std::string sort_key(model::Incident const &incident) {
  auto const newest_first = 9'999'999'999'999 - model::to_unix_ms(incident.time);
  auto digits = std::to_string(newest_first);
  return std::string(14 - std::min<std::size_t>(14, digits.size()), '0') + digits + ":" +
         incident.id;
}

void read_incidents(Api const &api, Request const &request, Respond const &respond) {
  if (request.principal.role == model::Role::resident) {
    return respond(answer_problem(
        401, "Sign in first", "without credentials only the incident of a receipt can be read"));
  }
  auto filter = filter_of(request);
  if (!filter) {
    return respond(answer_problem(filter.error()));
  }
  api.read_published([api, principal = request.principal, filter = *filter,
                      respond](model::CityState const &state) {
    std::vector<model::Incident> found;
    for (auto const &[id, incident] : state.incidents) {
      if (matches(filter, incident) && rules::may_see(principal, incident) &&
          sort_key(incident) > filter.cursor) {
        found.push_back(incident);
      }
    }
    std::sort(found.begin(), found.end(),
              [](auto const &a, auto const &b) { return sort_key(a) < sort_key(b); });
    std::string next;
    if (found.size() > filter.limit) {
      found.resize(filter.limit);
      next = sort_key(found.back());
    }
    std::vector<protocol::ShownIncident> items;
    auto const base = api.base();
    for (auto &incident : found) {
      auto areas_now = base->locate(incident.position);
      items.push_back({std::move(incident), std::move(areas_now)});
    }
    respond(answer_json(200, protocol::incidents_json(items, next)));
  });
}

Response incident_answer(Api const &api, unsigned status, model::Incident const &incident,
                         std::string const &receipt) {
  auto response =
      answer_json(status, protocol::incident_json({incident, api.base()->locate(incident.position)},
                                                  rules::allowed_actions(incident.stage), receipt));
  response.headers.emplace_back("ETag", services::etag_of(incident));
  return response;
}

void read_incident(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {"receipt"})) {
    return respond(answer_problem(*unknown));
  }
  api.read_published([api, principal = request.principal, id = request.captures[0],
                      receipt = find_text(request, "receipt").value_or(""),
                      respond](model::CityState const &state) {
    auto const found = state.incidents.find(id);
    bool const is_seen =
        found != state.incidents.end() &&
        (rules::may_see(principal, found->second) ||
         (!receipt.empty() && services::digest(receipt) == found->second.receipt_hash));
    if (!is_seen) {
      return respond(
          answer_problem(404, "Not found", "there is no incident " + id + " that you may see"));
    }
    respond(incident_answer(api, 200, found->second, {}));
  });
}

void report_incident(Api const &api, Request const &request, Respond const &respond) {
  auto report = protocol::parse_incident_report(request.body);
  if (!report) {
    return respond(answer_problem(report.error()));
  }
  api.to_city([api, principal = request.principal, report = std::move(*report), respond] {
    api.incidents->report(
        principal, report, api.now(),
        respond_with<services::ReportedIncident>(respond, [api](auto const &reported) {
          auto response = incident_answer(api, reported.is_new ? 201 : 200, reported.incident,
                                          reported.receipt);
          response.headers.emplace_back("Location", "/api/v1/incidents/" + reported.incident.id);
          return response;
        }));
  });
}

void act_on_incident(Api const &api, Request const &request, Respond const &respond) {
  auto const action = protocol::parse_action_request(request.body);
  if (!action) {
    return respond(answer_problem(action.error()));
  }
  auto const header = request.headers.find("if-match");
  auto const if_match = header == request.headers.end() ? std::string{} : header->second;
  api.to_city([api, principal = request.principal, id = request.captures[0], action = *action,
               if_match, respond] {
    api.incidents->act(principal, id, action, if_match, api.now(),
                       respond_with<model::Incident>(respond, [api](auto const &incident) {
                         return incident_answer(api, 200, incident, {});
                       }));
  });
}

} // namespace

void add_incident_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  using rules::Operation;
  routes.push_back(
      {Method::post, "/api/v1/incidents", Operation::report_incident, bind(report_incident)});
  routes.push_back(
      {Method::get, "/api/v1/incidents", Operation::read_incidents, bind(read_incidents)});
  routes.push_back(
      {Method::get, "/api/v1/incidents/{id}", Operation::read_incidents, bind(read_incident)});
  routes.push_back({Method::post, "/api/v1/incidents/{id}/actions", Operation::act_on_incident,
                    bind(act_on_incident)});
}

} // namespace yuntu::net
