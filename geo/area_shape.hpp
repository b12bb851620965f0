#pragma once

#include "geo/polygon.hpp"

#include <cstdint>
#include <string>

namespace yuntu::geo {

/// One part of an area. Parts with the same layer and code are one area; `payload` is the caller's
/// own number for it (an index into its records) and comes back in the answer.
struct AreaShape {
  std::uint8_t layer = 0;
  std::string code;
  Polygon polygon;
  std::uint32_t payload = 0;
};

} // namespace yuntu::geo
