#pragma once

#include "geo/reach.hpp"
#include "server/protocol/coverage_answers.hpp"
#include "server/protocol/live_values.hpp"
#include "server/protocol/resources.hpp"
#include "server/services/walk_city.hpp"
#include "server/services/walk_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

struct CoverageOriginRequest {
  geo::LonLat place;
  std::string station; ///< code, when it is one
};

/// One covered building of one origin, for the CSV and GeoJSON forms.
struct CoveredBuilding {
  std::size_t origin = 0;
  std::string code;
  double seconds = 0;
};

struct CoverageResult {
  protocol::CoverageAnswer answer;
  std::vector<CoveredBuilding> covered;      ///< by origin, then building
  std::vector<geo::MultiLineString> streets; ///< one an origin
};

/// Walking to each origin within `limit_s`, inclusive. Origins without a street within 100 m serve
/// nobody. Seconds are exact network times with both access legs (geo/reach.hpp).
[[nodiscard]] CoverageResult coverage_of(WalkCity const &city,
                                         std::vector<CoverageOriginRequest> const &origins,
                                         double limit_s);
/// The same as somebody else walks.
[[nodiscard]] CoverageResult coverage_of(WalkView const &view,
                                         std::vector<CoverageOriginRequest> const &origins,
                                         double limit_s);

/// The overlay of one station.
struct StationReach {
  protocol::ReachUpsert upsert;
  std::string digest; ///< of the streets
};
/// For every station of the base map, in the order of their codes.
[[nodiscard]] std::vector<StationReach> reaches_of(WalkCity const &city, double limit_s);

/// The station with the shortest walk from a place, within `limit_s`, of those open at `at`, and
/// the nearest of all when it is closed then.
[[nodiscard]] protocol::NearStations nearest_stations(WalkCity const &city, geo::LonLat place,
                                                      double limit_s, model::Time at);

inline constexpr double fifteen_minutes_s = 900;

} // namespace yuntu::services
