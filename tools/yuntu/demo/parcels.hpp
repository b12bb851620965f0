#pragma once

#include "tools/yuntu/demo/block_layout.hpp"
#include "tools/yuntu/demo/street_plan.hpp"

#include <vector>

namespace yuntu::demo {

/// One block's land: its frame, and its parcel in that frame.
struct Plat {
  BlockFrame frame;
  Parcel parcel;
  double area_m2 = 0; ///< of the parcel
  bool on_main_street = false;
  MetricPoint middle; ///< of the block, plan coordinates
};

/// Parallel to plan.blocks. Call before any path joins a street: it goes by the streets' edges.
/// Throws std::runtime_error when a block is too narrow for its streets.
[[nodiscard]] std::vector<Plat> measure_parcels(StreetPlan const &plan);

} // namespace yuntu::demo
