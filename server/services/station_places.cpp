#include "server/services/station_places.hpp"

#include <charconv>
#include <map>
#include <set>
#include <string>

namespace yuntu::services {

bool counts(model::StationFilter const &filter, Station const &station) {
  return (filter.kind.empty() || station.kind == filter.kind) &&
         (!filter.at || station.is_open(*filter.at));
}

std::vector<bool> counted_stations(BaseMap const &base, model::StationFilter const &filter) {
  std::vector<bool> counted;
  for (auto const &station : base.stations()) {
    counted.push_back(counts(filter, station));
  }
  return counted;
}

std::vector<CoverageOriginRequest> station_origins(BaseMap const &base,
                                                   model::StationFilter const &filter) {
  std::vector<CoverageOriginRequest> origins;
  for (auto const &station : base.stations()) {
    if (counts(filter, station)) {
      origins.push_back({station.place, station.code});
    }
  }
  return origins;
}

std::vector<std::optional<geo::StreetPoint>> station_points(WalkCity const &city,
                                                            model::StationFilter const &filter) {
  std::vector<std::optional<geo::StreetPoint>> points;
  for (auto const &station : city.base().stations()) {
    points.push_back(counts(filter, station) ? city.walk().attach(station.place, city.closed())
                                             : std::nullopt);
  }
  return points;
}

std::vector<std::optional<std::int64_t>> station_capacities(BaseMap const &base) {
  std::map<std::string, std::int64_t> known;
  if (auto const *const layer = base.find_layer(model::LayerKind::station)) {
    for (auto const &feature : layer->version->features) {
      auto const *const text = feature.find_attribute("capacity");
      std::int64_t capacity = -1;
      if (text == nullptr) {
        continue;
      }
      auto const *const end = text->data() + text->size();
      auto const [stop, error] = std::from_chars(text->data(), end, capacity);
      if (error == std::errc{} && stop == end && capacity >= 0) {
        known[feature.code] = capacity;
      }
    }
  }
  std::vector<std::optional<std::int64_t>> capacities;
  for (auto const &station : base.stations()) {
    auto const found = known.find(station.code);
    capacities.push_back(found == known.end() ? std::nullopt : std::optional(found->second));
  }
  return capacities;
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

} // namespace yuntu::services
