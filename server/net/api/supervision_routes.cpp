#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/protocol/resources.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/incident_view.hpp"
#include "server/services/supervision.hpp"

namespace yuntu::net {
namespace {

void read_supervision(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {})) {
    return respond(answer_problem(*unknown));
  }
  api.read_published([api, principal = request.principal, respond](model::CityState const &state) {
    auto question =
        std::make_shared<services::SupervisionQuestion const>(services::supervision_question(
            state, api.incident_policy, api.now(),
            [&](auto const &incident) { return rules::may_see(principal, incident); }));
    api.to_pool([api, question, respond] {
      auto const walk = api.walk_city();
      respond(answer_json(200, protocol::supervision_json(
                                   api.incident_policy.ladder->levels(),
                                   services::supervise(*question, api.incident_policy, walk.get()),
                                   question->now)));
    });
  });
}

void read_suggestions(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {})) {
    return respond(answer_problem(*unknown));
  }
  api.read_published([api, principal = request.principal, id = request.captures[0],
                      respond](model::CityState const &state) {
    auto const found = state.incidents.find(id);
    if (found == state.incidents.end() || !rules::may_see(principal, found->second)) {
      return respond(answer_problem(services::no_incident(id)));
    }
    auto question =
        services::dispatch_question(state, found->second, api.incident_policy.dispatch, api.now());
    api.to_pool([api, question = std::move(question), respond] {
      auto const base = api.base();
      auto const walk = api.walk_city();
      respond(
          answer_json(200, protocol::suggestions_json(services::suggest(
                               question, base->locate(question.place), api.incident_policy.dispatch,
                               walk.get(), *api.area_trees->of(base)))));
    });
  });
}

void escalate_incident(Api const &api, Request const &request, Respond const &respond) {
  auto const asked = protocol::parse_escalation_request(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  api.to_city(
      [api, principal = request.principal, id = request.captures[0], asked = *asked, respond] {
        api.incidents->escalate(principal, id, asked, api.now(),
                                respond_with<model::Incident>(respond, [](auto const &incident) {
                                  return answer_json(200, protocol::escalations_json(incident));
                                }));
      });
}

} // namespace

void add_supervision_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  using rules::Operation;
  routes.push_back(
      {Method::get, "/api/v1/supervision", Operation::read_supervision, bind(read_supervision)});
  routes.push_back({Method::get, "/api/v1/incidents/{id}/suggestions", Operation::read_suggestions,
                    bind(read_suggestions)});
  routes.push_back({Method::post, "/api/v1/incidents/{id}/escalations",
                    Operation::escalate_incident, bind(escalate_incident)});
}

} // namespace yuntu::net
