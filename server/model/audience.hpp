#pragma once

#include "server/model/area.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace yuntu::model {

/// Which part of the county a thing belongs to, for the question who may see it. Estate, micro-grid
/// and building are finer than any right.
struct Audience {
  std::string subdistrict;
  std::string community;
  std::string grid;

  /// The finest code there is: grid, else community, else subdistrict, else "".
  [[nodiscard]] std::string const &finest() const {
    return !grid.empty() ? grid : !community.empty() ? community : subdistrict;
  }
  friend auto operator<=>(Audience const &, Audience const &) = default;
};

[[nodiscard]] inline Audience audience_of(AreaCodes const &areas) {
  return {areas[AreaLevel::subdistrict], areas[AreaLevel::community], areas[AreaLevel::grid]};
}

/// Whose incident it is: who reported it and who has it to do see it wherever it lies.
[[nodiscard]] inline bool is_own(std::string_view user, std::string_view reporter,
                                 std::string_view assignee) {
  return !user.empty() && (user == reporter || user == assignee);
}

enum class DataClass : std::uint8_t { worker, incident, reach };

/// A principal's rights, compiled once (at sign-in and on every change of rights), so that the
/// fan-out only compares codes.
struct AudienceSet {
  bool sees_workers = false;
  bool sees_incidents = false;
  bool sees_reach = false;
  bool sees_plans = false;
  bool is_everywhere = false;
  std::set<std::string, std::less<>> codes; ///< subdistricts, communities, grids

  [[nodiscard]] bool admits(DataClass data, Audience const &audience) const {
    bool const class_allowed = data == DataClass::worker     ? sees_workers
                               : data == DataClass::incident ? sees_incidents
                                                             : sees_reach;
    if (!class_allowed) {
      return false;
    }
    return data == DataClass::reach || is_everywhere || codes.contains(audience.grid) ||
           codes.contains(audience.community) || codes.contains(audience.subdistrict);
  }
  friend bool operator==(AudienceSet const &, AudienceSet const &) = default;
};

} // namespace yuntu::model
