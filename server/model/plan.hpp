#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/principal.hpp"
#include "server/model/station_filter.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// What a plan may do to the town. The names are those of the wire and of the log.
enum class PlanEditKind : std::uint8_t {
  add_station,
  move_station,
  remove_station,
  close_street,
  open_street,
  add_link
};
inline constexpr std::array<std::string_view, 6> plan_edit_names{
    "add_station", "move_station", "remove_station", "close_street", "open_street", "add_link"};

[[nodiscard]] constexpr std::string_view to_string(PlanEditKind kind) {
  return plan_edit_names[static_cast<std::size_t>(kind)];
}
[[nodiscard]] std::optional<PlanEditKind> parse_plan_edit_kind(std::string_view name);

/// One edit of a plan, WGS 84. What its kind does not need stays empty.
struct PlanEdit {
  PlanEditKind kind = PlanEditKind::add_station;
  std::string station; ///< code; of move_station and remove_station
  geo::LonLat place;   ///< of all but remove_station; where a link begins
  geo::LonLat to;      ///< where a link ends
  friend bool operator==(PlanEdit const &, PlanEdit const &) = default;
};

/// Changes of the town that people try out together: who may walk where if they were made.
struct Plan {
  std::string id;
  std::string name; ///< free text
  std::string owner;
  Role role = Role::planner; ///< the owner's when it was made: who has it too may change the plan
  std::uint64_t version = 1; ///< counts its changes
  double minutes = 15;       ///< the longest walk
  std::string profile = "standard";
  std::vector<PlanEdit> edits; ///< in order
  StationFilter stations = {}; ///< which of those in use count
  friend bool operator==(Plan const &, Plan const &) = default;
};

} // namespace yuntu::model
