#pragma once

#include "geo/clip.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace yuntu::geo::io {

using MvtValue = std::variant<std::string, std::int64_t>;
using MvtGeometry = std::variant<TilePoint, std::vector<TileLine>, std::vector<TilePolygon>>;

struct MvtFeature {
  std::optional<std::uint64_t> id;
  MvtGeometry geometry;
  std::vector<std::pair<std::string, MvtValue>> attributes; // UTF-8
};

struct MvtLayer {
  std::string name;
  std::vector<MvtFeature> features;
};

/// A Mapbox Vector Tile 2.1 (protobuf, not compressed) with extent tile_extent. Keys and values
/// are stored once a layer; outer rings wind as the specification wants whatever the input;
/// features without geometry and layers without features are left out.
[[nodiscard]] std::string encode_mvt(std::span<MvtLayer const> layers);

} // namespace yuntu::geo::io
