#pragma once

namespace yuntu::protocol {

/// Of a question about walks, inclusive.
inline constexpr int longest_walk_min = 120;
inline constexpr double longest_walk_s = longest_walk_min * 60.0;

} // namespace yuntu::protocol
