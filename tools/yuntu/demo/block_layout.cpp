#include "tools/yuntu/demo/block_layout.hpp"

#include "tools/yuntu/demo/old_quarter.hpp"
#include "tools/yuntu/demo/open_ground.hpp"
#include "tools/yuntu/demo/slab_rows.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::demo {
namespace {

constexpr double shop_strip_m = 16;

SlabStyle style_of(BlockKind kind) {
  // use, depth, metres and number of staircases, floors, gaps between rows and columns, flats
  switch (kind) {
  case BlockKind::gated_tower:
    return {BuildingUse::flats, 15, 18, 1, 3, 9, 16, 40, 22, 2, Access::one_gate};
  case BlockKind::tower:
    return {BuildingUse::flats, 15, 18, 2, 3, 11, 17, 36, 18, 2, Access::open};
  case BlockKind::gated_midrise:
    return {BuildingUse::flats, 13, 15, 2, 3, 4, 7, 28, 17, 2, Access::one_gate};
  case BlockKind::midrise:
    return {BuildingUse::flats, 13.5, 16, 2, 3, 6, 10, 27, 14, 2, Access::open};
  case BlockKind::resettlement:
    return {BuildingUse::flats, 12, 14, 2, 4, 4, 6, 24, 14, 2, Access::open};
  case BlockKind::dead_end:
    return {BuildingUse::flats, 11, 14, 2, 3, 3, 4, 19, 12, 2, Access::one_way_in};
  case BlockKind::compound:
    return {BuildingUse::flats, 11, 14, 2, 3, 3, 4, 17, 10, 2, Access::open};
  case BlockKind::market:
    return {BuildingUse::market, 24, 46, 1, 1, 1, 2, 15, 12, 0, Access::open};
  case BlockKind::school:
    return {BuildingUse::school, 14, 30, 2, 3, 3, 5, 26, 14, 0, Access::open};
  case BlockKind::works:
    return {BuildingUse::works, 30, 36, 1, 2, 1, 3, 22, 20, 0, Access::open};
  case BlockKind::walkup:
  case BlockKind::old_quarter:
  case BlockKind::park:
    break;
  }
  return {};
}

/// The parcel less a strip along each edge: wide where shops will stand.
PlanRing inner_region(Parcel const &parcel, double shops_m, double wall_m) {
  std::vector<double> strips;
  for (std::size_t i = 0; i < parcel.ring.size(); ++i) {
    bool const carries_shops =
        std::any_of(parcel.frontages.begin(), parcel.frontages.end(),
                    [&](Frontage const &frontage) { return frontage.from == parcel.ring[i]; });
    strips.push_back(carries_shops ? shops_m : wall_m);
  }
  return inset(parcel.ring, strips);
}

double middle_of(PlanRing const &region, Random &random) {
  auto const [west, east] = extent(region, {1, 0});
  return (west + east) / 2 + random.between(-0.07, 0.07) * (east - west);
}

/// Draws the ends that reach the street as far as the street at least.
void carry_on(PlanPath &path) {
  constexpr double far_m = 250;
  PlanLine &line = path.points;
  if (path.front_reaches_street) {
    line.front() = line.front() + far_m * unit(line[0] - line[1]);
  }
  if (path.back_reaches_street) {
    std::size_t const last = line.size() - 1;
    line[last] = line[last] + far_m * unit(line[last] - line[last - 1]);
  }
}

} // namespace

Layout lay_out(BlockKind kind, Parcel const &parcel, double house_scale, Random &random) {
  PlanRing const region =
      inner_region(parcel, shop_strip_m, kind == BlockKind::old_quarter ? 1.5 : 5);
  if (region.empty()) {
    return {};
  }
  switch (kind) {
  case BlockKind::old_quarter:
    return lay_old_quarter(region, house_scale, random);
  case BlockKind::park:
    return lay_park(region, random);
  case BlockKind::school:
    return lay_school(region, style_of(kind), random);
  default:
    return lay_slab_rows(region, style_of(kind), middle_of(region, random), random);
  }
}

void add_shops(Layout &layout, Parcel const &parcel, Random &random) {
  Layout taken = layout;
  for (PlanPath &path : taken.paths) {
    carry_on(path);
  }
  for (Frontage const &frontage : parcel.frontages) {
    MetricPoint const along = unit(frontage.to - frontage.from);
    double const end = length(frontage.to - frontage.from) - 5;
    double at = 5 + random.between(0.0, 6.0);
    while (at < end) {
      double const wide = random.between(15.0, 36.0);
      double const deep = random.between(9.0, 11.5);
      Plot shop;
      shop.ring =
          rectangle(frontage.from + (at + wide / 2) * along + (1.2 + deep / 2) * left_of(along),
                    along, wide, deep);
      shop.use = BuildingUse::shop;
      shop.floors = random.between(1, 3);
      shop.households = shop.floors == 3 ? random.between(1, 4) : 0;
      shop.street = frontage.street;
      if (is_within(shop.ring, parcel.ring, 0.8) && is_clear(shop.ring, taken, 3)) {
        taken.plots.push_back(shop);
        layout.plots.push_back(std::move(shop));
        at += wide + random.between(3.2, 8.0);
      } else {
        at += 5; // a gate, a lane: try behind it
      }
    }
  }
}

} // namespace yuntu::demo
