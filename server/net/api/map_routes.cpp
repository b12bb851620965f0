#include "geo/stopped.hpp"
#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/net/request_headers.hpp"
#include "server/services/coming_layers.hpp"
#include "server/services/owner_service.hpp"
#include "server/services/tile_map.hpp"

#include <charconv>
#include <functional>
#include <memory>

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
  std::vector<protocol::MapProfile> profiles;
  for (auto const &[name, title, profile] : base->profiles().entries()) {
    profiles.push_back({name, title, profile.speed_mps, profile.takes_steps});
  }
  respond(answer_json(200, protocol::map_json(base->extent(), layers, stations, profiles)));
}

/// By the areas of `base`; the station is the one to walk to now.
Response owner_answer(Api const &api, services::BaseMap const &base,
                      services::OwnerQuestion const &question) {
  auto const walk = api.walk_city();
  auto const staff = api.staff();
  return answer_json(
      200, protocol::owner_json(services::owner_of(
               {base, walk.get(), *staff, &api.incident_policy.router->departments()}, question)));
}

using MapOrProblem = tl::expected<std::shared_ptr<services::BaseMap const>, protocol::Problem>;

/// By areas that are not those of now, which take a moment to read.
void answer_by(Api const &api, services::OwnerQuestion const &question, Respond const &respond,
               std::function<MapOrProblem(services::HistoryService &)> const &find_map) {
  bool const is_taken =
      api.ask_history([api, question, respond, find_map](services::HistoryService &history) {
        auto const map = find_map(history);
        respond(map ? owner_answer(api, **map, question) : answer_problem(map.error()));
      });
  if (!is_taken) {
    respond(
        answer_problem(503, "Too busy", "others are looking back just now; ask again in a second"));
  }
}

/// With the versions that will have come into use by then.
void answer_ahead(Api const &api, services::OwnerQuestion const &question, Respond const &respond) {
  api.read_published([api, question, respond](model::CityState const &state) {
    auto const layers = services::layers_at(state, question.at);
    if (layers == state.layers) {
      api.to_pool([api, question, respond] { respond(owner_answer(api, *api.base(), question)); });
    } else {
      answer_by(api, question, respond,
                [layers](auto &history) { return history.map_with(layers); });
    }
  });
}

void read_owner(Api const &api, Request const &request, Respond const &respond) {
  auto const unknown = unknown_parameter(request, {"lon", "lat", "accuracy", "category", "at"});
  auto const place = place_of(request);
  auto const at = find_time(request, "at");
  auto const accuracy = find_number(request, "accuracy");
  if (unknown || !place || !at || !accuracy || accuracy->value_or(0) < 0) {
    return respond(answer_problem(
        unknown     ? *unknown
        : !place    ? place.error()
        : !at       ? at.error()
        : !accuracy ? accuracy.error()
                    : protocol::Problem{
                          400, "Bad parameter", "\"accuracy\" must be metres, 0 or more", {}}));
  }
  auto const now = api.now();
  services::OwnerQuestion const question{request.principal, *place, accuracy->value_or(0),
                                         find_text(request, "category").value_or(""),
                                         at->value_or(now)};
  if (question.at > now) {
    return answer_ahead(api, question, respond);
  }
  if (question.at == now) {
    api.to_pool([api, question, respond] { respond(owner_answer(api, *api.base(), question)); });
    return;
  }
  answer_by(api, question, respond,
            [at = question.at](auto &history) { return history.map_at(at); });
}

/// Where a building is, for who reports from it without an account.
void read_building(Api const &api, Request const &request, Respond const &respond) {
  api.to_pool([base = api.base(), code = request.captures[0], respond] {
    auto const place = base->find_building(code);
    if (!place) {
      return respond(answer_problem(404, "Unknown building",
                                    "there is no building \"" + code + "\" in the layer in use"));
    }
    respond(answer_json(200, protocol::location_json(base->location_of(*place, 0))));
  });
}

void read_streets(Api const &api, Request const &, Respond const &respond) {
  api.to_pool([api, respond] {
    auto const base = api.base();
    respond(answer_geojson(base->walk() == nullptr
                               ? services::streets_geojson({})
                               : services::streets_geojson(base->walk()->graph())));
  });
}

/// Without the tile.
Response tile_head(std::string const &version, bool is_asked_by_version) {
  Response response;
  response.content_type = "application/vnd.mapbox-vector-tile";
  response.headers.emplace_back("ETag", "\"" + version + "\"");
  // An address with ?v= never changes its meaning; without it the browser asks again.
  response.headers.emplace_back("Cache-Control", is_asked_by_version
                                                     ? "private, max-age=86400, immutable"
                                                     : "private, no-cache");
  return response;
}

Response with_tile(Response response, std::shared_ptr<std::string const> bytes) {
  response.headers.emplace_back("Content-Encoding", "gzip");
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
  auto const &version = base->tiles().version(*kind);
  auto head = tile_head(version, find_text(request, "v") == version);
  if (has_etag(request, "\"" + version + "\"")) {
    head.status = 304;
    return respond(std::move(head));
  }
  services::TileCache::Key key{name, version, *tile};
  if (auto bytes = api.tiles->find(key)) {
    return respond(with_tile(std::move(head), std::move(bytes)));
  }
  api.to_tiles([api, base, kind = *kind, name, key, respond, head = std::move(head)] {
    try {
      auto bytes = std::make_shared<std::string const>(
          services::gzip(services::make_tile(*base, kind, name, std::get<2>(key))));
      api.tiles->put(key, bytes);
      respond(with_tile(head, std::move(bytes)));
    } catch (geo::Stopped const &) {
      respond(answer_problem(503, "Stopping", "the server is stopping; ask again in a moment"));
    }
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
  auto const host = request.headers.find("host");
  protocol::TileSource source{name,
                              {name},
                              layer.version->version,
                              base->tiles().version(*kind),
                              host == request.headers.end() ? "" : "http://" + host->second,
                              services::first_zoom_of(*kind)};
  if (model::holds_areas(*kind)) {
    source.names.push_back(name + "_label");
  }
  respond(answer_json(200, protocol::tile_json(source, base->extent())));
}

} // namespace

void add_map_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back({Method::get, "/api/v1/map", rules::Operation::read_map, bind(read_map)});
  routes.push_back({Method::get, "/api/v1/owner", rules::Operation::read_owner, bind(read_owner)});
  routes.push_back({Method::get, "/api/v1/buildings/{code}", rules::Operation::read_building,
                    bind(read_building)});
  routes.push_back(
      {Method::get, "/api/v1/streets", rules::Operation::read_map, bind(read_streets)});
  routes.push_back({Method::get, "/tiles/{layer}/{z}/{x}/{y}.mvt", rules::Operation::read_tile,
                    bind(read_tile)});
  routes.push_back(
      {Method::get, "/tiles/{layer}.json", rules::Operation::read_tile, bind(read_tile_json)});
}

} // namespace yuntu::net
