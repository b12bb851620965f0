#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::model {

/// Wall time in UTC, milliseconds. Rules get it as `now`; only app/ reads a clock.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

/// Of the dates and clock times in county sheets: China has one zone and no summer time.
inline constexpr std::chrono::hours local_offset{8};

/// RFC 3339 with zone ("2026-11-20T08:14:00.5+08:00" or "...Z"); nullopt for anything else,
/// a time without a zone included.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);
/// In UTC with milliseconds: "2026-11-20T00:14:00.500Z".
[[nodiscard]] std::string format_rfc3339(Time time);

[[nodiscard]] constexpr std::int64_t to_unix_ms(Time time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] constexpr Time from_unix_ms(std::int64_t ms) {
  return Time{Duration{ms}};
}

} // namespace yuntu::model
