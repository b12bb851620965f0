#pragma once

#include <optional>
#include <string>

class OGRSpatialReference;

namespace yuntu::geo::io {

/// "EPSG:4548" when the CRS has a code or equals one that has; else its WKT.
[[nodiscard]] std::string definition_of(OGRSpatialReference const &declared);
/// For people: the code, or the CRS's own name. `definition`: what definition_of says.
[[nodiscard]] std::string name_of(OGRSpatialReference const &declared,
                                  std::string const &definition);
/// Metres in one unit of its coordinates; of degrees those along a meridian.
[[nodiscard]] double metres_per_unit(OGRSpatialReference const &reference);

} // namespace yuntu::geo::io
