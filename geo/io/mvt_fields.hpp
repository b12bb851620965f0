#pragma once

#include <cstdint>

#include <protozero/types.hpp>

/// Field numbers and codes of the Mapbox Vector Tile specification 2.1.
namespace yuntu::geo::io::mvt {

enum class TileField : protozero::pbf_tag_type { layers = 3 };
enum class LayerField : protozero::pbf_tag_type {
  name = 1,
  features = 2,
  keys = 3,
  values = 4,
  extent = 5,
  version = 15
};
enum class FeatureField : protozero::pbf_tag_type { id = 1, tags = 2, type = 3, geometry = 4 };
enum class ValueField : protozero::pbf_tag_type { text = 1, integer = 4 };

constexpr std::uint32_t move_to = 1;
constexpr std::uint32_t line_to = 2;
constexpr std::uint32_t close_path = 7;

template <typename Field>
constexpr protozero::pbf_tag_type tag(Field field) {
  return static_cast<protozero::pbf_tag_type>(field);
}

/// The byte before a field that is itself counted in bytes, or a number.
template <typename Field>
constexpr char counted(Field field) {
  return static_cast<char>(tag(field) << 3U | 2U);
}
template <typename Field>
constexpr char number(Field field) {
  return static_cast<char>(tag(field) << 3U);
}

} // namespace yuntu::geo::io::mvt
