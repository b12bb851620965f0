#include "tools/yuntu/demo/open_ground.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace yuntu::demo {
namespace {

constexpr int steps = 24;

MetricPoint on_ellipse(MetricPoint middle, MetricPoint radii, double angle) {
  return middle + MetricPoint{radii.easting * std::cos(angle), radii.northing * std::sin(angle)};
}

double angle_of(int step) {
  return 2 * std::numbers::pi * step / steps;
}

} // namespace

Layout lay_park(PlanRing const &region, Random &random) {
  Layout layout;
  auto const [west, east] = extent(region, {1, 0});
  auto const [south, north] = extent(region, {0, 1});
  MetricPoint const middle = centroid(region);
  MetricPoint const radii{0.26 * (east - west), 0.24 * (north - south)};
  double const first = random.between(0.0, 6.28);
  double const second = random.between(0.0, 6.28);
  PlanRing pond;
  PlanPath round;
  round.highway = "footway";
  for (int i = 0; i < steps; ++i) {
    double const angle = angle_of(i);
    double const wave =
        1 + 0.13 * std::sin(2 * angle + first) + 0.08 * std::sin(3 * angle + second);
    pond.push_back(on_ellipse(middle, wave * radii, angle));
    MetricPoint const walk{wave * radii.easting + 9, wave * radii.northing + 9};
    round.points.push_back(on_ellipse(middle, walk, angle));
  }
  round.points.push_back(round.points.front());
  for (int const i : {0, steps / 4, steps / 2, 3 * steps / 4}) {
    MetricPoint const start = round.points[static_cast<std::size_t>(i)];
    PlanPath exit;
    exit.highway = "footway";
    exit.points = {start, start + 4 * unit(start - middle)};
    exit.back_reaches_street = true;
    layout.paths.push_back(std::move(exit));
  }
  layout.paths.push_back(std::move(round));
  layout.ponds.push_back(std::move(pond));
  return layout;
}

Layout lay_school(PlanRing const &region, SlabStyle const &style, Random &random) {
  auto const [west, east] = extent(region, {1, 0});
  double const spine = west + random.between(0.42, 0.48) * (east - west);
  PlanRing const teaching = clip_left(region, {spine - 7, 0}, {spine - 7, -1});
  Layout layout = lay_slab_rows(teaching.empty() ? region : teaching, style, spine, random);
  PlanRing const ground = clip_left(region, {spine - 9, 0}, {spine - 9, 1});
  if (ground.empty() || layout.paths.empty()) {
    return layout;
  }
  MetricPoint const middle = centroid(ground);
  auto const [ground_west, ground_east] = extent(ground, {1, 0});
  auto const [south, north] = extent(ground, {0, 1});
  MetricPoint const radii{std::min(34.0, 0.38 * (ground_east - ground_west)),
                          std::min(56.0, 0.36 * (north - south))};
  PlanPath track;
  track.highway = "footway";
  for (int i = 0; i <= steps; ++i) {
    track.points.push_back(on_ellipse(middle, radii, angle_of(i % steps)));
  }
  // The spine is the last path; the track joins it at its vertex nearest to the track.
  PlanLine const &walk = layout.paths.back().points;
  MetricPoint const gate = track.points.front();
  auto const nearest =
      std::min_element(walk.begin() + 1, walk.end(), [gate](MetricPoint a, MetricPoint b) {
        return length(a - gate) < length(b - gate);
      });
  PlanPath link;
  link.highway = "footway";
  link.points = {*nearest, gate};
  layout.paths.push_back(std::move(track));
  layout.paths.push_back(std::move(link));
  return layout;
}

} // namespace yuntu::demo
