#include "tools/yuntu/demo/layout.hpp"

#include <utility>

namespace yuntu::demo {
namespace {

/// Could anything of the points be within `reach_m` of the box? Spares most exact comparisons.
bool is_near(std::vector<MetricPoint> const &points, std::pair<double, double> eastings,
             std::pair<double, double> northings, double reach_m) {
  auto const wide = extent(points, {1, 0});
  auto const high = extent(points, {0, 1});
  return wide.first <= eastings.second + reach_m && wide.second >= eastings.first - reach_m &&
         high.first <= northings.second + reach_m && high.second >= northings.first - reach_m;
}

} // namespace

bool is_clear(PlanRing const &ring, Layout const &layout, double clear_m) {
  auto const wide = extent(ring, {1, 0});
  auto const high = extent(ring, {0, 1});
  for (Plot const &plot : layout.plots) {
    if (is_near(plot.ring, wide, high, clear_m) && gap(plot.ring, ring) < clear_m) {
      return false;
    }
  }
  for (PlanPath const &path : layout.paths) {
    if (is_near(path.points, wide, high, clear_m) && gap_to_line(ring, path.points) < clear_m) {
      return false;
    }
  }
  return true;
}

bool is_within(PlanRing const &ring, PlanRing const &convex, double margin_m) {
  for (std::size_t i = 0; i < convex.size(); ++i) {
    MetricPoint const a = convex[i];
    MetricPoint const inwards = left_of(unit(convex[(i + 1) % convex.size()] - a));
    if (extent(ring, inwards).first - dot(a, inwards) < margin_m) {
      return false;
    }
  }
  return true;
}

} // namespace yuntu::demo
