#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/station_filter.hpp"
#include "server/protocol/people_count.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

/// Whom a station serves within the walk.
struct StationService {
  std::string code;
  std::string name;
  std::string kind;            ///< empty: the layer does not say
  std::string hours;           ///< as the layer has them; empty: it does not say
  std::optional<bool> is_open; ///< at the time asked about; nullopt: not known, or none was asked
  PeopleCount served;          ///< nobody when it is closed then
  PeopleCount alone;           ///< of them: those whom no other station serves
  geo::LonLat place{};
  bool is_off_street = false; ///< no open street within 100 m: it serves nobody
};
/// Whom the stations of a kind serve together.
struct KindService {
  std::string kind; ///< empty: those that the layer gives none
  std::int64_t stations = 0;
  PeopleCount served;
};
/// GET /api/v1/coverage/stations
struct StationCoverage {
  double limit_s = 0;
  std::string profile;
  model::StationFilter filter;
  bool tells_older = false;             ///< else no `older` is written
  std::vector<StationService> stations; ///< of the filter's kind, closed ones too, by code
  std::vector<KindService> kinds;       ///< by kind; stations that count only
  PeopleCount served;                   ///< by one or more
  PeopleCount shared;                   ///< by more than one
  PeopleCount unserved;
  PeopleCount total;
};
[[nodiscard]] std::string station_coverage_json(StationCoverage const &coverage);
/// A byte order mark, a header, the stations (`item`), then `served`, `unserved` and `total`.
[[nodiscard]] std::string station_coverage_csv(StationCoverage const &coverage);
/// The stations as points, with the columns of the CSV as properties.
[[nodiscard]] std::string station_coverage_geojson(StationCoverage const &coverage);

} // namespace yuntu::protocol
