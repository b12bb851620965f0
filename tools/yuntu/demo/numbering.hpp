#pragma once

#include "tools/yuntu/demo/plan_geometry.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace yuntu::demo {

/// The order in which places are numbered: in bands `band_m` metres high from north to south, west
/// to east within a band, along the town's own east. Returns indices of `places`.
[[nodiscard]] std::vector<std::size_t> reading_order(std::vector<MetricPoint> const &places,
                                                     MetricPoint east, double band_m);

/// "007" for (7, 3).
[[nodiscard]] std::string digits(std::size_t number, std::size_t width);

} // namespace yuntu::demo
