#pragma once

#include "geo/io/mvt_dictionary.hpp"
#include "geo/io/mvt_geometry.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::geo::io {

/// One layer of a Mapbox Vector Tile 2.1 (protobuf, not compressed) with extent tile_extent,
/// written feature by feature. Keys and values are stored once a layer.
class MvtLayerWriter {
public:
  /// The dictionary must outlive the writer.
  MvtLayerWriter(std::string_view name, MvtDictionary const &dictionary);

  /// `tags` are the dictionary's. Left out when the geometry is empty.
  void add(std::uint64_t id, std::span<std::uint32_t const> tags, MvtType type,
           MvtGeometry const &geometry);
  /// The layer as a field of a tile: tiles are the layers one after the other. Nothing is appended
  /// when no feature was added.
  void append_to(std::string &tile) const;

private:
  std::uint32_t place_of_key(std::uint32_t key);
  std::uint32_t place_of_value(std::uint32_t number);

  std::string_view name_;
  MvtDictionary const &dictionary_;
  std::string features_;
  std::vector<std::uint32_t> key_places_;  ///< by the dictionary's number
  std::vector<std::uint32_t> slot_places_; ///< by the dictionary's slot
  std::vector<std::uint32_t> keys_;        ///< the dictionary's numbers in the layer's order
  std::string values_;
  std::uint32_t value_count_ = 0;
  std::string tag_bytes_; ///< of the feature at hand
};

} // namespace yuntu::geo::io
