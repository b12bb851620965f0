#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::net {
namespace {

constexpr double longest_walk_s = 7200;

/// From exactly one of `minutes` and `metres`.
tl::expected<double, protocol::Problem> limit_of(Request const &request) {
  auto const minutes = find_number(request, "minutes");
  auto const metres = find_number(request, "metres");
  if (!minutes || !metres) {
    return tl::unexpected(!minutes ? minutes.error() : metres.error());
  }
  if (minutes->has_value() == metres->has_value()) {
    return tl::unexpected(protocol::Problem{
        400, "Bad parameter", "give exactly one of \"minutes\" and \"metres\"", {}});
  }
  double const limit_s = *minutes ? **minutes * 60 : **metres / geo::WalkProfile{}.speed_mps;
  if (!(limit_s >= 0) || limit_s > longest_walk_s) {
    return tl::unexpected(protocol::Problem{
        400, "Bad parameter", "the walk must take between 0 and 120 minutes", {}});
  }
  return limit_s;
}

tl::expected<std::vector<services::CoverageOriginRequest>, protocol::Problem>
origins_of(Request const &request, services::BaseMap const &base) {
  std::vector<services::CoverageOriginRequest> origins;
  auto const code = find_text(request, "station");
  if (find_text(request, "lon") || find_text(request, "lat")) {
    auto const place = place_of(request);
    if (!place) {
      return tl::unexpected(place.error());
    }
    origins.push_back({*place, {}});
    return origins;
  }
  for (auto const &station : base.stations()) {
    if (!code || station.code == *code) {
      origins.push_back({station.place, station.code});
    }
  }
  if (code && origins.empty()) {
    return tl::unexpected(
        protocol::Problem{404, "No such station", "there is no station \"" + *code + "\"", {}});
  }
  return origins;
}

void read_coverage(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown =
          unknown_parameter(request, {"minutes", "metres", "profile", "station", "lon", "lat"})) {
    return respond(answer_problem(*unknown));
  }
  if (find_text(request, "profile").value_or("standard") != "standard") {
    return respond(answer_problem(400, "Bad parameter",
                                  "\"profile\" must be standard; no other is available yet"));
  }
  auto const limit_s = limit_of(request);
  if (!limit_s) {
    return respond(answer_problem(limit_s.error()));
  }
  auto const walk = api.walk_city();
  if (!walk) {
    return respond(
        answer_problem(409, "No streets", "no walk layer is loaded; import one with --layer walk"));
  }
  auto origins = origins_of(request, walk->base());
  if (!origins) {
    return respond(answer_problem(origins.error()));
  }
  api.to_pool([walk, origins = *origins, limit = *limit_s, respond] {
    respond(answer_json(
        200, protocol::coverage_json(services::coverage_of(*walk, origins, limit).answer)));
  });
}

} // namespace

void add_coverage_routes(std::vector<Route> &routes, Api const &api) {
  routes.push_back({Method::get, "/api/v1/coverage", rules::Operation::read_coverage,
                    [api](Request const &request, Respond const &respond) {
                      read_coverage(api, request, respond);
                    }});
}

} // namespace yuntu::net
