#include "server/net/api/api.hpp"
#include "server/net/api/openapi.hpp"

namespace yuntu::net {
namespace {

Response plain_text(unsigned status, std::string words) {
  auto response = answer_json(status, std::move(words));
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

} // namespace

void add_health_routes(std::vector<Route> &routes, Api const &api) {
  routes.push_back(
      {Method::get, "/healthz", rules::Operation::read_health,
       [](Request const &, Respond const &respond) { respond(plain_text(200, "ok\n")); }});
  routes.push_back({Method::get, "/readyz", rules::Operation::read_health,
                    [api](Request const &, Respond const &respond) {
                      respond(api.is_ready() ? plain_text(200, "ready\n")
                                             : plain_text(503, "storage does not take commits\n"));
                    }});
  routes.push_back(
      {Method::get, "/metrics", rules::Operation::read_health,
       [api](Request const &, Respond const &respond) { api.write_metrics(respond); }});
  routes.push_back({Method::get, "/api/openapi.json", rules::Operation::read_contract,
                    [](Request const &, Respond const &respond) {
                      respond(answer_json(200, std::string(openapi_json)));
                    }});
}

} // namespace yuntu::net
