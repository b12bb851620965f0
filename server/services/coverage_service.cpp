#include "server/services/coverage_service.hpp"

#include "geo/catchment.hpp"
#include "server/services/secret.hpp"
#include "server/services/station_places.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

std::string digest_of(geo::MultiLineString const &streets) {
  std::string bytes;
  for (auto const &line : streets) {
    for (auto const point : line) {
      bytes += std::to_string(point.lon_e7()) + " " + std::to_string(point.lat_e7()) + ",";
    }
    bytes += ";";
  }
  return digest(bytes).substr(0, 16);
}

void count_off_street(WalkCity const &city, protocol::CoverageAnswer &answer) {
  for (geo::TargetId id = 0; id < city.targets().size(); ++id) {
    auto const &target = city.targets().target(id);
    if (!target.at) {
      ++answer.off_street_buildings;
      answer.off_street_households += target.weight;
    }
  }
}

/// By target: buildings as they stand in their layer.
std::vector<geo::ReachedTarget> in_order(std::vector<geo::ReachedTarget> reached) {
  std::sort(reached.begin(), reached.end(),
            [](auto const &one, auto const &other) { return one.target < other.target; });
  return reached;
}

/// Crossings and ends of the island that a street is on; 0 for none. A network alone is no island.
std::uint32_t island_at(geo::WalkGraph const &graph, geo::StreetPoint const &at) {
  auto const size = graph.component_size(graph.component_of(graph.edge(at.edge).from));
  return graph.components() > 1 && size < geo::SnapOptions{}.min_component ? size : 0;
}

CoverageResult cover(WalkCity const &city, std::vector<CoverageOriginRequest> const &origins,
                     geo::WalkLimit const &limit) {
  auto const &walk = city.walk();
  geo::ReachSearch search(walk.graph());
  std::vector<std::optional<geo::StreetPoint>> starts;
  starts.reserve(origins.size());
  for (auto const &origin : origins) {
    starts.push_back(walk.attach(origin.place, city.closed()));
  }
  auto const catchments = geo::catchments_to(search, city.targets(), starts, limit, city.closed());
  CoverageResult result;
  result.answer.limit_s = limit.seconds;
  result.answer.limit_m = limit.seconds * limit.profile.speed_mps;
  result.answer.covered_buildings = static_cast<std::int64_t>(catchments.covered_targets);
  result.answer.covered_households = catchments.covered_weight;
  result.answer.total_buildings = static_cast<std::int64_t>(walk.buildings().size());
  result.answer.total_households = walk.households();
  count_off_street(city, result.answer);
  for (std::size_t i = 0; i < origins.size(); ++i) {
    for (auto const &[target, cost_mm] : in_order(catchments.origins[i].covered)) {
      auto const seconds = geo::seconds_of(limit.profile, cost_mm);
      result.covered.push_back({i, walk.buildings()[target].code, seconds});
    }
    geo::ReachedStreets reached;
    if (starts[i]) {
      search.run_to(*starts[i], geo::cost_within_mm(limit.profile, limit.seconds), city.closed());
      reached = search.streets();
    }
    result.answer.origins.push_back(
        {origins[i].place, origins[i].station,
         static_cast<std::int64_t>(catchments.origins[i].covered.size()),
         catchments.origins[i].weight, reached.street_m,
         starts[i] ? island_at(walk.graph(), *starts[i]) : 0});
    result.streets.push_back(std::move(reached.lines));
  }
  return result;
}

protocol::NearStation shown_station(Station const &station, double walk_s, model::Time at) {
  protocol::NearStation shown{station.code, station.name, walk_s, station.hours_text};
  if (station.hours) {
    shown.is_open = station.hours->is_open(at);
    if (!*shown.is_open) {
      shown.opens_at = station.hours->next_open(at);
    }
  }
  return shown;
}

} // namespace

CoverageResult coverage_of(WalkCity const &city, std::vector<CoverageOriginRequest> const &origins,
                           double limit_s) {
  return cover(city, origins, {limit_s, city.walk().graph().profile()});
}

CoverageResult coverage_of(WalkView const &view, std::vector<CoverageOriginRequest> const &origins,
                           double limit_s) {
  auto result = cover(*view.city, origins, {limit_s, view.walker.profile});
  result.answer.profile = view.walker.name;
  return result;
}

std::vector<StationReach> reaches_of(WalkCity const &city, double limit_s) {
  auto const origins = station_origins(city.base());
  auto result = coverage_of(city, origins, limit_s);
  std::vector<StationReach> reaches;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    auto const &origin = result.answer.origins[i];
    StationReach reach;
    reach.digest = digest_of(result.streets[i]);
    reach.upsert = {origins[i].station, limit_s, static_cast<std::uint32_t>(origin.buildings),
                    static_cast<std::uint32_t>(origin.households), std::move(result.streets[i])};
    reaches.push_back(std::move(reach));
  }
  return reaches;
}

protocol::NearStations nearest_stations(WalkCity const &city, geo::LonLat place, double limit_s,
                                        model::Time at) {
  protocol::NearStations nearest;
  auto const &walk = city.walk();
  auto const from = walk.attach(place, city.closed());
  if (!from) {
    return nearest;
  }
  // Walking is the same both ways: one search from the place, stations as its targets.
  std::vector<geo::Target> targets;
  for (auto const &point : station_points(city)) {
    targets.push_back({point, 1});
  }
  geo::TargetSet const all(walk.graph(), std::move(targets));
  geo::ReachSearch search(walk.graph());
  search.run_to(*from, geo::cost_within_mm(walk.graph().profile(), limit_s), city.closed());
  auto const reached = search.targets(all);
  std::optional<geo::ReachedTarget> open;
  std::optional<geo::ReachedTarget> any;
  auto const is_nearer = [](geo::ReachedTarget const &one,
                            std::optional<geo::ReachedTarget> const &other) {
    return !other || std::pair(one.cost_mm, one.target) < std::pair(other->cost_mm, other->target);
  };
  auto const &stations = city.base().stations();
  for (auto const &one : reached) {
    if (is_nearer(one, any)) {
      any = one;
    }
    if (stations[one.target].is_open(at) && is_nearer(one, open)) {
      open = one;
    }
  }
  auto const shown = [&](geo::ReachedTarget const &one) {
    return shown_station(stations[one.target], geo::seconds_of(walk.graph().profile(), one.cost_mm),
                         at);
  };
  if (open) {
    nearest.open = shown(*open);
  }
  if (any && !stations[any->target].is_open(at)) {
    nearest.closed = shown(*any);
  }
  return nearest;
}

} // namespace yuntu::services
