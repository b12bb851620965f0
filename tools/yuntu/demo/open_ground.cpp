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

/// A sports ground is that long, from south to north, where there is room.
constexpr double ground_m = 200;

/// Takes away what stands west of the spine and south of `north`.
void clear_ground(Layout &layout, double north, double spine) {
  std::erase_if(layout.plots, [&](Plot const &plot) {
    return extent(plot.ring, {1, 0}).second < spine && extent(plot.ring, {0, 1}).first < north;
  });
  for (PlanPath &path : layout.paths) {
    // A row's path runs from west to east; the spine, which stays, from south to north.
    if (path.points.front().easting < spine - 1 && path.points.front().northing < north + 1) {
      path.points.erase(path.points.begin());
      path.front_reaches_street = false;
    }
  }
  std::erase_if(layout.paths, [](PlanPath const &path) { return path.points.size() < 2; });
}

/// A running track, joined to the spine, the last path, at its vertex nearest to the track.
void add_track(Layout &layout, PlanRing const &ground) {
  auto const [west, east] = extent(ground, {1, 0});
  auto const [south, north] = extent(ground, {0, 1});
  MetricPoint const radii{std::min(46.0, 0.38 * (east - west)),
                          std::min(86.0, 0.4 * (north - south))};
  PlanPath track;
  track.highway = "footway";
  for (int i = 0; i <= steps; ++i) {
    track.points.push_back(on_ellipse(centroid(ground), radii, angle_of(i % steps)));
  }
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
  Layout layout = lay_slab_rows(region, style, spine, random);
  PlanRing ground = clip_left(region, {spine - 9, 0}, {spine - 9, 1});
  auto const [south, north] = extent(region, {0, 1});
  ground = clip_left(ground, {0, std::min(north, south + ground_m)},
                     {-1, std::min(north, south + ground_m)});
  if (ground.empty() || layout.paths.empty()) {
    return layout;
  }
  clear_ground(layout, extent(ground, {0, 1}).second, spine);
  add_track(layout, ground);
  return layout;
}

} // namespace yuntu::demo
