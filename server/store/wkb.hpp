#pragma once

#include "geo/polygon.hpp"

#include <string>
#include <string_view>

namespace yuntu::store {

/// Well-known binary, little-endian, two dimensions, degrees.
[[nodiscard]] std::string to_wkb(geo::Geometry const &geometry);
/// Rounds to units: what to_wkb wrote comes back exactly. Throws MalformedBytes (byte_codec.hpp).
[[nodiscard]] geo::Geometry from_wkb(std::string_view bytes);
/// Likewise of a geometry as SpatiaLite stores what it was given as WKB. To ask SpatiaLite for the
/// WKB takes as long again as reading the row.
[[nodiscard]] geo::Geometry from_spatialite(std::string_view bytes);

} // namespace yuntu::store
