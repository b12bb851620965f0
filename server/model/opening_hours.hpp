#pragma once

#include "server/model/time.hpp"

#include <array>
#include <bitset>
#include <optional>
#include <string_view>

namespace yuntu::model {

/// When a station is open in an ordinary week, in local time: the part of OpenStreetMap's
/// `opening_hours` that stations use. `24/7`, or rules parted by `;`, each of days (`Mo-Fr`,
/// `Sa,Su`; none: every day) and times (`08:00-12:00,14:00-18:00`, past midnight too, or `off`;
/// none: all day). A later rule replaces the earlier ones on its days. Holidays are ordinary days.
class OpeningHours {
public:
  /// nullopt: not of this form (holidays, months, dusk and comments are not).
  [[nodiscard]] static std::optional<OpeningHours> parse(std::string_view text);

  [[nodiscard]] bool is_open(Time at) const;
  /// `at` itself when open then, else the next minute that is; nullopt: never.
  [[nodiscard]] std::optional<Time> next_open(Time at) const;

  friend bool operator==(OpeningHours const &, OpeningHours const &) = default;

private:
  static constexpr std::size_t day_minutes = 24 * 60;
  /// By the day on which they begin, Monday first; past midnight they run on into the second half.
  std::array<std::bitset<2 * day_minutes>, 7> minutes_;
};

} // namespace yuntu::model
