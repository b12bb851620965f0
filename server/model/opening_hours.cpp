#include "server/model/opening_hours.hpp"

#include <algorithm>
#include <charconv>

namespace yuntu::model {
namespace {

constexpr std::array<std::string_view, 7> day_names{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The text before the first `mark`, which goes from `text` with it.
std::string_view take_until(std::string_view &text, char mark) {
  auto const end = std::min(text.find(mark), text.size());
  auto const part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

std::optional<std::size_t> day_of(std::string_view text) {
  auto const *const found = std::find(day_names.begin(), day_names.end(), text);
  return found == day_names.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(found - day_names.begin()));
}

/// `Mo-Fr,Su`; a span may run over the week's end.
std::optional<std::bitset<7>> days_of(std::string_view text) {
  std::bitset<7> days;
  if (text.ends_with(',') || text.ends_with('-')) {
    return std::nullopt;
  }
  while (!text.empty()) {
    auto part = take_until(text, ',');
    auto const first = day_of(take_until(part, '-'));
    auto const last = part.empty() ? first : day_of(part);
    if (!first || !last) {
      return std::nullopt;
    }
    for (auto day = *first;; day = (day + 1) % days.size()) {
      days.set(day);
      if (day == *last) {
        break;
      }
    }
  }
  return days;
}

/// Minutes of `08:30`; up to 24:00.
std::optional<std::size_t> minute_of(std::string_view text) {
  std::size_t hour = 0;
  std::size_t minute = 0;
  auto const read = [](std::string_view digits, std::size_t &value) {
    auto const *const end = digits.data() + digits.size();
    auto const result = std::from_chars(digits.data(), end, value);
    return digits.size() == 2 && result.ec == std::errc{} && result.ptr == end;
  };
  if (text.size() != 5 || text[2] != ':' || !read(text.substr(0, 2), hour) ||
      !read(text.substr(3), minute) || minute > 59 || hour * 60 + minute > 24 * 60) {
    return std::nullopt;
  }
  return hour * 60 + minute;
}

template <std::size_t Minutes>
bool add_times(std::string_view text, std::bitset<Minutes> &minutes) {
  if (text.ends_with(',')) {
    return false;
  }
  while (!text.empty()) {
    auto part = take_until(text, ',');
    auto const from = minute_of(take_until(part, '-'));
    auto to = minute_of(part);
    if (!from || !to || *from == Minutes / 2) {
      return false;
    }
    if (*to <= *from) {
      *to += Minutes / 2; // past midnight
    }
    for (auto minute = *from; minute < *to; ++minute) {
      minutes.set(minute);
    }
  }
  return true;
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

} // namespace

std::optional<OpeningHours> OpeningHours::parse(std::string_view text) {
  OpeningHours hours;
  std::bitset<2 * day_minutes> all_day;
  all_day.set();
  all_day >>= day_minutes;
  text = trimmed(text);
  if (text.empty()) {
    return std::nullopt;
  }
  if (text == "24/7") {
    hours.minutes_.fill(all_day);
    return hours;
  }
  while (!text.empty()) {
    auto rule = take_until(text, ';');
    std::bitset<7> days;
    days.set();
    if (!rule.empty() && is_letter(rule.front()) && rule != "off" && rule != "closed") {
      auto const named = days_of(take_until(rule, ' '));
      if (!named) {
        return std::nullopt;
      }
      days = *named;
      rule = trimmed(rule);
    } else if (rule.empty()) {
      return std::nullopt;
    }
    std::bitset<2 * day_minutes> minutes;
    bool const is_closed = rule == "off" || rule == "closed";
    if (rule.empty()) {
      minutes = all_day;
    } else if (!is_closed && !add_times(rule, minutes)) {
      return std::nullopt;
    }
    for (std::size_t day = 0; day < days.size(); ++day) {
      if (days.test(day)) {
        hours.minutes_[day] = minutes;
      }
    }
  }
  return hours;
}

bool OpeningHours::is_open(Time at) const {
  auto const local = std::chrono::floor<std::chrono::minutes>(at + local_offset);
  auto const midnight = std::chrono::floor<std::chrono::days>(local);
  auto const day = std::chrono::weekday(midnight).iso_encoding() - 1;
  auto const minute = static_cast<std::size_t>((local - midnight).count());
  auto const yesterday = (day + 6) % 7;
  return minutes_[day].test(minute) || minutes_[yesterday].test(day_minutes + minute);
}

std::optional<Time> OpeningHours::next_open(Time at) const {
  if (is_open(at)) {
    return at;
  }
  auto minute = std::chrono::floor<std::chrono::minutes>(at);
  for (std::size_t i = 0; i < minutes_.size() * day_minutes; ++i) {
    minute += std::chrono::minutes{1};
    if (is_open(minute)) {
      return minute;
    }
  }
  return std::nullopt;
}

} // namespace yuntu::model
