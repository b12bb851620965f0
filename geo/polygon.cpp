#include "geo/polygon.hpp"

namespace yuntu::geo {

Envelope envelope_of(LineString const &line) {
  Envelope box;
  for (auto const point : line) {
    box.expand(point);
  }
  return box;
}

Envelope envelope_of(Polygon const &polygon) {
  return envelope_of(polygon.outer);
}

Envelope envelope_of(Geometry const &geometry) {
  if (auto const *point = std::get_if<LonLat>(&geometry)) {
    return envelope_of(LineString{*point});
  }
  if (auto const *line = std::get_if<LineString>(&geometry)) {
    return envelope_of(*line);
  }
  return envelope_of(std::get<Polygon>(geometry));
}

} // namespace yuntu::geo
