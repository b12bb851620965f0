#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace yuntu::geo {

/// The upper one of two middles; 0 of nothing.
[[nodiscard]] inline double median(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

} // namespace yuntu::geo
