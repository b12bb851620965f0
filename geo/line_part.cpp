#include "geo/line_part.hpp"

#include "geo/local_frame.hpp"

#include <cmath>

namespace yuntu::geo {
namespace {

LonLat between(LonLat a, LonLat b, double share) {
  auto const mix = [share](std::int32_t from, std::int32_t to) {
    return static_cast<std::int32_t>(std::lround(from + share * (double{1} * to - from)));
  };
  // Between two valid places, so always valid itself.
  return LonLat::from_units(mix(a.lon_e7(), b.lon_e7()), mix(a.lat_e7(), b.lat_e7())).value_or(a);
}

} // namespace

LineString line_part(std::span<LonLat const> line, double from_m, double to_m) {
  LineString part;
  double start_m = 0;
  for (std::size_t i = 0; i + 1 < line.size() && start_m <= to_m; ++i) {
    auto const segment_m = distance_m(line[i], line[i + 1]);
    auto const end_m = start_m + segment_m;
    if (end_m > from_m) {
      if (part.empty()) {
        auto const share = start_m < from_m ? (from_m - start_m) / segment_m : 0;
        part.push_back(between(line[i], line[i + 1], share));
      }
      auto const share = end_m > to_m ? (to_m - start_m) / segment_m : 1;
      if (share > 0) {
        part.push_back(between(line[i], line[i + 1], share));
      }
    }
    start_m = end_m;
  }
  return part;
}

} // namespace yuntu::geo
