#pragma once

#include "geo/polygon.hpp"

#include <string>
#include <vector>

namespace yuntu::simulate {

struct Grid {
  std::string code;
  std::vector<geo::Polygon> parts;
};

struct Estate {
  std::string code;
  std::string kind; ///< as the layer says, in Chinese
  geo::Polygon polygon;
};

/// A building people live in and report from.
struct Home {
  std::string code;
  geo::LonLat place; ///< inside it
  int households = 0;
};

/// Somebody who walks a grid.
struct Walker {
  std::string code; ///< the worker on the wire
  std::string grid; ///< code
};

/// What the server tells of the county, as far as a simulated day needs it. Everything in the
/// order of its code, whatever the order it came in.
struct World {
  std::vector<Grid> grids;
  std::vector<Estate> estates;
  std::vector<Home> homes;
  std::vector<geo::LineString> streets;
  std::vector<Walker> staff; ///< empty: none known
};

} // namespace yuntu::simulate
