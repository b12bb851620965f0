#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/services/staff_service.hpp"

namespace yuntu::net {
namespace {

void read_staff(Api const &api, Request const &request, Respond const &respond) {
  auto const unknown = unknown_parameter(request, {"at"});
  auto const at = find_time(request, "at");
  if (unknown || !at) {
    return respond(answer_problem(unknown ? *unknown : at.error()));
  }
  api.to_pool([api, principal = request.principal, at = at->value_or(api.now()), respond] {
    auto const tree = api.area_trees->of(api.base());
    respond(answer_json(
        200, protocol::staff_json(services::staff_of(*tree, *api.staff(), principal, at), at)));
  });
}

void read_staffing(Api const &api, Request const &request, Respond const &respond) {
  auto const unknown = unknown_parameter(request, {"level", "at"});
  auto const at = find_time(request, "at");
  if (unknown || !at) {
    return respond(answer_problem(unknown ? *unknown : at.error()));
  }
  auto const kind = model::parse_layer_kind(find_text(request, "level").value_or(""));
  auto const level = kind ? model::area_level_of(*kind) : std::nullopt;
  if (!level) {
    return respond(answer_problem(400, "Bad parameter",
                                  "\"level\" must be subdistrict, community, estate, grid, "
                                  "microgrid or building"));
  }
  api.to_pool([api, level = *level, at = at->value_or(api.now()), respond] {
    auto const tree = api.area_trees->of(api.base());
    respond(answer_json(
        200, protocol::staffing_json(services::staffing_of(*tree, *api.staff(), level, at))));
  });
}

} // namespace

void add_staff_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = [&api](auto handler) {
    return [api, handler](Request const &request, Respond const &respond) {
      handler(api, request, respond);
    };
  };
  routes.push_back({Method::get, "/api/v1/staff", rules::Operation::read_staff, bind(read_staff)});
  routes.push_back(
      {Method::get, "/api/v1/staffing", rules::Operation::read_staffing, bind(read_staffing)});
}

} // namespace yuntu::net
