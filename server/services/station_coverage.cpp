#include "server/services/station_coverage.hpp"

#include "geo/catchment.hpp"
#include "server/services/served_people.hpp"
#include "server/services/station_places.hpp"

#include <map>
#include <utility>

namespace yuntu::services {
namespace {

/// By how many stations each building is served.
std::vector<std::uint32_t> servers_of(geo::Catchments const &catchments, std::size_t buildings) {
  std::vector<std::uint32_t> servers(buildings);
  for (auto const &catchment : catchments) {
    for (auto const &covered : catchment) {
      ++servers[covered.target];
    }
  }
  return servers;
}

/// Whom the stations of each kind serve, everybody once.
class Kinds {
public:
  explicit Kinds(std::vector<WalkBuilding> const &buildings) : buildings_(buildings) {}

  void add(Station const &station, std::vector<geo::ReachedTarget> const &catchment) {
    auto &[stations, served] = kinds_.try_emplace(station.kind, 0, buildings_).first->second;
    ++stations;
    for (auto const &covered : catchment) {
      served.add(covered.target);
    }
  }
  [[nodiscard]] std::vector<protocol::KindService> list() const {
    std::vector<protocol::KindService> made;
    for (auto const &[kind, one] : kinds_) {
      made.push_back({kind, one.first, one.second.counts()});
    }
    return made;
  }

private:
  std::vector<WalkBuilding> const &buildings_;
  std::map<std::string, std::pair<std::int64_t, ServedPeople>> kinds_;
};

protocol::StationService service_of(WalkCity const &city, Station const &station,
                                    model::StationFilter const &filter) {
  protocol::StationService service{station.code, station.name, station.kind, station.hours_text,
                                   std::nullopt, {},           {},           station.place};
  service.is_off_street = !city.walk().attach(station.place, city.closed());
  if (city.is_closed(station.code, filter.at)) {
    service.is_open = false;
  } else if (filter.at && station.hours) {
    service.is_open = station.is_open(*filter.at);
  }
  return service;
}

} // namespace

protocol::StationCoverage station_coverage(WalkView const &view, double limit_s) {
  auto const &city = *view.city;
  auto const &buildings = city.walk().buildings();
  auto const &stations = city.base().stations();
  geo::ReachSearch search(city.walk().graph());
  auto const catchments =
      geo::catchments_to(search, city.targets(), station_points(city, view.stations),
                         geo::WalkLimit{limit_s, view.walker.profile}, city.closed());
  auto const servers = servers_of(catchments, buildings.size());
  protocol::StationCoverage coverage;
  coverage.limit_s = limit_s;
  coverage.profile = view.walker.name;
  coverage.filter = view.stations;
  coverage.tells_older = city.walk().tells_older();
  Kinds kinds(buildings);
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!view.stations.kind.empty() && stations[i].kind != view.stations.kind) {
      continue;
    }
    auto service = service_of(city, stations[i], view.stations);
    for (auto const &covered : catchments[i]) {
      service.served += people_of(buildings[covered.target]);
      if (servers[covered.target] == 1) {
        service.alone += people_of(buildings[covered.target]);
      }
    }
    coverage.stations.push_back(std::move(service));
    if (counts(city, view.stations, stations[i])) {
      kinds.add(stations[i], catchments[i]);
    }
  }
  coverage.kinds = kinds.list();
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    coverage.total += people_of(buildings[i]);
    (servers[i] == 0 ? coverage.unserved : coverage.served) += people_of(buildings[i]);
    if (servers[i] > 1) {
      coverage.shared += people_of(buildings[i]);
    }
  }
  return coverage;
}

} // namespace yuntu::services
