#include "geo/street_place.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::geo {

LonLat street_place(WalkGraph const &graph, StreetPoint const &point) {
  auto const points = graph.points(point.edge);
  if (point.offset_mm >= graph.edge(point.edge).length_mm) {
    return points.back();
  }
  double left_m = point.offset_mm / 1000.0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    double const piece_m = distance_m(points[i], points[i + 1]);
    if (left_m < piece_m) {
      auto const frame = LocalFrame(points[i]);
      auto const end = frame.to_metric(points[i + 1]);
      double const share = left_m / piece_m;
      return frame.to_lon_lat({end.easting * share, end.northing * share});
    }
    left_m -= piece_m;
  }
  return points.back();
}

std::int32_t street_offset_mm(WalkGraph const &graph, EdgeId edge, std::uint32_t index,
                              double along) {
  auto const points = graph.points(edge);
  double metres = 0;
  for (std::uint32_t i = 0; i < index; ++i) {
    metres += distance_m(points[i], points[i + 1]);
  }
  metres += along * distance_m(points[index], points[index + 1]);
  double const length_mm = graph.edge(edge).length_mm;
  return static_cast<std::int32_t>(std::clamp(std::round(metres * 1000), 0.0, length_mm));
}

} // namespace yuntu::geo
