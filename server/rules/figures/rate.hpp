#pragma once

#include "server/rules/figures/count.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::rules {

/// A part of a whole, exact. Of nothing there is no share: neither 0 nor 100 %.
struct Share {
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;

  [[nodiscard]] bool has_value() const { return denominator > 0; }
  /// In hundredths of a percent, a half of one rounded up: 911 of 972 are 9372.
  [[nodiscard]] std::optional<std::int64_t> hundredths() const;
  /// "93.72"; empty: there is none.
  [[nodiscard]] std::string percent() const;
  /// Whether it has the same value; both have one.
  friend std::strong_ordering operator<=>(Share const &one, Share const &other) {
    return one.numerator * other.denominator <=> other.numerator * one.denominator;
  }
  friend bool operator==(Share const &one, Share const &other) { return (one <=> other) == 0; }
};

/// A rate by name: one count of a period as a part of another.
struct Rate {
  std::string_view name; ///< on the wire, never changed
  std::string_view title;
  Count numerator = Count::received;
  Count denominator = Count::received;

  [[nodiscard]] Share of(Counts const &counts) const {
    return {counts[numerator], counts[denominator]};
  }
  /// "结案 ÷ 应结案 × 100%"
  [[nodiscard]] std::string formula() const;
};

inline constexpr std::array rate_table{
    Rate{"closing_rate", "结案率", Count::closed, Count::due},
    Rate{"on_time_rate", "按期结案率", Count::on_time, Count::due},
    Rate{"overdue_rate", "超期率", Count::overdue, Count::due},
    Rate{"same_day_rate", "当天解决率", Count::same_day, Count::received},
    Rate{"resolution_rate", "化解率", Count::resolved, Count::received},
    Rate{"filing_rate", "立案率", Count::filed, Count::received},
    Rate{"missed_rate", "漏报率", Count::public_reports, Count::filed},
    Rate{"finding_rate", "巡查发现率", Count::own_findings, Count::filed},
    Rate{"rework_rate", "返工率", Count::reworked, Count::finished},
    Rate{"extension_rate", "延期率", Count::extended, Count::due},
    Rate{"passing_rate", "推诿率", Count::passed_on, Count::filed}};

/// nullptr: no rate has this name.
[[nodiscard]] Rate const *find_rate(std::string_view name);

} // namespace yuntu::rules
