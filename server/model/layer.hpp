#pragma once

#include "geo/polygon.hpp"
#include "server/model/area.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yuntu::model {

/// What can be imported. The first six are the area levels, in their order.
enum class LayerKind : std::uint8_t {
  subdistrict,
  community,
  estate,
  grid,
  microgrid,
  building,
  station,
  walk,
  street,
  water,
  landuse,
  gate,
  entrance,
  shop,
  fence ///< an area of no level: a school's zone, a flood area; these may overlap
};

inline constexpr std::array<std::string_view, 15> layer_kind_names{
    "subdistrict", "community", "estate",  "grid", "microgrid", "building", "station", "walk",
    "street",      "water",     "landuse", "gate", "entrance",  "shop",     "fence"};

[[nodiscard]] constexpr std::string_view to_string(LayerKind kind) {
  return layer_kind_names[static_cast<std::size_t>(kind)];
}
[[nodiscard]] std::optional<LayerKind> parse_layer_kind(std::string_view name);
/// nullopt for all but the first six.
[[nodiscard]] std::optional<AreaLevel> area_level_of(LayerKind kind);
/// Whether AreaCodes come from it: the areas of every level, and fences.
[[nodiscard]] bool holds_areas(LayerKind kind);

/// One row of a layer. Multi-part rows are exploded: several features then share a code.
struct LayerFeature {
  std::string code; ///< empty for walk, street, water, landuse, entrance
  std::string name;
  std::string parent; ///< code of the containing area when the source names it
  geo::Geometry geometry;
  /// Absent attributes are absent, never empty text: e.g. {"floors","6"}, {"highway","footway"}.
  std::vector<std::pair<std::string, std::string>> attributes;
  /// OSM node ids of a street's points, so that crossings join by id; empty for other sources.
  std::vector<std::int64_t> node_ids;

  /// The value, or nullptr.
  [[nodiscard]] std::string const *find_attribute(std::string_view key) const;
  friend bool operator==(LayerFeature const &, LayerFeature const &) = default;
};

/// An immutable version of a layer, named by the hash of its content.
struct LayerVersion {
  LayerKind layer = LayerKind::grid;
  std::string version; ///< 16 hex digits; the same content gives the same version
  std::string source;  ///< file name without folders
  std::string crs;     ///< as declared or given, e.g. "EPSG:4549"
  std::string datum;   ///< "wgs84", "gcj02" or "bd09"; already normalised in the features
  std::string encoding;
  std::vector<LayerFeature> features;
};

} // namespace yuntu::model
