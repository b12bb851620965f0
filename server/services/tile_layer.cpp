#include "server/services/tile_layer.hpp"

#include "geo/stopped.hpp"
#include "server/services/tile_budget.hpp"
#include "server/services/tile_rules.hpp"

namespace yuntu::services {

using geo::io::MvtType;

namespace {

/// Fills a TileLayer feature by feature.
class Preparation {
public:
  Preparation(TileLayer &layer, geo::VertexZooms const &zooms) : layer_(layer), zooms_(zooms) {}

  void add(model::LayerFeature const &feature) {
    layer_.features.push_back(
        {parts(), tag_count(), first_zoom_of(layer_.kind, feature), MvtType::point});
    auto &made = layer_.features.back();
    if (auto const *const polygon = std::get_if<geo::Polygon>(&feature.geometry)) {
      made.type = MvtType::polygon;
      add_ring(polygon->outer);
      for (auto const &hole : polygon->holes) {
        add_ring(hole);
      }
    } else if (auto const *const line = std::get_if<geo::LineString>(&feature.geometry)) {
      made.type = MvtType::line;
      add_part(*line);
    } else {
      add_part(std::span(&std::get<geo::LonLat>(feature.geometry), 1));
    }
    layer_.dictionary.append_tags(tile_attributes(layer_.kind, feature), layer_.tags);
  }

  void finish() {
    layer_.features.push_back({parts(), tag_count(), 0, MvtType::point});
    layer_.part_starts.push_back(static_cast<std::uint32_t>(layer_.points.size()));
    layer_.dictionary.close();
    layer_.points.shrink_to_fit();
    layer_.zooms.shrink_to_fit();
    layer_.tags.shrink_to_fit();
  }

private:
  [[nodiscard]] std::uint32_t parts() const {
    return static_cast<std::uint32_t>(layer_.part_starts.size());
  }
  [[nodiscard]] std::uint32_t tag_count() const {
    return static_cast<std::uint32_t>(layer_.tags.size());
  }
  void add_ring(geo::Ring const &ring) { add_part(std::span(ring).first(ring.size() - 1)); }
  void add_part(std::span<geo::LonLat const> part) {
    layer_.part_starts.push_back(static_cast<std::uint32_t>(layer_.points.size()));
    for (auto const place : part) {
      layer_.points.push_back(geo::to_world(place));
      layer_.zooms.push_back(zooms_.zoom_of(place));
    }
  }

  TileLayer &layer_;
  geo::VertexZooms const &zooms_;
};

} // namespace

std::size_t TileLayer::memory() const {
  auto const of = [](auto const &items) { return items.capacity() * sizeof(items[0]); };
  return of(features) + of(part_starts) + of(points) + of(zooms) + of(labels) + of(tags) +
         dictionary.memory();
}

void append_chains(model::LayerVersion const &version, std::vector<geo::Chain> &chains) {
  for (auto const &feature : version.features) {
    if (auto const *const polygon = std::get_if<geo::Polygon>(&feature.geometry)) {
      chains.push_back({polygon->outer});
      for (auto const &hole : polygon->holes) {
        chains.push_back({hole});
      }
    } else if (auto const *const line = std::get_if<geo::LineString>(&feature.geometry)) {
      chains.push_back({*line, geo::Chain::Kind::line});
    }
  }
}

TileLayer prepare_tile_layer(MapLayer const &layer, geo::VertexZooms const &zooms,
                             std::stop_token const &stop) {
  TileLayer made;
  made.kind = layer.version->layer;
  made.features.reserve(layer.version->features.size() + 1);
  Preparation preparation(made, zooms);
  for (auto const &feature : layer.version->features) {
    geo::go_on_unless(stop);
    preparation.add(feature);
  }
  preparation.finish();
  auto const &label_points = layer.drawing(stop).label_points;
  made.labels.reserve(label_points.size());
  for (auto const place : label_points) {
    made.labels.push_back(geo::to_world(place));
  }
  if (is_dropped_when_small(made.kind)) {
    fit_tiles(made, *layer.version);
  }
  return made;
}

} // namespace yuntu::services
