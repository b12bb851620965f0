#include "server/net/api/api.hpp"
#include "server/protocol/closure_answers.hpp"

namespace yuntu::net {
namespace {

/// By the map of now.
protocol::ShownClosure shown(services::BaseMap const &base, model::Closure const &closure) {
  protocol::ShownClosure shown{closure, {}};
  if (!closure.station.empty()) {
    auto const *const station = base.station(closure.station);
    shown.closure.position = station == nullptr ? closure.position : station->place;
    return shown;
  }
  auto const *const walk = base.walk();
  auto const edge = walk == nullptr ? std::nullopt : walk->street_to_close(closure.position);
  if (edge) {
    auto const points = walk->graph().points(*edge);
    shown.street.assign(points.begin(), points.end());
  }
  return shown;
}

void read_closures(Api const &api, Request const &, Respond const &respond) {
  api.read_published([base = api.base(), respond](model::CityState const &state) {
    std::vector<protocol::ShownClosure> closures;
    for (auto const &[id, closure] : state.closures) {
      closures.push_back(shown(*base, closure));
    }
    respond(answer_json(200, protocol::closures_json(closures)));
  });
}

void add_closure(Api const &api, Request const &request, Respond const &respond) {
  auto const closure = protocol::parse_closure_request(request.body);
  if (!closure) {
    return respond(answer_problem(closure.error()));
  }
  api.to_city([api, principal = request.principal, closure = *closure, respond] {
    api.closures->add(
        principal, closure, api.now(),
        respond_with<services::AddedClosure>(respond, [base = api.base()](auto const &added) {
          auto response = answer_json(added.is_new ? 201 : 200,
                                      protocol::closure_json(shown(*base, added.closure)));
          response.headers.emplace_back("Location", "/api/v1/closures/" + added.closure.id);
          return response;
        }));
  });
}

void remove_closure(Api const &api, Request const &request, Respond const &respond) {
  api.to_city([api, principal = request.principal, id = request.captures[0], respond] {
    api.closures->remove(principal, id, api.now(), respond_with<bool>(respond, [](bool) {
                           Response response;
                           response.status = 204;
                           return response;
                         }));
  });
}

} // namespace

void add_closure_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back(
      {Method::get, "/api/v1/closures", rules::Operation::read_closures, bind(read_closures)});
  routes.push_back(
      {Method::post, "/api/v1/closures", rules::Operation::change_closure, bind(add_closure)});
  routes.push_back({Method::erase, "/api/v1/closures/{id}", rules::Operation::change_closure,
                    bind(remove_closure)});
}

} // namespace yuntu::net
