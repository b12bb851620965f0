#pragma once

#include "tools/bench/live/session.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace yuntu::bench {

/// One measured figure, printed as a JSON object on a line of stdout.
class Line {
public:
  Line(std::string const &name, double value, std::string const &unit)
      : line_{{"name", name}, {"value", value}, {"unit", unit}} {}

  template <typename Value>
  Line &with(char const *key, Value const &value) {
    line_[key] = value;
    return *this;
  }
  /// The ratio is above 1 when yuntu is better.
  Line &against(std::string const &control, double control_value, double ratio);
  /// Processor time, memory and times of records.
  Line &of(Outcome const &outcome);
  /// Offered, conflated and delivered, and what the checks found.
  Line &accounts_of(Outcome const &outcome);
  void print() const;

private:
  nlohmann::ordered_json line_;
};

[[nodiscard]] double median(std::vector<double> values);
[[nodiscard]] double deliveries_per_cpu_s(Outcome const &outcome);

} // namespace yuntu::bench
