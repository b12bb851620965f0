#pragma once

#include "tools/yuntu/demo/block_layout.hpp"
#include "tools/yuntu/demo/street_plan.hpp"

#include <vector>

namespace yuntu::demo {

/// The land of one site or block: its frame, and its parcel in that frame.
struct Plat {
  BlockFrame frame;
  Parcel parcel;
  double area_m2 = 0; ///< of the parcel
  bool on_main_street = false;
  MetricPoint middle; ///< of the whole ring, plan coordinates
};

/// Parallel to plan.sites. Call before any path joins a street: it goes by the streets' edges.
/// Throws std::runtime_error when a site is too narrow for its streets.
[[nodiscard]] std::vector<Plat> measure_sites(StreetPlan const &plan);
/// The same for plan.blocks; parcels stay within that of their site.
[[nodiscard]] std::vector<Plat> measure_blocks(StreetPlan const &plan,
                                               std::vector<Plat> const &sites);

/// The parcel's ring in plan coordinates.
[[nodiscard]] PlanRing land_of(Plat const &plat);

} // namespace yuntu::demo
