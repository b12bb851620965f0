#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/station_filter.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/people_count.hpp"
#include "server/protocol/walk_limits.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yuntu::protocol {

// Changes that somebody would like to try; places are WGS 84, stations are named by their codes.

struct AddStation {
  geo::LonLat place;
};
struct MoveStation {
  std::string station;
  geo::LonLat place;
};
struct RemoveStation {
  std::string station;
};
struct CloseStreet {
  geo::LonLat place;
};
struct OpenStreet {
  geo::LonLat place;
};
struct AddLink {
  geo::LonLat from;
  geo::LonLat to;
};
using TownEdit =
    std::variant<AddStation, MoveStation, RemoveStation, CloseStreet, OpenStreet, AddLink>;

inline constexpr std::size_t most_edits = 50;

/// What POST /api/v1/coverage/what-if asks.
struct WhatIfRequest {
  double limit_s = 900; ///< the longest walk, inclusive; more than 0, at most longest_walk_s
  std::string profile = "standard";
  std::vector<TownEdit> edits;        ///< 1 to most_edits, applied in order
  model::StationFilter stations = {}; ///< which of the stations in use count
};
[[nodiscard]] tl::expected<WhatIfRequest, Problem> parse_what_if(std::string_view bytes);

/// What POST /api/v1/coverage/reach asks: from where one walks to a station or a place once the
/// edits are real.
struct EditedReachRequest {
  WhatIfRequest town;  ///< may be without edits
  std::string station; ///< empty: the place
  geo::LonLat place;
};
[[nodiscard]] tl::expected<EditedReachRequest, Problem> parse_edited_reach(std::string_view bytes);

struct ChangedBuildings {
  PeopleCount counts;
  std::vector<std::string> codes; ///< in the order of the building layer

  friend bool operator==(ChangedBuildings const &, ChangedBuildings const &) = default;
};
struct WhatIfAnswer {
  double limit_s = 0;
  std::string profile;
  bool tells_older = false; ///< else no `older` is written
  PeopleCount before;
  PeopleCount after;
  ChangedBuildings gained;
  ChangedBuildings lost;
  std::int64_t lost_with_street = 0; ///< of `lost`: buildings without an open street near
  // Of the buildings served before and after:
  std::int64_t shorter = 0;
  std::int64_t longer = 0;
  double saved_household_s = 0; ///< what walks are shorter by, each times its households
  double lengthened_household_s = 0;

  friend bool operator==(WhatIfAnswer const &, WhatIfAnswer const &) = default;
};
[[nodiscard]] std::string what_if_json(WhatIfAnswer const &answer);

enum class BarrierKind { gate, compound, link };

/// A closed street, a compound or a missing link that keeps people from a station.
struct BarrierOpening {
  BarrierKind kind = BarrierKind::link;
  geo::LonLat from; ///< of a compound the same as `to`, on one of its streets
  geo::LonLat to;
  /// For an `open_street`: on the closed street, or one of the compound; a link has none.
  std::optional<geo::LonLat> place{};
  double length_m = 0;
  PeopleCount gained;       ///< newly served if it were open
  std::int64_t shorter = 0; ///< buildings served as before, by a shorter walk
  double saved_household_s = 0;
};
struct BarriersAnswer {
  double limit_s = 0;
  std::string profile;
  std::vector<BarrierOpening> openings; ///< the one that serves most more first
};
[[nodiscard]] std::string barriers_json(BarriersAnswer const &answer);

} // namespace yuntu::protocol
