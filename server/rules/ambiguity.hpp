#pragma once

#include <string>
#include <vector>

namespace yuntu::rules {

/// How likely a place is in an area of one level.
struct AreaChance {
  std::string code; ///< empty: in none
  double probability = 0;

  friend bool operator==(AreaChance const &, AreaChance const &) = default;
};

inline constexpr double sure_from = 0.95;
inline constexpr double listed_from = 0.01;

/// What is told of a level where a place may be in one area or another: what is likely at least
/// `listed_from` (and of less likely areas the next, as long as the list holds less than one half),
/// likeliest first, then by code. What is left out is shared out in proportion: the list sums to 1,
/// in steps of 0.0001. Empty when one area, or none, is as likely as `sure_from`.
/// `chances` sum to 1; parts of one area, each with its code, are taken together.
[[nodiscard]] std::vector<AreaChance> candidates_of(std::vector<AreaChance> chances);

} // namespace yuntu::rules
