#pragma once

#include "geo/envelope.hpp"
#include "geo/lon_lat.hpp"

#include <variant>
#include <vector>

namespace yuntu::geo {

/// Closed: the first point is repeated at the end. At least 4 points when valid.
using Ring = std::vector<LonLat>;
using LineString = std::vector<LonLat>;
using MultiLineString = std::vector<LineString>;

/// One part. Outer ring counter-clockwise, holes clockwise (RFC 7946) once normalised.
/// Multi-part areas are exploded before they get here.
struct Polygon {
  Ring outer;
  std::vector<Ring> holes;

  friend bool operator==(Polygon const &, Polygon const &) = default;
};

/// Parts that share no area and meet at points at most.
using MultiPolygon = std::vector<Polygon>;

/// What one imported row holds.
using Geometry = std::variant<LonLat, LineString, Polygon>;

[[nodiscard]] Envelope envelope_of(LineString const &line);
[[nodiscard]] Envelope envelope_of(Polygon const &polygon);
[[nodiscard]] Envelope envelope_of(Geometry const &geometry);

} // namespace yuntu::geo
