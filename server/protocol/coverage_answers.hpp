#pragma once

#include "geo/polygon.hpp"
#include "server/protocol/people_count.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

/// One origin of `yuntu coverage` and GET /api/v1/coverage.
struct CoverageOrigin {
  geo::LonLat place;
  std::string station; ///< code, when the origin is a station
  PeopleCount served;
  double street_m = 0;
  bool is_off_street = false; ///< no open street within 100 m: it serves nobody
  /// Crossings and ends of the small network that it stands on, which meets no other; 0: on no such
  /// island. Nobody walks onto one or off it.
  std::uint32_t island = 0;
};
/// GET /api/v1/coverage
struct CoverageAnswer {
  double limit_s = 0;
  double limit_m = 0;
  std::string profile = "standard";
  bool tells_older = false; ///< else no `older` is written
  std::vector<CoverageOrigin> origins;
  PeopleCount covered;
  PeopleCount total;
  PeopleCount off_street; ///< of the total, never covered: no open street within 100 m
  /// Of the total: those whose only streets near are cut off from the rest, so that hardly a
  /// station can be reached.
  PeopleCount islands;
  /// Of the total: those whose walk begins across water or a railway, for want of a street of a
  /// useful network on their own side within 100 m.
  PeopleCount across;
};
[[nodiscard]] std::string coverage_json(CoverageAnswer const &answer);

/// How far a walk of so many minutes carries, drawn.
struct ReachOutline {
  double minutes = 0;
  geo::MultiPolygon parts;
  std::int64_t buildings = 0; ///< reached: exact, not counted in the picture
  std::int64_t households = 0;
  std::int64_t reached_outside = 0;  ///< buildings reached, yet outside the parts
  std::int64_t unreached_inside = 0; ///< buildings inside the parts, yet not reached
};
/// GET /api/v1/coverage/reach
struct ReachAnswer {
  double minutes = 0; ///< of the longest walk
  double street_m = 0;
  geo::MultiLineString streets;       ///< within the longest walk
  std::vector<ReachOutline> outlines; ///< by rising minutes, the longest walk last
};
/// A FeatureCollection: the streets, then the outlines.
[[nodiscard]] std::string reach_geojson(ReachAnswer const &answer);

/// The reach of one of several origins.
struct OriginReach {
  std::size_t origin = 0; ///< which of the origins asked about, from 0
  std::string station;    ///< code, when it is one
  ReachAnswer reach;
};
/// All of them in one FeatureCollection; `origin` and `station` stand in every feature.
[[nodiscard]] std::string reaches_geojson(std::vector<OriginReach> const &reaches);

/// A building's walk to the station or place asked about, or to the nearest station.
struct BuildingWalk {
  std::string code;
  double seconds = 0;
  std::string station; ///< code; empty: the place asked about
  geo::LonLat place{}; ///< where the walk begins; set for building_walks_geojson only
};
/// GET /api/v1/coverage/buildings
struct BuildingWalks {
  double limit_s = 0;
  std::string profile;
  std::vector<BuildingWalk> buildings; ///< those within the limit
};
[[nodiscard]] std::string building_walks_json(BuildingWalks const &walks);
/// A byte order mark, a header and `building,seconds,station`, one decimal.
[[nodiscard]] std::string building_walks_csv(BuildingWalks const &walks);
/// Points where the walks begin.
[[nodiscard]] std::string building_walks_geojson(BuildingWalks const &walks);

inline constexpr std::array served_minutes{5, 10, 15};
inline constexpr std::size_t histogram_minutes = 30;

/// Whom an area holds, and how many of them have a station within 5, 10 and 15 minutes.
struct AreaService {
  std::string code; ///< empty in the total
  std::string name;
  PeopleCount all;
  std::array<PeopleCount, served_minutes.size()> served{};
};
/// The twentieth of all households with the longest walks, those without any first.
struct FarthestPart {
  std::int64_t households = 0;
  std::int64_t unreached_households = 0; ///< of them: no way leads to a station
  std::optional<double> mean_s;          ///< of the others; nullopt: there are none
  std::vector<std::size_t> areas;        ///< where most of them live, in the list; at most 3
};
/// GET /api/v1/coverage/areas
struct AreaCoverage {
  std::string level;
  std::string profile;
  bool tells_older = false;       ///< else no `older` is written
  std::vector<AreaService> areas; ///< worst served first
  AreaService total;              ///< areas or none
  FarthestPart farthest;
  /// Households whose walk takes [0, 1) minutes, [1, 2), ...
  std::array<std::int64_t, histogram_minutes> histogram{};
};
[[nodiscard]] std::string area_coverage_json(AreaCoverage const &coverage);
/// A byte order mark, a header, the areas (`item`) and the total (`total`).
[[nodiscard]] std::string area_coverage_csv(AreaCoverage const &coverage);
/// The areas with the columns of the CSV as properties; `shapes`: of each area, in their order.
[[nodiscard]] std::string area_coverage_geojson(AreaCoverage const &coverage,
                                                std::vector<geo::MultiPolygon> const &shapes);

} // namespace yuntu::protocol
