#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// The governance hierarchy, outermost first. Estate and grid do not nest in each other.
enum class AreaLevel : std::uint8_t { subdistrict, community, estate, grid, microgrid, building };

inline constexpr std::size_t area_level_count = 6;
inline constexpr std::array<std::string_view, area_level_count> area_level_names{
    "subdistrict", "community", "estate", "grid", "microgrid", "building"};

[[nodiscard]] constexpr std::string_view to_string(AreaLevel level) {
  return area_level_names[static_cast<std::size_t>(level)];
}

/// The code of the area a point lies in, for each level; empty = in none.
struct AreaCodes {
  std::array<std::string, area_level_count> codes;

  [[nodiscard]] std::string const &operator[](AreaLevel level) const {
    return codes[static_cast<std::size_t>(level)];
  }
  std::string &operator[](AreaLevel level) { return codes[static_cast<std::size_t>(level)]; }
  friend bool operator==(AreaCodes const &, AreaCodes const &) = default;
};

/// One area of one level.
struct AreaRef {
  AreaLevel level = AreaLevel::subdistrict;
  std::string code;

  friend bool operator==(AreaRef const &, AreaRef const &) = default;
};

} // namespace yuntu::model
