#include "tools/yuntu/demo/station_sites.hpp"

#include "tools/yuntu/demo/numbering.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

PlanRing ring_of(geo::LocalFrame const &frame, geo::Polygon const &polygon) {
  return to_plan(frame, Chain(polygon.outer.begin(), polygon.outer.end() - 1));
}

/// Middles of the buildings that may house a station.
std::vector<MetricPoint> sites_of(geo::LocalFrame const &frame, DemoTown const &town) {
  std::set<std::string> gated;
  for (Estate const &estate : town.estates) {
    if (!estate.gates.empty()) {
      gated.insert(estate.area.code);
    }
  }
  std::vector<MetricPoint> sites;
  for (Building const &building : town.buildings) {
    PlanRing const ring = ring_of(frame, building.polygon);
    if (!gated.contains(building.estate) && ring.size() == 4 && area_m2(ring) > 200) {
      sites.push_back(centroid(ring));
    }
  }
  return sites;
}

} // namespace

std::vector<Station> choose_stations(DemoDefinition const &definition, StreetPlan const &plan,
                                     DemoTown const &town) {
  auto const sites = sites_of(plan.frame, town);
  if (sites.size() < definition.stations.size()) {
    throw std::runtime_error("stations: more stations than buildings to house them");
  }
  PlanRing const outline = ring_of(plan.frame, town.communities.front().polygon);
  PlanLine border = outline;
  border.push_back(outline.front());
  std::vector<MetricPoint> chosen;
  std::vector<Station> stations;
  for (StationQuota const &quota : definition.stations) {
    auto const merit = [&](MetricPoint site) {
      double least = std::numeric_limits<double>::max();
      for (MetricPoint const other : chosen) {
        least = std::min(least, length(site - other));
      }
      if (chosen.empty()) {
        return -length(site - centroid(outline));
      }
      for (std::size_t i = 0; i + 1 < border.size(); ++i) {
        least = std::min(least, 2.4 * distance_to_segment(site, border[i], border[i + 1]));
      }
      return least;
    };
    auto const best = std::max_element(
        sites.begin(), sites.end(),
        [&](MetricPoint const &a, MetricPoint const &b) { return merit(a) < merit(b); });
    chosen.push_back(*best);
    stations.push_back({"ST" + digits(stations.size() + 1, 2), quota.name, quota.kind,
                        plan.frame.to_lon_lat(*best), "", 0});
  }
  return stations;
}

} // namespace yuntu::demo
