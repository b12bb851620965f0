#pragma once

#include "server/model/layer.hpp"

#include <map>
#include <memory>

namespace yuntu::bench {

/// How many of each level lie side by side, east and north; each level is cut out of the one below
/// it as evenly as goes.
struct CountyPlan {
  struct Count {
    int east = 1;
    int north = 1;
  };
  unsigned seed = 1;
  Count microgrids{8, 8};
  Count grids{4, 4};
  Count communities{2, 2};
  Count subdistricts{2, 1};
  int pieces = 4;          ///< of a border between two corners of the lattice
  int buildings_aside = 2; ///< in a micro-grid, along each side
};

/// A faultless county around 118.4 E 35 N, of micro-grids 220 m wide: crooked borders that
/// neighbours and levels share corner for corner, standard codes in reading order, parents named,
/// an estate and a station a community, convex buildings of 4 to 12 corners clear of all borders.
[[nodiscard]] std::map<model::LayerKind, model::LayerVersion> nested_county(CountyPlan const &plan);

/// The same, shared, as checks and maps take it.
[[nodiscard]] std::map<model::LayerKind, std::shared_ptr<model::LayerVersion const>>
shared_layers(std::map<model::LayerKind, model::LayerVersion> layers);

} // namespace yuntu::bench
