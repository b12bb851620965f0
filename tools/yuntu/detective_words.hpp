#pragma once

#include "geo/crs_detective.hpp"

#include <string>
#include <vector>

namespace yuntu::tools {

/// "EPSG:4549 CGCS2000 / 3-degree Gauss-Kruger CM 120E, GCJ-02, axes swapped".
[[nodiscard]] std::string to_words(geo::CoordinateReading const &reading);
/// What speaks for and against a hypothesis, a sentence each.
[[nodiscard]] std::vector<std::string> evidence_words(geo::Diagnosis const &diagnosis,
                                                      geo::CoordinateHypothesis const &hypothesis);
/// "517 m to the west".
[[nodiscard]] std::string offset_words(double metres, double bearing);

} // namespace yuntu::tools
