#pragma once

#include "server/model/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::model {

/// A day of the county's calendar (local_offset), as days since 1970-01-01.
using Day = std::chrono::sys_days;

[[nodiscard]] inline Day day_of(Time time) {
  return std::chrono::floor<std::chrono::days>(time + local_offset);
}
/// Its first instant.
[[nodiscard]] inline Time start_of(Day day) {
  return Time{day} - local_offset;
}
/// "2026-11-20"
[[nodiscard]] inline std::string day_text(Day day) {
  return format_rfc3339(Time{day}).substr(0, 10);
}
[[nodiscard]] inline std::optional<Day> parse_day(std::string_view text) {
  auto const time = parse_rfc3339(std::string(text) + "T00:00:00Z");
  if (!time || text.size() != 10) {
    return std::nullopt;
  }
  return std::chrono::floor<std::chrono::days>(*time);
}

} // namespace yuntu::model
