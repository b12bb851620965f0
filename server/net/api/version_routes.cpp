#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/protocol/import_messages.hpp"
#include "server/services/coming_layers.hpp"

namespace yuntu::net {
namespace {

void list_coming(Api const &api, Request const &, Respond const &respond) {
  api.read_published([respond](model::CityState const &state) {
    respond(answer_json(200, protocol::coming_json(services::coming_of(state))));
  });
}

Response cancelled_answer(model::LayerKind layer, services::VersionOutcome const &outcome) {
  return answer_json(outcome.waits ? 202 : 200,
                     protocol::cancelled_json({{layer, outcome.version, outcome.effective},
                                               outcome.waits ? outcome.waits->detail : ""}));
}

void cancel_coming(Api const &api, Request const &request, Respond const &respond) {
  auto const unknown = unknown_parameter(request, {"effective"});
  auto const effective = find_time(request, "effective");
  auto const layer = model::parse_layer_kind(request.captures[0]);
  if (unknown || !effective) {
    return respond(answer_problem(unknown ? *unknown : effective.error()));
  }
  if (!layer) {
    return respond(
        answer_problem(404, "No such layer", "there is no layer \"" + request.captures[0] + "\""));
  }
  if (auto const problem = services::short_rights(request.principal)) {
    return respond(answer_problem(*problem));
  }
  api.cancel_layer({*layer, request.captures[1], *effective}, request.principal.user,
                   respond_with<services::VersionOutcome>(
                       respond, [layer = *layer](services::VersionOutcome const &outcome) {
                         return cancelled_answer(layer, outcome);
                       }));
}

} // namespace

void add_version_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back(
      {Method::get, "/api/v1/coming", rules::Operation::read_imports, bind(list_coming)});
  routes.push_back({Method::erase, "/api/v1/coming/{layer}/{version}",
                    rules::Operation::change_import, bind(cancel_coming)});
}

} // namespace yuntu::net
