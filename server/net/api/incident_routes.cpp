#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/incident_view.hpp"

#include <algorithm>

namespace yuntu::net {
namespace {

/// time: the newest first; due: what burns first, then what has no deadline.
enum class Sort : unsigned char { time, due };

struct Filter {
  std::optional<std::string> area;
  std::optional<model::Stage> stage;
  std::optional<model::Severity> severity;
  std::optional<std::string> category;
  std::optional<model::Time> since;
  Sort sort = Sort::time;
  std::string cursor; ///< the sort key of the last one seen
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
          request, {"area", "stage", "severity", "category", "since", "sort", "cursor", "limit"})) {
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
  auto const sort = find_text(request, "sort").value_or("time");
  if (sort != "time" && sort != "due") {
    return refuse("\"sort\" must be time or due");
  }
  filter.sort = sort == "due" ? Sort::due : Sort::time;
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

/// 14 digits of it and the id: the order is that of the keys, ties by id, so that a page boundary
/// is always at the same place.
std::string key_of(std::int64_t order, std::string const &id) {
  auto digits = std::to_string(order);
  return std::string(14 - std::min<std::size_t>(14, digits.size()), '0') + digits + ":" + id;
}

std::string sort_key(Api const &api, Sort sort, model::Incident const &incident) {
  constexpr std::int64_t last = 9'999'999'999'999;
  if (sort == Sort::time) {
    return key_of(last - model::to_unix_ms(incident.time), incident.id);
  }
  auto const dues = api.incident_policy.deadlines->dues_of(incident);
  auto const burning = dues.burning();
  return key_of(burning ? model::to_unix_ms(*dues.due(*burning)) : last, incident.id);
}

protocol::ShownIncident shown(Api const &api, model::Incident incident, services::Why why) {
  protocol::ShownIncident made{std::move(incident), {}};
  made.areas_now = api.base()->locate(made.incident.position);
  services::show_deadlines(made, *api.incident_policy.deadlines, api.now(), why);
  return made;
}

struct Sorted {
  std::string key;
  model::Incident const *incident = nullptr;
};

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
    std::vector<Sorted> found;
    for (auto const &[id, incident] : state.incidents) {
      if (matches(filter, incident) && rules::may_see(principal, incident)) {
        auto key = sort_key(api, filter.sort, incident);
        if (key > filter.cursor) {
          found.push_back({std::move(key), &incident});
        }
      }
    }
    std::sort(found.begin(), found.end(),
              [](Sorted const &a, Sorted const &b) { return a.key < b.key; });
    std::string next;
    if (found.size() > filter.limit) {
      found.resize(filter.limit);
      next = found.back().key;
    }
    std::vector<protocol::ShownIncident> items;
    items.reserve(found.size());
    for (auto const &one : found) {
      items.push_back(shown(api, *one.incident, services::Why::left_out));
    }
    respond(answer_json(200, protocol::incidents_json(items, next)));
  });
}

Response incident_answer(Api const &api, unsigned status, model::Principal const &principal,
                         protocol::ShownIncident shown, std::string const &receipt) {
  std::vector<protocol::ShownAction> actions;
  if (!rules::may_see(principal, shown.incident)) { // by the receipt alone
    shown.incident = services::residents_part(std::move(shown.incident));
  } else {
    actions =
        services::actions_of(shown.incident, api.incident_policy, {principal.user, principal.role});
  }
  auto response = answer_json(status, protocol::incident_json(shown, actions, receipt));
  response.headers.emplace_back("ETag", services::etag_of(shown.incident));
  return response;
}

Response incident_answer(Api const &api, unsigned status, model::Principal const &principal,
                         model::Incident const &incident, std::string const &receipt) {
  return incident_answer(api, status, principal, shown(api, incident, services::Why::told),
                         receipt);
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
        found != state.incidents.end() && services::may_see(principal, found->second, receipt);
    if (!is_seen) {
      return respond(answer_problem(services::no_incident(id)));
    }
    auto answer = shown(api, found->second, services::Why::told);
    if (api.similar != nullptr && rules::may_see(principal, found->second)) {
      api.similar->show(answer, state, principal);
    }
    respond(incident_answer(api, 200, principal, std::move(answer), {}));
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
        respond_with<services::ReportedIncident>(respond, [api, principal](auto const &reported) {
          auto response = incident_answer(api, reported.is_new ? 201 : 200, principal,
                                          reported.incident, reported.receipt);
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
    api.incidents->act(
        principal, id, action, if_match, api.now(),
        respond_with<model::Incident>(respond, [api, principal](auto const &incident) {
          return incident_answer(api, 200, principal, incident, {});
        }));
  });
}

void read_workflow(Api const &api, Request const & /*request*/, Respond const &respond) {
  auto const &workflow = *api.incident_policy.workflow;
  std::vector<protocol::ShownStage> stages;
  for (std::size_t i = 0; i < model::stage_names.size(); ++i) {
    auto const stage = static_cast<model::Stage>(i);
    if (workflow.has(stage)) {
      stages.push_back({stage, workflow.stages()[i]});
    }
  }
  respond(answer_json(200, protocol::workflow_json(workflow.name(), workflow.title(), stages)));
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
  routes.push_back(
      {Method::get, "/api/v1/workflow", Operation::read_workflow, bind(read_workflow)});
  routes.push_back({Method::post, "/api/v1/incidents/{id}/actions", Operation::act_on_incident,
                    bind(act_on_incident)});
}

} // namespace yuntu::net
