#pragma once

#include "tools/bench/live/dialect.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuntu::bench {

/// 60 % look at 3 x 3 cells, 30 % at 8 x 8, 9 % at 30 x 30, 1 % at all. Half of the first are grid
/// workers at their own grid, whose boxes reach into others' grids; everybody else may see the
/// whole county. A seed gives the same views.
[[nodiscard]] std::vector<View> mixed_views(std::size_t count, std::uint64_t seed);
/// Everybody sees everything.
[[nodiscard]] std::vector<View> whole_county_views(std::size_t count);
/// In words, for the first line of the output.
[[nodiscard]] std::string mix_of(std::vector<View> const &views);

} // namespace yuntu::bench
