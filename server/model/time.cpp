#include "server/model/time.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace yuntu::model {
namespace {

/// Reads exactly `digits` decimal digits at the front of `text` and removes them.
std::optional<int> take_number(std::string_view &text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) {
    return std::nullopt;
  }
  auto const *const end = text.data() + digits;
  auto const result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end || text.front() == '-') {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view &text, std::string_view allowed) {
  if (text.empty() || allowed.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// ".123456" -> 123 ms; digits past the third are dropped.
std::optional<int> take_milliseconds(std::string_view &text) {
  if (!take_char(text, ".")) {
    return 0;
  }
  int value = 0;
  std::size_t count = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (count < 3) {
      value = value * 10 + (text.front() - '0');
    }
    ++count;
    text.remove_prefix(1);
  }
  if (count == 0 || count > 9) {
    return std::nullopt;
  }
  for (; count < 3; ++count) {
    value *= 10;
  }
  return value;
}

std::optional<std::chrono::minutes> take_zone(std::string_view &text) {
  if (take_char(text, "Zz")) {
    return std::chrono::minutes{0};
  }
  bool const west = !text.empty() && text.front() == '-';
  if (!take_char(text, "+-")) {
    return std::nullopt;
  }
  auto const hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take_char(text, ":")) {
    return std::nullopt;
  }
  auto const minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) {
    return std::nullopt;
  }
  auto const offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return west ? -offset : offset;
}

} // namespace

std::optional<Time> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  auto const y = take_number(text, 4);
  bool const date_dash1 = take_char(text, "-");
  auto const mo = take_number(text, 2);
  bool const date_dash2 = take_char(text, "-");
  auto const d = take_number(text, 2);
  bool const separator = take_char(text, "Tt ");
  auto const h = take_number(text, 2);
  bool const colon1 = take_char(text, ":");
  auto const mi = take_number(text, 2);
  bool const colon2 = take_char(text, ":");
  auto const s = take_number(text, 2);
  auto const ms = take_milliseconds(text);
  auto const zone = take_zone(text);
  if (!y || !mo || !d || !h || !mi || !s || !ms || !zone || !date_dash1 || !date_dash2 ||
      !separator || !colon1 || !colon2 || !text.empty()) {
    return std::nullopt;
  }
  auto const date = year{*y} / month{static_cast<unsigned>(*mo)} / day{static_cast<unsigned>(*d)};
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 60) {
    return std::nullopt;
  }
  auto const time =
      Time{sys_days{date}} + hours{*h} + minutes{*mi} + seconds{*s} + milliseconds{*ms} - *zone;
  // The zone may push the edges of the range past the years that can be written.
  if (time < Time{sys_days{year{0} / 1 / 1}} || time >= Time{sys_days{year{10'000} / 1 / 1}}) {
    return std::nullopt;
  }
  return time;
}

std::string format_rfc3339(Time time) {
  using namespace std::chrono;
  auto const date = floor<days>(time);
  year_month_day const ymd{date};
  hh_mm_ss const clock{time - date};
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return buffer.data();
}

} // namespace yuntu::model
