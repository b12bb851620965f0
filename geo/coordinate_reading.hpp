#pragma once

#include "geo/datum_reading.hpp"
#include "geo/degrees.hpp"
#include "geo/projection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace yuntu::geo {

/// `yx`: a file that holds northing or latitude first, as the authorities write and few files do.
enum class AxisOrder : std::uint8_t { xy, yx };
/// "xy", "yx".
[[nodiscard]] std::string_view to_string(AxisOrder axes);

/// One way to read a file's numbers.
struct CoordinateReading {
  std::string crs; ///< what Projection::make takes
  AxisOrder axes = AxisOrder::xy;
  /// Taken off the eastings, metres: a zone's number that stands before them and that the CRS does
  /// not have, e.g. 40'000'000.
  double dropped_easting_m = 0;
  DatumReading datum = DatumReading::wgs84;

  friend bool operator==(CoordinateReading const &, CoordinateReading const &) = default;
};

/// Reads numbers that way. Not for two threads at once.
class CoordinateReader {
public:
  /// The error names the CRS.
  static tl::expected<CoordinateReader, std::string> make(CoordinateReading const &reading);
  /// The same with a projection at hand, of the reading's CRS.
  CoordinateReader(CoordinateReading reading, std::shared_ptr<Projection const> projection);

  /// Degrees of the file's own datum; nullopt where the projection is not defined. x, y as the
  /// file has them, first and second.
  [[nodiscard]] std::optional<Degrees> to_own_degrees(double x, double y) const;
  /// Whether the CRS is meant for that place, in its own degrees, with a degree to spare: files
  /// reach over a zone's edge. Of a Chinese zone the meridian counts, not the country's border.
  [[nodiscard]] bool is_in_use_at(Degrees own) const;
  /// Own degrees to WGS 84.
  [[nodiscard]] Degrees to_wgs84(Degrees own) const { return true_degrees(own, reading_.datum); }
  /// Both, snapped. nullopt: no place on earth.
  [[nodiscard]] std::optional<LonLat> read(double x, double y) const;
  [[nodiscard]] Projection const &projection() const { return *projection_; }

private:
  CoordinateReading reading_;
  std::shared_ptr<Projection const> projection_;
  std::optional<AreaOfUse> area_;
};

} // namespace yuntu::geo
