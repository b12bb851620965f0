#pragma once

#include "geo/polygon.hpp"
#include "geo/street_line.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::bench {

/// Streets and buildings to measure on.
struct Town {
  std::string name;
  std::vector<geo::StreetLine> streets;
  std::vector<geo::Polygon> buildings;
};

/// From an OpenStreetMap file. Throws std::runtime_error with the reader's words.
[[nodiscard]] Town read_town(std::filesystem::path const &file);

/// A lattice of 160 x 160 crossings about 80 m apart with every tenth street missing and 30,000
/// square buildings, from a seed: for machines without the real file.
[[nodiscard]] Town made_up_town(unsigned seed);

} // namespace yuntu::bench
