#include "server/net/api/api.hpp"
#include "server/net/api/coverage_query.hpp"
#include "server/net/api/map_format.hpp"
#include "server/net/api/query.hpp"
#include "server/services/area_coverage.hpp"
#include "server/services/building_walks.hpp"
#include "server/services/reach_picture.hpp"
#include "server/services/station_coverage.hpp"
#include "server/services/station_places.hpp"

namespace yuntu::net {
namespace {

void read_coverage(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(
          request, {"minutes", "metres", "profile", "station", "lon", "lat", "at", "kind"})) {
    return respond(answer_problem(*unknown));
  }
  auto const question = walk_question(api.walk_city(), request);
  if (!question) {
    return respond(answer_problem(question.error()));
  }
  api.to_pool([question = *question, respond] {
    auto const origins = question.origin
                             ? std::vector{*question.origin}
                             : services::station_origins(*question.walk, question.stations);
    auto const view = question.view();
    if (auto const nowhere = services::place_off_street(*view.city, origins)) {
      return respond(answer_problem(*nowhere));
    }
    auto const result = services::coverage_of(view, origins, question.limit_s);
    respond(answer_json(200, protocol::coverage_json(result.answer)));
  });
}

void read_reach(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(
          request, {"minutes", "metres", "profile", "station", "lon", "lat", "at", "kind"})) {
    return respond(answer_problem(*unknown));
  }
  auto const question = walk_question(api.walk_city(), request);
  if (!question) {
    return respond(answer_problem(question.error()));
  }
  if (!question->origin) {
    return respond(
        answer_problem(400, "Bad parameter", "give a \"station\", or \"lon\" and \"lat\""));
  }
  api.to_pool([question = *question, respond] {
    auto const reach = services::reach_picture(question.view(), *question.origin, question.limit_s);
    respond(reach ? answer_geojson(protocol::reach_geojson(*reach))
                  : answer_problem(reach.error()));
  });
}

void read_buildings(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {"minutes", "metres", "profile", "station",
                                                       "lon", "lat", "at", "kind", "format"})) {
    return respond(answer_problem(*unknown));
  }
  auto const question = walk_question(api.walk_city(), request);
  auto const format = map_format_of(request);
  if (!question || !format) {
    return respond(answer_problem(!question ? question.error() : format.error()));
  }
  api.to_pool([question = *question, format = *format, respond] {
    auto const walks =
        services::building_walks(question.view(), question.origin, question.limit_s,
                                 format == MapFormat::geojson ? services::WalkPlaces::included
                                                              : services::WalkPlaces::left_out);
    if (!walks) {
      return respond(answer_problem(walks.error()));
    }
    respond(answer_in(format, "walks",
                      {[&] { return protocol::building_walks_json(*walks); },
                       [&] { return protocol::building_walks_csv(*walks); },
                       [&] { return protocol::building_walks_geojson(*walks); }}));
  });
}

tl::expected<model::AreaLevel, protocol::Problem> level_of(Request const &request) {
  auto const layer = model::parse_layer_kind(find_text(request, "level").value_or(""));
  auto const level = layer ? model::area_level_of(*layer) : std::nullopt;
  if (level && level != model::AreaLevel::building) {
    return *level;
  }
  return tl::unexpected(
      protocol::Problem{400,
                        "Bad parameter",
                        "\"level\" must be subdistrict, community, estate, grid or microgrid",
                        {}});
}

void read_areas(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown =
          unknown_parameter(request, {"level", "profile", "at", "kind", "format"})) {
    return respond(answer_problem(*unknown));
  }
  auto const level = level_of(request);
  if (!level) {
    return respond(answer_problem(level.error()));
  }
  auto const walk = api.walk_city();
  if (!walk) {
    return respond(answer_problem(services::no_streets()));
  }
  auto const walker = walker_of(request, walk->base().profiles());
  auto const format = map_format_of(request);
  if (!walker || !format) {
    return respond(answer_problem(!walker ? walker.error() : format.error()));
  }
  auto const stations = stations_of(request, walk->base());
  if (!stations) {
    return respond(answer_problem(stations.error()));
  }
  WalkQuestion const question{walk, *walker, 0, *stations, {}};
  api.to_pool([trees = api.area_trees, question, level = *level, format = *format, respond] {
    auto const areas = trees->of(question.walk->shared_base());
    auto const coverage = services::area_coverage(question.view(), *areas, level);
    auto const with_land = [&] {
      return protocol::area_coverage_geojson(
          coverage, services::area_shapes(coverage, question.walk->base(), level));
    };
    respond(answer_in(format, "coverage",
                      {[&] { return protocol::area_coverage_json(coverage); },
                       [&] { return protocol::area_coverage_csv(coverage); }, with_land}));
  });
}

/// Whom each station serves, alone or with others.
void read_stations(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown =
          unknown_parameter(request, {"minutes", "metres", "profile", "at", "kind", "format"})) {
    return respond(answer_problem(*unknown));
  }
  auto const question = walk_question(api.walk_city(), request);
  auto const format = map_format_of(request);
  if (!question || !format) {
    return respond(answer_problem(!question ? question.error() : format.error()));
  }
  api.to_pool([question = *question, format = *format, respond] {
    auto const coverage = services::station_coverage(question.view(), question.limit_s);
    respond(answer_in(format, "stations",
                      {[&] { return protocol::station_coverage_json(coverage); },
                       [&] { return protocol::station_coverage_csv(coverage); },
                       [&] { return protocol::station_coverage_geojson(coverage); }}));
  });
}

} // namespace

void add_coverage_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  constexpr auto right = rules::Operation::read_coverage;
  routes.push_back({Method::get, "/api/v1/coverage", right, bind(read_coverage)});
  routes.push_back({Method::get, "/api/v1/coverage/reach", right, bind(read_reach)});
  routes.push_back({Method::get, "/api/v1/coverage/buildings", right, bind(read_buildings)});
  routes.push_back({Method::get, "/api/v1/coverage/areas", right, bind(read_areas)});
  routes.push_back({Method::get, "/api/v1/coverage/stations", right, bind(read_stations)});
}

} // namespace yuntu::net
