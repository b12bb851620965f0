#pragma once

#include "geo/coordinate_reading.hpp"
#include "geo/crs_detective.hpp"

#include <vector>

namespace yuntu::geo {

/// A way of reading and how likely it is before any look at a map (natural logarithm, 0 the most).
struct SupposedReading {
  CoordinateReading reading;
  double log_prior = 0;
};

/// Every way in which numbers of this size are known to come, the stated one first and without its
/// size being asked. `middle`: of the sample's box. `extent` may be empty; then zones that the
/// numbers do not name are supposed only next to a stated one.
[[nodiscard]] std::vector<SupposedReading>
suppose_readings(RawPoint middle, CoordinateStatement const &statement, Envelope const &extent);

} // namespace yuntu::geo
