#pragma once

#include "geo/polygon.hpp"
#include "tools/yuntu/demo/definition.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::demo {

/// An area with its own code and that of the area above it (empty at the top).
struct Area {
  std::string code, name, parent;
  geo::Polygon polygon;
};

struct Estate {
  Area area;
  std::string kind; ///< in Chinese, from the definition
  /// Gated estates: the one vertex their footpaths share with the streets.
  std::optional<geo::LonLat> gate;
};

struct Building {
  std::string code, name;
  geo::Polygon polygon;
  int floors = 0, units = 0, households = 0;
  std::string estate, grid, microgrid; ///< codes
};

/// A street or footpath, tagged as OpenStreetMap would.
struct WalkLine {
  std::string name, highway, access, foot;
  geo::LineString line;
  std::string estate; ///< code of the gated estate whose footpath it is; else empty
};

struct Station {
  std::string code, name, kind;
  geo::LonLat place;
};

struct Water {
  std::string name;
  geo::Polygon polygon;
};

/// The generator's own truth, in stored coordinates (CGCS2000, 1e-7 degree). Polygons are closed
/// and counter-clockwise; grids tile the community and micro-grids tile their grid with identical
/// vertices on shared borders; no building is cut by any border.
struct DemoTown {
  std::uint64_t seed = 0;
  Area subdistrict, community; ///< the same ring
  std::vector<Estate> estates;
  std::vector<Area> grids, microgrids;
  std::vector<Building> buildings; ///< by code
  std::vector<WalkLine> walks;
  std::vector<Station> stations;
  std::vector<Water> waters;
};

/// The same definition and seed give the same town. Throws std::runtime_error when the definition
/// asks for what does not fit into its streets (say, more buildings than there is land).
[[nodiscard]] DemoTown make_town(DemoDefinition const &definition, std::uint64_t seed);

} // namespace yuntu::demo
