#include "server/rules/figures/rate.hpp"

#include <algorithm>

namespace yuntu::rules {

std::optional<std::int64_t> Share::hundredths() const {
  if (!has_value()) {
    return std::nullopt;
  }
  return (numerator * 20'000 + denominator) / (2 * denominator);
}

std::string Share::percent() const {
  auto const value = hundredths();
  if (!value) {
    return {};
  }
  auto const parts = std::to_string(*value % 100);
  return std::to_string(*value / 100) + "." + (parts.size() < 2 ? "0" : "") + parts;
}

std::string Rate::formula() const {
  return std::string(definition_of(numerator).title) + " ÷ " +
         std::string(definition_of(denominator).title) + " × 100%";
}

Rate const *find_rate(std::string_view name) {
  auto const *const found = std::find_if(rate_table.begin(), rate_table.end(),
                                         [&](Rate const &rate) { return rate.name == name; });
  return found == rate_table.end() ? nullptr : found;
}

} // namespace yuntu::rules
