#pragma once

#include "server/rules/topology/area_layer.hpp"

#include <vector>

namespace yuntu::rules::topology {

/// Of a layer that lies scattered, the areas whose boxes overlap another's: only these can overlap.
class NearPairs {
public:
  explicit NearPairs(AreaLayer const &areas);

  [[nodiscard]] std::vector<std::uint32_t> const &areas() const { return near_; }
  /// Of them, those that cover a place; ascending.
  [[nodiscard]] std::vector<std::uint32_t> all_at(geo::LonLat place) const;

private:
  AreaLayer const *layer_;
  std::vector<std::uint32_t> near_; ///< ascending
  geo::BoxIndex boxes_;             ///< of these, in this order
};

} // namespace yuntu::rules::topology
