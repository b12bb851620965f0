#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"

#include <charconv>

namespace yuntu::net {
namespace {

void read_map(Api const &api, Request const &, Respond const &respond) {
  auto const base = api.base();
  std::vector<protocol::MapLayer> layers;
  for (auto const &[kind, layer] : base->layers()) {
    layers.push_back({std::string(model::to_string(kind)), layer.version->version,
                      static_cast<std::int64_t>(layer.version->features.size())});
    if (kind == model::LayerKind::walk &&
        services::tile_layer(*base, "street") == model::LayerKind::walk) {
      layers.push_back({"street", layers.back().version, layers.back().features}); // as drawn
    }
  }
  std::vector<protocol::MapStation> stations;
  for (auto const &station : base->stations()) {
    stations.push_back({station.code, station.name, station.place});
  }
  respond(answer_json(200, protocol::map_json(base->extent(), layers, stations)));
}

void read_owner(Api const &api, Request const &request, Respond const &respond) {
  auto const unknown = unknown_parameter(request, {"lon", "lat", "accuracy"});
  auto const place = place_of(request);
  auto const accuracy = find_number(request, "accuracy");
  if (unknown || !place || !accuracy || accuracy->value_or(0) < 0) {
    return respond(answer_problem(
        unknown     ? *unknown
        : !place    ? place.error()
        : !accuracy ? accuracy.error()
                    : protocol::Problem{
                          400, "Bad parameter", "\"accuracy\" must be metres, 0 or more", {}}));
  }
  api.to_pool([api, place = *place, radius = accuracy->value_or(0), respond] {
    auto const walk = api.walk_city();
    auto const station =
        walk ? services::nearest_station(*walk, place, 4 * services::fifteen_minutes_s)
             : std::nullopt;
    respond(answer_json(
        200, protocol::owner_json(api.base()->location_of(place, radius), station, api.now())));
  });
}

void read_streets(Api const &api, Request const &, Respond const &respond) {
  api.to_pool([api, respond] {
    auto const base = api.base();
    auto response = answer_json(200, base->walk() == nullptr
                                         ? services::streets_geojson({})
                                         : services::streets_geojson(base->walk()->graph()));
    response.content_type = "application/geo+json";
    respond(std::move(response));
  });
}

Response tile_answer(std::shared_ptr<std::string const> bytes, std::string const &version,
                     bool is_asked_by_version) {
  Response response;
  response.content_type = "application/vnd.mapbox-vector-tile";
  response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("ETag", "\"" + version + "\"");
  // An address with ?v= never changes its meaning; without it the browser asks again.
  response.headers.emplace_back("Cache-Control", is_asked_by_version
                                                     ? "private, max-age=86400, immutable"
                                                     : "private, no-cache");
  response.body = std::move(bytes);
  return response;
}

std::optional<geo::TileId> tile_id(Request const &request) {
  std::uint32_t numbers[3];
  for (std::size_t i = 0; i < 3; ++i) {
    auto const &text = request.captures[i + 1];
    auto const *const end = text.data() + text.size();
    auto const result = std::from_chars(text.data(), end, numbers[i]);
    if (text.empty() || result.ec != std::errc{} || result.ptr != end) {
      return std::nullopt;
    }
  }
  return geo::make_tile_id(numbers[0], numbers[1], numbers[2]);
}

void read_tile(Api const &api, Request const &request, Respond const &respond) {
  auto const base = api.base();
  auto const &name = request.captures[0];
  auto const kind = services::tile_layer(*base, name);
  if (!kind) {
    return respond(answer_problem(404, "No such layer", "layer \"" + name + "\" is not loaded"));
  }
  auto const tile = tile_id(request);
  if (!tile) {
    return respond(
        answer_problem(400, "Bad tile address", "expected /tiles/{layer}/{z}/{x}/{y}.mvt"));
  }
  auto const &version = base->find_layer(*kind)->version->version;
  bool const by_version = find_text(request, "v") == version;
  services::TileCache::Key key{name, version, *tile};
  if (auto bytes = api.tiles->find(key)) {
    return respond(tile_answer(std::move(bytes), version, by_version));
  }
  api.to_pool([api, base, kind = *kind, name, key, respond, by_version] {
    auto bytes = std::make_shared<std::string const>(
        services::gzip(services::make_tile(*base, kind, name, std::get<2>(key))));
    api.tiles->put(key, bytes);
    respond(tile_answer(std::move(bytes), std::get<1>(key), by_version));
  });
}

void read_tile_json(Api const &api, Request const &request, Respond const &respond) {
  auto const base = api.base();
  auto const &name = request.captures[0];
  auto const kind = services::tile_layer(*base, name);
  if (!kind) {
    return respond(answer_problem(404, "No such layer", "layer \"" + name + "\" is not loaded"));
  }
  auto const &layer = *base->find_layer(*kind);
  std::vector<std::string> names{name};
  if (!layer.label_points.empty()) {
    names.push_back(name + "_label");
  }
  auto const host = request.headers.find("host");
  auto const origin = host == request.headers.end() ? "" : "http://" + host->second;
  respond(answer_json(
      200, protocol::tile_json(name, names, base->extent(), layer.version->version, origin)));
}

} // namespace

void add_map_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back({Method::get, "/api/v1/map", rules::Operation::read_map, bind(read_map)});
  routes.push_back({Method::get, "/api/v1/owner", rules::Operation::read_owner, bind(read_owner)});
  routes.push_back(
      {Method::get, "/api/v1/streets", rules::Operation::read_map, bind(read_streets)});
  routes.push_back({Method::get, "/tiles/{layer}/{z}/{x}/{y}.mvt", rules::Operation::read_tile,
                    bind(read_tile)});
  routes.push_back(
      {Method::get, "/tiles/{layer}.json", rules::Operation::read_tile, bind(read_tile_json)});
}

} // namespace yuntu::net
