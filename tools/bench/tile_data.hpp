#pragma once

#include "server/services/base_map.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace yuntu::bench {

/// A map to cut tiles from, as a server would hold it.
struct TileData {
  std::string name;
  std::shared_ptr<services::BaseMap const> base;
};

/// Buildings and streets of an OpenStreetMap file, imported as `yuntu import` does.
[[nodiscard]] TileData osm_tiles(std::filesystem::path const &file);

/// All layers of the demo county (or town) that a definition describes, seed 1.
[[nodiscard]] TileData demo_tiles(std::filesystem::path const &definition);

} // namespace yuntu::bench
