#include "server/services/coverage_service.hpp"

#include "geo/catchment.hpp"
#include "server/services/secret.hpp"
#include "server/services/served_people.hpp"
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

/// Everybody, and of them who has no street, only one on an island, or only one across water or a
/// railway.
void count_everybody(WalkCity const &city, protocol::CoverageAnswer &answer) {
  auto const &walk = city.walk();
  for (geo::TargetId id = 0; id < city.targets().size(); ++id) {
    auto const people = people_of(walk.buildings()[id]);
    answer.total += people;
    if (auto const &at = city.targets().target(id).at; !at) {
      answer.off_street += people;
    } else if (walk.island_at(*at) > 0) {
      answer.islands += people;
    }
  }
  for (auto const id : city.across()) {
    answer.across += people_of(walk.buildings()[id]);
  }
}

/// By target: buildings as they stand in their layer.
std::vector<geo::ReachedTarget> in_order(std::vector<geo::ReachedTarget> reached) {
  std::sort(reached.begin(), reached.end(),
            [](auto const &one, auto const &other) { return one.target < other.target; });
  return reached;
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
  result.answer.tells_older = walk.tells_older();
  count_everybody(city, result.answer);
  ServedPeople covered(walk.buildings());
  for (std::size_t i = 0; i < origins.size(); ++i) {
    protocol::PeopleCount served;
    for (auto const &[target, cost_mm] : in_order(catchments[i])) {
      served += people_of(walk.buildings()[target]);
      covered.add(target);
      auto const seconds = geo::seconds_of(limit.profile, cost_mm);
      result.covered.push_back({i, walk.buildings()[target].code, seconds});
    }
    geo::ReachedStreets reached;
    if (starts[i]) {
      search.run_to(*starts[i], geo::cost_within_mm(limit.profile, limit.seconds), city.closed());
      reached = search.streets();
    }
    result.answer.origins.push_back({origins[i].place, origins[i].station, served, reached.street_m,
                                     !starts[i], starts[i] ? walk.island_at(*starts[i]) : 0});
    result.streets.push_back(std::move(reached.lines));
  }
  result.answer.covered = covered.counts();
  return result;
}

protocol::NearStation shown_station(WalkCity const &city, Station const &station, double walk_s,
                                    model::Time at) {
  protocol::NearStation shown{station.code, station.name, walk_s, station.hours_text};
  if (!city.is_open(station, at)) {
    shown.is_open = false;
    shown.opens_at = city.next_open(station, at);
  } else if (station.hours) {
    shown.is_open = true;
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
  auto const origins = station_origins(city);
  auto result = coverage_of(city, origins, limit_s);
  std::vector<StationReach> reaches;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    auto const &origin = result.answer.origins[i];
    StationReach reach;
    reach.digest = digest_of(result.streets[i]);
    reach.upsert = {
        origins[i].station, limit_s, static_cast<std::uint32_t>(origin.served.buildings),
        static_cast<std::uint32_t>(origin.served.households), std::move(result.streets[i])};
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
  for (auto const &station : city.base().stations()) {
    targets.push_back({walk.attach(station.place, city.closed()), 1});
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
    if (city.is_open(stations[one.target], at) && is_nearer(one, open)) {
      open = one;
    }
  }
  auto const shown = [&](geo::ReachedTarget const &one) {
    auto const walk_s = geo::seconds_of(walk.graph().profile(), one.cost_mm);
    return shown_station(city, stations[one.target], walk_s, at);
  };
  if (open) {
    nearest.open = shown(*open);
  }
  if (any && !city.is_open(stations[any->target], at)) {
    nearest.closed = shown(*any);
  }
  return nearest;
}

} // namespace yuntu::services
