#include "server/services/station_places.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace yuntu::services {

bool counts(WalkCity const &city, model::StationFilter const &filter, Station const &station) {
  return (filter.kind.empty() || station.kind == filter.kind) &&
         !city.is_closed(station.code, filter.at) && (!filter.at || station.is_open(*filter.at));
}

std::vector<bool> counted_stations(WalkCity const &city, model::StationFilter const &filter) {
  std::vector<bool> counted;
  for (auto const &station : city.base().stations()) {
    counted.push_back(counts(city, filter, station));
  }
  return counted;
}

std::vector<CoverageOriginRequest> station_origins(WalkCity const &city,
                                                   model::StationFilter const &filter) {
  std::vector<CoverageOriginRequest> origins;
  for (auto const &station : city.base().stations()) {
    if (counts(city, filter, station)) {
      origins.push_back({station.place, station.code});
    }
  }
  return origins;
}

std::vector<std::optional<geo::StreetPoint>> station_points(WalkCity const &city,
                                                            model::StationFilter const &filter) {
  std::vector<std::optional<geo::StreetPoint>> points;
  for (auto const &station : city.base().stations()) {
    points.push_back(counts(city, filter, station)
                         ? city.walk().attach(station.place, city.closed())
                         : std::nullopt);
  }
  return points;
}

std::vector<std::string> station_kinds(BaseMap const &base) {
  std::set<std::string> kinds;
  for (auto const &station : base.stations()) {
    if (!station.kind.empty()) {
      kinds.insert(station.kind);
    }
  }
  return {kinds.begin(), kinds.end()};
}

std::optional<protocol::Problem> unknown_kind(model::StationFilter const &filter,
                                              BaseMap const &base) {
  auto const kinds = station_kinds(base);
  if (filter.kind.empty() || std::find(kinds.begin(), kinds.end(), filter.kind) != kinds.end()) {
    return std::nullopt;
  }
  std::string known;
  for (auto const &kind : kinds) {
    known += (known.empty() ? "" : ", ") + kind;
  }
  return protocol::Problem{404,
                           "No such kind",
                           "no station is of the kind \"" + filter.kind + "\"; there are " +
                               (known.empty() ? "none with a kind" : known),
                           {}};
}

} // namespace yuntu::services
