#pragma once

#include <optional>
#include <string>
#include <vector>

namespace yuntu::bench {

/// One measured figure, as a JSON object on a line of stdout.
struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::string control{}; ///< what ran against it in this process, "" for nothing
  double control_value =
      0; ///< in the same unit; the ratio control/value is above 1 when yuntu wins
  std::vector<double> times_ms{}; ///< of the single runs, for p50 and p99
};

/// Prints the figure with the CPU time and peak memory of the process so far.
void report(Figure const &figure);

/// The value that `share` (0 to 1) of the values do not exceed; 0 for none.
[[nodiscard]] double quantile(std::vector<double> values, double share);

} // namespace yuntu::bench
