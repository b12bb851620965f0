#include "tools/yuntu/demo/town_outline.hpp"

#include <cmath>
#include <numbers>

namespace yuntu::demo {
namespace {

PlanLine draw_side(MetricPoint from, MetricPoint to, int vertices, double bulge, Random &random) {
  PlanLine line{from};
  MetricPoint const outwards = -1 * left_of(unit(to - from));
  for (int i = 1; i <= vertices; ++i) {
    double const t = double{1} * i / (vertices + 1);
    double const aside = bulge * std::sin(t * std::numbers::pi) + random.between(-0.4, 0.4);
    line.push_back(from + t * (to - from) + aside * outwards);
  }
  line.push_back(to);
  return line;
}

/// Both banks run with the street; beyond its ends the river goes on for a while.
PlanRing draw_river(PlanLine const &street, Random &random) {
  PlanLine bed = street;
  MetricPoint const upstream = unit(street[0] - street[1]);
  MetricPoint const downstream = unit(street[street.size() - 1] - street[street.size() - 2]);
  bed.insert(bed.begin(), street.front() + 190 * upstream);
  bed.push_back(street.back() + 190 * downstream);
  double const bank = random.between(22.0, 27.0);
  double const width = random.between(44.0, 56.0);
  PlanLine near_bank;
  PlanLine far_bank;
  for (std::size_t i = 0; i < bed.size(); ++i) {
    MetricPoint const before = i == 0 ? bed[0] : bed[i - 1];
    MetricPoint const after = i + 1 == bed.size() ? bed[i] : bed[i + 1];
    MetricPoint const aside = -1 * left_of(unit(after - before));
    near_bank.push_back(bed[i] + (bank + random.between(-1.5, 1.5)) * aside);
    far_bank.push_back(bed[i] + (bank + width + random.between(-5.0, 5.0)) * aside);
  }
  PlanRing river = far_bank;
  river.insert(river.end(), near_bank.rbegin(), near_bank.rend());
  return river;
}

} // namespace

TownOutline draw_outline(DemoDefinition const &definition, MetricPoint east, Random &random) {
  auto const corner = [&](double x, double y) {
    double const along = x * definition.width_m / 2 + random.between(-40.0, 40.0);
    double const up = y * definition.height_m / 2 + random.between(-30.0, 30.0);
    return along * east + up * left_of(east);
  };
  MetricPoint const southwest = corner(-1, -1);
  MetricPoint const southeast = corner(1, -1);
  MetricPoint const northeast = corner(1, 1);
  MetricPoint const northwest = corner(-1, 1);
  TownOutline outline;
  outline.sides[0] = draw_side(southwest, southeast, 9, random.between(20.0, 36.0), random);
  outline.sides[1] = draw_side(southeast, northeast, 3, random.between(3.0, 10.0), random);
  outline.sides[2] = draw_side(northeast, northwest, 4, random.between(3.0, 10.0), random);
  outline.sides[3] = draw_side(northwest, southwest, 3, random.between(3.0, 10.0), random);
  if (!definition.perimeter.outer_river.empty()) {
    outline.river = draw_river(outline.sides[0], random);
  }
  return outline;
}

} // namespace yuntu::demo
