#include "server/services/station_places.hpp"

namespace yuntu::services {

std::vector<CoverageOriginRequest> station_origins(BaseMap const &base) {
  std::vector<CoverageOriginRequest> origins;
  for (auto const &station : base.stations()) {
    origins.push_back({station.place, station.code});
  }
  return origins;
}

std::vector<std::optional<geo::StreetPoint>> station_points(WalkCity const &city) {
  std::vector<std::optional<geo::StreetPoint>> points;
  for (auto const &station : city.base().stations()) {
    points.push_back(city.walk().attach(station.place, city.closed()));
  }
  return points;
}

} // namespace yuntu::services
