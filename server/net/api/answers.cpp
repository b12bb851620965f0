#include "server/net/api/api.hpp"

namespace yuntu::net {

Response answer_json(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::make_shared<std::string const>(std::move(body));
  return response;
}

Response answer_geojson(std::string body) {
  auto response = answer_json(200, std::move(body));
  response.content_type = "application/geo+json";
  return response;
}

Response answer_file(std::string body, std::string content_type, std::string const &name) {
  auto response = answer_json(200, std::move(body));
  response.content_type = std::move(content_type);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

Response answer_problem(protocol::Problem const &problem) {
  auto response = answer_json(problem.status, protocol::problem_json(problem));
  response.content_type = "application/problem+json";
  if (problem.status == 503 || problem.status == 507) {
    response.headers.emplace_back("Retry-After", "1");
  }
  return response;
}

Response answer_problem(unsigned status, std::string title, std::string detail) {
  return answer_problem({status, std::move(title), std::move(detail), {}});
}

std::vector<Route> make_routes(Api const &api) {
  std::vector<Route> routes;
  add_health_routes(routes, api);
  add_session_routes(routes, api);
  add_map_routes(routes, api);
  add_layer_routes(routes, api);
  add_coverage_routes(routes, api);
  add_worker_routes(routes, api);
  add_tracker_routes(routes, api);
  add_staff_routes(routes, api);
  add_history_routes(routes, api);
  add_figure_routes(routes, api);
  add_incident_routes(routes, api);
  add_routing_routes(routes, api);
  add_batch_routes(routes, api);
  add_photo_routes(routes, api);
  add_closure_routes(routes, api);
  add_import_routes(routes, api);
  add_version_routes(routes, api);
  add_supervision_routes(routes, api);
  add_planning_routes(routes, api);
  add_plan_routes(routes, api);
  return routes;
}

} // namespace yuntu::net
