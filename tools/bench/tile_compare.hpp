#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace yuntu::bench {

/// How two drawings of the same tile differ.
struct TileDifferences {
  std::size_t features = 0;      ///< that both have
  std::size_t missing = 0;       ///< that one has, larger than 2 x 2 pixels, and the other has not
  std::size_t specks = 0;        ///< that one has, smaller than that, and the other has not
  std::size_t attributes = 0;    ///< features with other attributes
  std::size_t shapes = 0;        ///< features that stray farther than the tolerance
  double farthest = 0;           ///< tile units
  std::uint64_t farthest_id = 0; ///< its feature

  TileDifferences &operator+=(TileDifferences const &other);
};

/// Decodes both. `tolerance` in tile units: how far a vertex of one may lie from the other's shape.
[[nodiscard]] TileDifferences compare_tiles(std::string const &ours, std::string const &theirs,
                                            double tolerance);

} // namespace yuntu::bench
