#pragma once

#include "geo/coordinate_reading.hpp"
#include "geo/io/feature_reader.hpp"
#include "geo/polygon.hpp"

#include <string>
#include <vector>

#include <tl/expected.hpp>

class OGRGeometry;
class OGRSimpleCurve;

namespace yuntu::geo::io {

/// Why a part cannot be used: what decides whether the whole layer is hopeless.
struct PartRefusal {
  enum class Cause { kind, place, shape };
  Cause cause = Cause::shape;
  std::string reason;
};
using Part = tl::expected<Geometry, PartRefusal>;

/// Turns OGR geometries of one layer into snapped, valid parts, and remembers what it had to drop.
class PartReader {
public:
  struct Frame {
    CoordinateReader reader;
    std::string crs; // for messages
    double metres_per_unit = 1;
  };
  PartReader(Frame frame, GeometryKind wanted);

  /// All parts of one row, multi-part geometries exploded. Not empty unless the geometry is.
  [[nodiscard]] std::vector<Part> read(OGRGeometry const &geometry);

  [[nodiscard]] bool dropped_z() const { return dropped_z_; }
  [[nodiscard]] bool dropped_m() const { return dropped_m_; }
  [[nodiscard]] bool straightened_curves() const { return straightened_curves_; }

private:
  void append(OGRGeometry const &geometry, std::vector<Part> &parts) const;
  [[nodiscard]] Part read_part(OGRGeometry const &geometry) const;
  [[nodiscard]] Part read_polygon(OGRGeometry const &geometry) const;
  [[nodiscard]] tl::expected<LonLat, PartRefusal> place(double x, double y) const;
  [[nodiscard]] tl::expected<LineString, PartRefusal> places(OGRSimpleCurve const &line) const;

  Frame frame_;
  GeometryKind wanted_;
  bool dropped_z_ = false;
  bool dropped_m_ = false;
  bool straightened_curves_ = false;
};

/// "point", "line", "polygon".
[[nodiscard]] std::string to_string(GeometryKind kind);
/// "116.3912345, 39.9071234", lon first.
[[nodiscard]] std::string to_words(LonLat place);

} // namespace yuntu::geo::io
