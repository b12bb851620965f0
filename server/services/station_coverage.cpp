#include "server/services/station_coverage.hpp"

#include "geo/catchment.hpp"
#include "server/services/station_places.hpp"

#include <map>
#include <utility>

namespace yuntu::services {
namespace {

using protocol::PeopleCount;

void add_building(PeopleCount &count, WalkBuilding const &building) {
  ++count.buildings;
  count.households += building.households;
  count.older += building.older;
}

/// By how many stations each building is served.
std::vector<std::uint32_t> servers_of(geo::Catchments const &catchments, std::size_t buildings) {
  std::vector<std::uint32_t> servers(buildings);
  for (auto const &catchment : catchments.origins) {
    for (auto const &covered : catchment.covered) {
      ++servers[covered.target];
    }
  }
  return servers;
}

/// Whom the stations of each kind serve, everybody once.
class Kinds {
public:
  explicit Kinds(std::vector<WalkBuilding> const &buildings) : buildings_(buildings) {}

  void add(Station const &station, geo::Catchment const &catchment) {
    auto &[service, is_served] = kinds_[station.kind];
    is_served.resize(buildings_.size());
    ++service.stations;
    for (auto const &covered : catchment.covered) {
      if (!is_served[covered.target]) {
        is_served[covered.target] = true;
        add_building(service.served, buildings_[covered.target]);
      }
    }
  }
  [[nodiscard]] std::vector<protocol::KindService> list() const {
    std::vector<protocol::KindService> made;
    for (auto const &[kind, one] : kinds_) {
      made.push_back(one.first);
      made.back().kind = kind;
    }
    return made;
  }

private:
  std::vector<WalkBuilding> const &buildings_;
  std::map<std::string, std::pair<protocol::KindService, std::vector<bool>>> kinds_;
};

protocol::StationService service_of(Station const &station, model::StationFilter const &filter) {
  protocol::StationService service{
      station.code, station.name, station.kind, station.hours_text, std::nullopt, {}, {}};
  if (filter.at && station.hours) {
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
                         geo::WalkLimit{limit_s, view.profile}, city.closed());
  auto const servers = servers_of(catchments, buildings.size());
  protocol::StationCoverage coverage;
  coverage.limit_s = limit_s;
  coverage.profile = to_string(view.name);
  coverage.filter = view.stations;
  coverage.tells_older = city.walk().tells_older();
  Kinds kinds(buildings);
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (!view.stations.kind.empty() && stations[i].kind != view.stations.kind) {
      continue;
    }
    auto service = service_of(stations[i], view.stations);
    for (auto const &covered : catchments.origins[i].covered) {
      add_building(service.served, buildings[covered.target]);
      if (servers[covered.target] == 1) {
        add_building(service.alone, buildings[covered.target]);
      }
    }
    coverage.stations.push_back(std::move(service));
    if (counts(view.stations, stations[i])) {
      kinds.add(stations[i], catchments.origins[i]);
    }
  }
  coverage.kinds = kinds.list();
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    add_building(coverage.total, buildings[i]);
    add_building(servers[i] == 0 ? coverage.unserved : coverage.served, buildings[i]);
    if (servers[i] > 1) {
      add_building(coverage.shared, buildings[i]);
    }
  }
  return coverage;
}

} // namespace yuntu::services
