#pragma once

#include "tools/yuntu/demo/staff_roll.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::demo {

/// One post for so many households, counted area by area.
struct StaffSizes {
  int households_per_building_head = 30; ///< building by building, rounded up
  int households_per_social_worker = 0;  ///< community by community, at least one
  int households_per_enforcement = 0;    ///< subdistrict by subdistrict, at least two
  int households_per_steward = 0;        ///< estate by estate, within `stewards_per_estate`
  std::array<int, 2> stewards_per_estate{};
  /// Kinds of estates, in Chinese, with a property company; the others have no stewards.
  std::vector<std::string> estates_with_stewards;
  int most_microgrids_per_officer = 1;
};

/// Shares of a kind's posts, in percent.
struct PostShares {
  double vacant = 0;
  double changed_hands = 0; ///< of the filled ones: had somebody else before
};

/// Who works in the county, as data/demo/county_staff.toml says.
struct StaffDefinition {
  Day as_of; ///< the day the sheet was written: all appointments lie before it
  StaffSizes sizes;
  std::array<PostShares, post_kinds.size()> shares{}; ///< by PostKind
  std::vector<std::string> surnames, given;           ///< names are put together from these
};

/// Every key is required; unknown keys are errors. Throws DefinitionError.
[[nodiscard]] StaffDefinition read_staff_definition(std::filesystem::path const &file);

/// nullopt unless it is a day of the calendar as YYYY-MM-DD.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// YYYY-MM-DD.
[[nodiscard]] std::string day_text(Day day);

} // namespace yuntu::demo
