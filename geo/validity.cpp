#include "geo/validity.hpp"

#include "geo/boost_adapt.hpp"
#include "geo/predicates.hpp"
#include "geo/ring_crossings.hpp"

#include <algorithm>
#include <string_view>

#include <boost/geometry/algorithms/is_valid.hpp>
#include <boost/geometry/strategies/strategies.hpp>

namespace yuntu::geo {
namespace {

std::optional<Defect> find_ring_defect(Ring const &ring, std::string_view which) {
  std::string const name(which);
  if (ring.empty()) {
    return Defect{name + " has no points", {}};
  }
  if (ring.front() != ring.back()) {
    return Defect{name + " is not closed: its last point must repeat its first", ring.back()};
  }
  if (ring.size() < 4) {
    return Defect{name + " has too few points: at least 4 are needed, the last repeating the first",
                  ring.front()};
  }
  auto const repeated = std::adjacent_find(ring.begin(), ring.end());
  if (repeated != ring.end()) {
    return Defect{name + " repeats a point", *repeated};
  }
  return std::nullopt;
}

/// In words for what the exact search for crossings does not cover.
std::string words_for(boost::geometry::validity_failure_type failure) {
  using namespace boost::geometry;
  switch (failure) {
  case failure_interior_rings_outside:
    return "a hole lies outside the outer ring";
  case failure_nested_interior_rings:
    return "a hole lies inside another hole";
  case failure_disconnected_interior:
    return "the holes cut the inside in two";
  case failure_spikes:
    return "a ring runs back on itself";
  case failure_self_intersections:
    return "a ring touches or crosses itself";
  default:
    return "the rings do not bound an area";
  }
}

/// The hole a Boost verdict is about, as well as it can be told; else the first corner.
LonLat place_for(Polygon const &polygon, boost::geometry::validity_failure_type failure) {
  if (failure == boost::geometry::failure_interior_rings_outside) {
    Polygon const shell{polygon.outer, {}};
    for (auto const &hole : polygon.holes) {
      for (auto const p : hole) {
        if (!covers(shell, p)) {
          return p;
        }
      }
    }
  }
  return polygon.holes.empty() ? polygon.outer.front() : polygon.holes.front().front();
}

std::optional<Defect> find_topology_defect(Polygon const &polygon) {
  boost::geometry::validity_failure_type failure{};
  Polygon const oriented = normalised(polygon);
  if (boost::geometry::is_valid(boost_adapt::to_boost(oriented, oriented.outer.front()), failure)) {
    return std::nullopt;
  }
  return Defect{words_for(failure), place_for(oriented, failure)};
}

void drop_repeats_and_spikes(Ring &ring) {
  Ring kept;
  kept.reserve(ring.size());
  for (auto const p : ring) {
    kept.push_back(p);
    // A spike a-b-a leaves a repeat, whose removal may bare the next spike.
    while (kept.size() >= 2) {
      auto const n = kept.size();
      if (kept[n - 1] == kept[n - 2]) {
        kept.pop_back();
      } else if (n >= 3 && orientation(kept[n - 3], kept[n - 2], kept[n - 1]) == Turn::straight &&
                 !on_segment(kept[n - 3], kept[n - 1], kept[n - 2])) {
        kept.erase(kept.end() - 2);
      } else {
        break;
      }
    }
  }
  ring = std::move(kept);
}

/// A spike may sit on the start point: look at the ring from its middle as well.
void clean(Ring &ring) {
  bool const is_closed = ring.size() > 1 && ring.front() == ring.back();
  drop_repeats_and_spikes(ring);
  if (!is_closed || ring.size() < 4) {
    return;
  }
  while (ring.size() >= 4) {
    auto const before = ring[ring.size() - 2];
    auto const after = ring[1];
    if (orientation(before, ring.front(), after) != Turn::straight ||
        on_segment(before, after, ring.front())) {
      return;
    }
    ring.erase(ring.begin());
    ring.back() = ring.front();
    drop_repeats_and_spikes(ring);
  }
}

} // namespace

std::optional<Defect> find_defect(Polygon const &polygon) {
  if (auto defect = find_ring_defect(polygon.outer, "the outer ring")) {
    return defect;
  }
  for (auto const &hole : polygon.holes) {
    if (auto defect = find_ring_defect(hole, "a hole")) {
      return defect;
    }
  }
  if (auto const crossing = find_crossing(polygon)) {
    return Defect{crossing->same_ring ? "the polygon crosses or touches itself"
                                      : "two rings of the polygon cross or share an edge",
                  crossing->place};
  }
  if (signed_area2(polygon.outer) == 0) {
    return Defect{"the outer ring has no area", polygon.outer.front()};
  }
  // Without holes a ring that nowhere meets itself and has an area is all there is to ask.
  return polygon.holes.empty() ? std::nullopt : find_topology_defect(polygon);
}

Polygon normalised(Polygon polygon) {
  clean(polygon.outer);
  if (signed_area2(polygon.outer) < 0) {
    std::reverse(polygon.outer.begin(), polygon.outer.end());
  }
  std::erase_if(polygon.holes, [](Ring &hole) {
    bool const is_closed = !hole.empty() && hole.front() == hole.back();
    clean(hole);
    return is_closed && signed_area2(hole) == 0;
  });
  for (auto &hole : polygon.holes) {
    if (signed_area2(hole) > 0) {
      std::reverse(hole.begin(), hole.end());
    }
  }
  return polygon;
}

double signed_area2(Ring const &ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    double const ax = double{1} * ring[i - 1].lon_e7() - ring.front().lon_e7();
    double const ay = double{1} * ring[i - 1].lat_e7() - ring.front().lat_e7();
    double const bx = double{1} * ring[i].lon_e7() - ring.front().lon_e7();
    double const by = double{1} * ring[i].lat_e7() - ring.front().lat_e7();
    sum += ax * by - ay * bx;
  }
  return sum;
}

} // namespace yuntu::geo
