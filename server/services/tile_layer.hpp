#pragma once

#include "geo/io/mvt_dictionary.hpp"
#include "geo/io/mvt_geometry.hpp"
#include "geo/simplify.hpp"
#include "geo/tile_math.hpp"
#include "server/services/base_map.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace yuntu::services {

constexpr std::int32_t tile_buffer = 128; // tile units: half a line width at most is outside

/// A layer made ready to be cut into tiles of any zoom: places on the Mercator square, the zoom
/// from which each is drawn, attributes encoded. Nine bytes a vertex for all zooms together.
struct TileLayer {
  struct Feature {
    std::uint32_t first_part = 0; ///< the next feature's says where its parts end; likewise below
    std::uint32_t first_tag = 0;
    std::uint8_t first_zoom = 0;
    geo::io::MvtType type = geo::io::MvtType::point;
  };

  model::LayerKind kind = model::LayerKind::grid;
  std::vector<Feature> features;          ///< by the version's numbers, and one more at the end
  std::vector<std::uint32_t> part_starts; ///< likewise
  std::vector<geo::WorldPoint> points;    ///< rings without their last point, the outer ring first
  std::vector<std::uint8_t> zooms;        ///< by point
  std::vector<geo::WorldPoint> labels;    ///< of area layers, by feature
  std::vector<std::uint32_t> tags;
  geo::io::MvtDictionary dictionary;

  [[nodiscard]] std::span<std::uint32_t const> tags_of(std::size_t feature) const {
    auto const begin = features[feature].first_tag;
    return std::span(tags).subspan(begin, features[feature + 1].first_tag - begin);
  }
  /// Bytes held, roughly: what a server pays for a layer.
  [[nodiscard]] std::size_t memory() const;
};

/// The rings or lines of a layer, for VertexZooms.
void append_chains(model::LayerVersion const &version, std::vector<geo::Chain> &chains);

/// `zooms` of all layers that are thinned together with this one.
/// Throws geo::Stopped when asked to stop.
[[nodiscard]] TileLayer prepare_tile_layer(MapLayer const &layer, geo::VertexZooms const &zooms,
                                           std::stop_token const &stop = {});

} // namespace yuntu::services
