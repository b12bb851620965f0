#include "server/net/api/api.hpp"
#include "server/net/api/coverage_query.hpp"
#include "server/net/api/query.hpp"
#include "server/services/area_coverage.hpp"
#include "server/services/building_walks.hpp"
#include "server/services/reach_picture.hpp"
#include "server/services/station_coverage.hpp"
#include "server/services/station_places.hpp"

namespace yuntu::net {
namespace {

tl::expected<bool, protocol::Problem> wants_csv(Request const &request) {
  auto const format = find_text(request, "format").value_or("json");
  if (format != "json" && format != "csv") {
    return tl::unexpected(
        protocol::Problem{400, "Bad parameter", "\"format\" must be json or csv", {}});
  }
  return format == "csv";
}

constexpr auto csv_type = "text/csv; charset=utf-8";

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
  auto const is_csv = wants_csv(request);
  if (!question || !is_csv) {
    return respond(answer_problem(!question ? question.error() : is_csv.error()));
  }
  api.to_pool([question = *question, is_csv = *is_csv, respond] {
    auto const walks = services::building_walks(question.view(), question.origin, question.limit_s);
    if (!walks) {
      return respond(answer_problem(walks.error()));
    }
    respond(is_csv ? answer_file(protocol::building_walks_csv(*walks), csv_type, "walks.csv")
                   : answer_json(200, protocol::building_walks_json(*walks)));
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
  auto const is_csv = wants_csv(request);
  if (!walker || !is_csv) {
    return respond(answer_problem(!walker ? walker.error() : is_csv.error()));
  }
  auto const stations = stations_of(request, walk->base());
  if (!stations) {
    return respond(answer_problem(stations.error()));
  }
  WalkQuestion const question{walk, *walker, 0, *stations, {}};
  api.to_pool([trees = api.area_trees, question, level = *level, is_csv = *is_csv, respond] {
    auto const areas = trees->of(question.walk->shared_base());
    auto const coverage = services::area_coverage(question.view(), *areas, level);
    respond(is_csv ? answer_file(protocol::area_coverage_csv(coverage), csv_type, "coverage.csv")
                   : answer_json(200, protocol::area_coverage_json(coverage)));
  });
}

/// Whom each station serves, alone or with others.
void read_stations(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown =
          unknown_parameter(request, {"minutes", "metres", "profile", "at", "kind", "format"})) {
    return respond(answer_problem(*unknown));
  }
  auto const question = walk_question(api.walk_city(), request);
  auto const is_csv = wants_csv(request);
  if (!question || !is_csv) {
    return respond(answer_problem(!question ? question.error() : is_csv.error()));
  }
  api.to_pool([question = *question, is_csv = *is_csv, respond] {
    auto const coverage = services::station_coverage(question.view(), question.limit_s);
    respond(is_csv ? answer_file(protocol::station_coverage_csv(coverage), csv_type, "stations.csv")
                   : answer_json(200, protocol::station_coverage_json(coverage)));
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
