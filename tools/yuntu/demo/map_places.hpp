#pragma once

#include "tools/yuntu/demo/vector_file.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace yuntu::demo {

/// How a stored place is written into a file.
using Placing = std::function<Xy(geo::LonLat)>;

[[nodiscard]] Xy as_degrees(geo::LonLat place);
/// Units of 1e-7 degree as degrees, no digit lost, whatever the locale: "118.5200000".
[[nodiscard]] std::string degrees_text(std::int32_t units);
/// As traced on a commercial map of the mainland, some hundred metres off.
[[nodiscard]] Xy as_gcj02(geo::LonLat place);
/// Metres in the CRS, to the millimetre as surveyors hand them over. Throws std::runtime_error for
/// an unknown CRS, and when used for a place that it does not hold.
[[nodiscard]] Placing in_metres_of(std::string const &crs);

} // namespace yuntu::demo
