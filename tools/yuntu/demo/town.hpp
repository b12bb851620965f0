#pragma once

#include "geo/polygon.hpp"
#include "tools/yuntu/demo/definition.hpp"

#include <array>
#include <cstdint>
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
  /// The one vertex (or the few) at which a walled estate's footpaths meet the streets; empty for
  /// an open one.
  std::vector<geo::LonLat> gates;
  std::array<double, 2> older_percent{}; ///< range of the part of 60 and more, from the definition
};

struct Building {
  std::string code, name;
  geo::Polygon polygon;
  int floors = 0, units = 0, households = 0;
  int older = 0;                       ///< people of 60 and more who live there
  std::string estate, grid, microgrid; ///< codes
};

/// A street, footpath, flight of steps or bridge, tagged as OpenStreetMap would.
struct WalkLine {
  std::string name, highway, access, foot;
  geo::LineString line;
  std::string estate; ///< code of the walled estate whose footpath it is; else empty
  bool is_bridge = false;
};

struct Railway {
  std::string name;
  geo::LineString line; ///< shares a vertex with a street only at a level crossing
};

struct Station {
  std::string code, name, kind;
  geo::LonLat place;
  std::string hours; ///< as OpenStreetMap's opening_hours, e.g. "Mo-Su 08:30-21:00"
  int stars = 0;     ///< 1 to 5; 0: not rated
};

/// A reclaimed public room, a candidate for a new station.
struct Room {
  std::string code, name;
  geo::LonLat place;
  int floor_area_m2 = 0;
  std::string building; ///< code
};

/// A street-front shop: a point on the wall towards its street.
struct Shop {
  std::string code, name, kind;
  geo::LonLat place;
  std::string building; ///< code
};

struct Water {
  std::string name;
  geo::Polygon polygon;
};

/// kind: "residential", "commercial", "park", "school", "industrial" or "railway".
struct LandUse {
  std::string kind, name;
  geo::Polygon polygon;
};

/// A gate in an estate's wall, on the street network.
struct Gate {
  std::string code, name;
  std::string estate; ///< code
  geo::LonLat place;
};

/// A staircase's door on its building's wall.
struct Entrance {
  std::string building; ///< code
  int unit = 1;
  geo::LonLat place;
};

/// The generator's own truth, in stored coordinates (CGCS2000, 1e-7 degree). Polygons are closed
/// and counter-clockwise; communities tile their subdistrict, grids their community and
/// micro-grids their grid with identical vertices on shared borders; estates lie apart within their
/// community; no building is cut by any border. Areas, estates and buildings are in the order of
/// their codes.
struct DemoTown {
  std::uint64_t seed = 0;
  std::vector<Area> subdistricts, communities;
  std::vector<Estate> estates;
  std::vector<Area> grids, microgrids;
  std::vector<Building> buildings;
  std::vector<WalkLine> walks;
  std::vector<Railway> railways;
  std::vector<Station> stations;
  std::vector<Room> rooms;
  std::vector<Shop> shops;
  std::vector<Water> waters;
  std::vector<LandUse> land_uses;
  std::vector<Gate> gates;
  std::vector<Entrance> entrances;
};

/// One of several counties that lie side by side on a near-square raster, without touching: each
/// has its own seed and its own numbers of subdistricts (and so of all areas and buildings).
struct CountySlot {
  std::size_t index = 0;
  std::size_t of = 1;
};

/// The same definition, seed and slot give the same town. Throws std::runtime_error when the
/// definition asks for what does not fit into its streets (say, more buildings than there is land),
/// or when the subdistricts' numbers would pass 999.
[[nodiscard]] DemoTown make_town(DemoDefinition const &definition, std::uint64_t seed,
                                 CountySlot slot = {});

} // namespace yuntu::demo
