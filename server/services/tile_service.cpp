#include "server/services/tile_service.hpp"

#include "geo/io/mvt_writer.hpp"
#include "server/services/tile_map.hpp"
#include "server/services/tile_rules.hpp"

#include <utility>
#include <vector>

namespace yuntu::services {

using geo::io::MvtType;
using model::LayerKind;

namespace {

/// Draws the features of a layer in the coordinates of a tile.
class TileDrawing {
public:
  TileDrawing(TileLayer const &layer, geo::TileId tile)
      : layer_(layer), tile_(tile), box_(geo::clip_box(tile_buffer)) {}

  /// Valid until the next call; empty when nothing of the feature is in the tile.
  geo::io::MvtGeometry const &draw(std::uint32_t feature) {
    geometry_.clear();
    auto const &here = layer_.features[feature];
    auto const end = layer_.features[feature + 1].first_part;
    for (auto part = here.first_part; part < end; ++part) {
      auto const role =
          part == here.first_part ? geo::io::RingRole::outer : geo::io::RingRole::hole;
      take(part);
      if (here.type == MvtType::polygon) {
        add_ring(role);
      } else if (here.type == MvtType::line) {
        add_line();
      } else if (is_inside_) {
        geometry_.add_point(points_.front());
      }
      if (geometry_.is_empty()) {
        break; // no hole without its outer ring
      }
    }
    return geometry_;
  }

  geo::io::MvtGeometry const &draw_label(geo::WorldPoint place) {
    geometry_.clear();
    geometry_.add_point(geo::to_tile(place, tile_));
    return geometry_;
  }

private:
  /// The part's vertices of this zoom, each once.
  void take(std::uint32_t part) {
    points_.clear();
    is_inside_ = true;
    auto const end = layer_.part_starts[part + 1];
    for (auto i = layer_.part_starts[part]; i < end; ++i) {
      if (layer_.zooms[i] > tile_.z) {
        continue;
      }
      auto const p = geo::to_tile(layer_.points[i], tile_);
      if (points_.empty() || points_.back() != p) {
        points_.push_back(p);
        is_inside_ =
            is_inside_ && p.x >= box_.min && p.x <= box_.max && p.y >= box_.min && p.y <= box_.max;
      }
    }
  }

  void add_ring(geo::io::RingRole role) {
    points_.push_back(points_.front());
    points_ = geo::clip_ring(std::move(points_), box_);
    geometry_.add_ring(points_, role);
  }

  void add_line() {
    if (is_inside_) {
      geometry_.add_line(points_);
      return;
    }
    for (auto const &piece : geo::clip_line(points_, box_)) {
      geometry_.add_line(piece);
    }
  }

  TileLayer const &layer_;
  geo::TileId tile_;
  geo::ClipBox box_;
  geo::io::MvtGeometry geometry_;
  std::vector<geo::TilePoint> points_;
  bool is_inside_ = true; ///< are all of them in the box?
};

} // namespace

std::optional<LayerKind> tile_layer(BaseMap const &base, std::string const &name) {
  auto kind = model::parse_layer_kind(name);
  if (kind == LayerKind::walk) {
    return std::nullopt; // the network is an engine's matter; `street` is what one sees
  }
  if (kind == LayerKind::street && base.find_layer(LayerKind::street) == nullptr) {
    kind = LayerKind::walk;
  }
  return kind && base.find_layer(*kind) != nullptr ? kind : std::nullopt;
}

std::string make_tile(BaseMap const &base, LayerKind kind, std::string const &name,
                      geo::TileId tile) {
  if (tile.z < first_zoom_of(kind)) {
    return {};
  }
  auto const &source = *base.find_layer(kind);
  auto const &layer = base.tiles().layer(kind);
  auto const label_name = name + "_label";
  bool const has_labels = !layer.labels.empty() && tile.z >= first_label_zoom_of(kind);
  geo::io::MvtLayerWriter shapes(name, layer.dictionary);
  geo::io::MvtLayerWriter labels(label_name, layer.dictionary);
  TileDrawing drawing(layer, tile);
  auto const &places = source.drawing();
  for (auto const index : places.boxes.find(geo::bounds_of(tile, tile_buffer))) {
    auto const &feature = layer.features[index];
    if (tile.z < feature.first_zoom) {
      continue;
    }
    shapes.add(index + 1, layer.tags_of(index), feature.type, drawing.draw(index));
    if (has_labels && places.carries_label[index] &&
        geo::tile_at(layer.labels[index], tile.z) == tile) {
      labels.add(index + 1, layer.tags_of(index), MvtType::point,
                 drawing.draw_label(layer.labels[index]));
    }
  }
  std::string bytes;
  shapes.append_to(bytes);
  labels.append_to(bytes);
  return bytes;
}

} // namespace yuntu::services
