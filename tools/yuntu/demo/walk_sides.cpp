#include "tools/yuntu/demo/walk_sides.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "geo/segment_distance.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace yuntu::demo {
namespace {

constexpr double shop_reach_m = 25;
constexpr double least_front_m = 4;

geo::Envelope box_around(geo::LonLat a, geo::LonLat b) {
  geo::Envelope box;
  box.expand(a);
  box.expand(b);
  return box;
}

geo::Envelope box_around(geo::LocalFrame const &frame, double reach_m) {
  return box_around(frame.to_lon_lat({-reach_m, -reach_m}), frame.to_lon_lat({reach_m, reach_m}));
}

/// Does the segment a-b look away from the wall rather than along or through it?
bool is_before(MetricPoint outward, MetricPoint sight) {
  return dot(outward, sight) >= 0.5 * length(sight);
}

} // namespace

bool is_street(WalkLine const &walk) {
  constexpr std::array<std::string_view, 7> streets{"primary",      "secondary",   "tertiary",
                                                    "unclassified", "residential", "living_street",
                                                    "pedestrian"};
  return walk.estate.empty() && walk.access != "private" && !walk.is_bridge &&
         std::find(streets.begin(), streets.end(), walk.highway) != streets.end();
}

WalkSides::WalkSides(DemoTown const &town) : town_(town) {
  std::vector<geo::Envelope> boxes;
  for (std::size_t walk = 0; walk < town.walks.size(); ++walk) {
    geo::LineString const &line = town.walks[walk].line;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      segments_.push_back({walk, line[i], line[i + 1]});
      boxes.push_back(box_around(line[i], line[i + 1]));
    }
  }
  segment_boxes_ = geo::BoxIndex(boxes);
  boxes.clear();
  for (Building const &building : town.buildings) {
    boxes.push_back(geo::envelope_of(building.polygon));
  }
  building_boxes_ = geo::BoxIndex(boxes);
}

std::optional<WalkSight> WalkSides::nearest(Wall const &wall, double reach_m, Side side) const {
  geo::LocalFrame const frame(middle_of(wall));
  MetricPoint const along = frame.to_metric(wall.b) - frame.to_metric(wall.a);
  MetricPoint const outward = -1 * left_of(unit(along));
  std::optional<WalkSight> best;
  for (auto const i : segment_boxes_.find(box_around(frame, reach_m))) {
    Segment const &segment = segments_[i];
    if (side == Side::outer && !is_street(town_.walks[segment.walk])) {
      continue;
    }
    MetricPoint const a = frame.to_metric(segment.a);
    MetricPoint const b = frame.to_metric(segment.b);
    geo::Approach const hit = geo::approach(MetricPoint{}, a, b);
    MetricPoint const at = a + hit.along * (b - a);
    bool const is_seen = side == Side::any || is_before(outward, at);
    if (is_seen && hit.distance_m <= reach_m && (!best || hit.distance_m < best->distance_m)) {
      best = WalkSight{segment.walk, frame.to_lon_lat(at), hit.distance_m};
    }
  }
  return best;
}

Wall WalkSides::door_wall(Building const &building) const {
  auto const walls = walls_of(building.polygon);
  Wall best = walls.front();
  for (Wall const &wall : walls) {
    best = length_m(wall) > length_m(best) ? wall : best;
  }
  double const longest = length_m(best);
  for (double const reach_m : {30.0, 200.0}) {
    double least = std::numeric_limits<double>::max();
    for (Wall const &wall : walls) {
      if (length_m(wall) < 0.75 * longest) {
        continue;
      }
      auto const sight = nearest(wall, reach_m, Side::any);
      if (sight && sight->distance_m < least) {
        least = sight->distance_m;
        best = wall;
      }
    }
    if (least <= reach_m) {
      break;
    }
  }
  return best;
}

std::vector<StreetFront> WalkSides::street_fronts(Building const &building) const {
  std::vector<StreetFront> fronts;
  for (Wall const &wall : walls_of(building.polygon)) {
    if (length_m(wall) < least_front_m) {
      continue;
    }
    auto const street = nearest(wall, shop_reach_m, Side::outer);
    if (street && is_open(building, middle_of(wall), street->nearest)) {
      fronts.push_back({wall, *street});
    }
  }
  return fronts;
}

bool WalkSides::is_open(Building const &from, geo::LonLat a, geo::LonLat b) const {
  for (auto const i : building_boxes_.find(box_around(a, b))) {
    Building const &other = town_.buildings[i];
    if (other.code == from.code) {
      continue;
    }
    for (Wall const &wall : walls_of(other.polygon)) {
      if (geo::segments_intersect(a, b, wall.a, wall.b)) {
        return false;
      }
    }
  }
  return true;
}

} // namespace yuntu::demo
