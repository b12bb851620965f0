#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/net/request_headers.hpp"
#include "server/protocol/incident_batch.hpp"

#include <utility>

namespace yuntu::net {
namespace {

tl::expected<protocol::IncidentRows, protocol::Problem> rows_of(Request const &request) {
  if (auto const unknown = unknown_parameter(request, {})) {
    return tl::unexpected(*unknown);
  }
  auto const type = header_of(request, "content-type");
  return type.substr(0, type.find(';')) == "text/csv"
             ? protocol::parse_incident_csv(request.body, protocol::most_batch_rows)
             : protocol::parse_incident_rows(request.body, protocol::most_batch_rows);
}

void report_incidents(Api const &api, Request const &request, Respond const &respond) {
  auto read = rows_of(request);
  if (!read) {
    return respond(answer_problem(read.error()));
  }
  api.to_city([api, principal = request.principal, read = std::move(*read), respond] {
    api.incidents->report_batch(
        principal, read.rows, api.now(),
        respond_with<std::vector<protocol::RowVerdict>>(
            respond, [ignored = read.ignored_columns](auto const &verdicts) {
              return answer_json(200, protocol::batch_json(verdicts, ignored));
            }));
  });
}

} // namespace

void add_batch_routes(std::vector<Route> &routes, Api const &api) {
  Route route{Method::post, "/api/v1/incidents/batch", rules::Operation::report_incidents,
              binder(api)(report_incidents)};
  route.most_bytes = protocol::most_batch_bytes;
  routes.push_back(std::move(route));
}

} // namespace yuntu::net
