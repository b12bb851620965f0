#pragma once

#include "geo/coordinate_reading.hpp"
#include "geo/io/feature_reader.hpp"
#include "geo/polygon.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

class OGRGeometry;
class OGRPolygon;
class OGRSimpleCurve;

namespace yuntu::geo::io {

/// Why a part cannot be used: what decides whether the whole layer is hopeless.
struct PartRefusal {
  enum class Cause { kind, place, shape };
  Cause cause = Cause::shape;
  std::string reason;
};
using Part = tl::expected<Geometry, PartRefusal>;

/// What was done to an invalid polygon, on request.
struct PartRepair {
  std::string reason; ///< what was wrong
  LonLat place;       ///< and where
  /// Of what was read, by its corners as they stand, and of what was made of it.
  double area_before_m2 = 0;
  double area_after_m2 = 0;
  std::size_t parts = 1; ///< made of it
};

/// Turns OGR geometries of one layer into snapped, valid parts, and remembers what it had to drop.
class PartReader {
public:
  struct Frame {
    CoordinateReader reader;
    std::string crs; // for messages
    double metres_per_unit = 1;
    bool repairs = false; ///< invalid polygons, instead of refusing them
  };
  PartReader(Frame frame, GeometryKind wanted);

  /// All parts of one row, multi-part geometries exploded. Not empty unless the geometry is.
  [[nodiscard]] std::vector<Part> read(OGRGeometry const &geometry);

  /// Those since the last call.
  [[nodiscard]] std::vector<PartRepair> take_repairs() { return std::exchange(repairs_, {}); }
  [[nodiscard]] bool dropped_z() const { return dropped_z_; }
  [[nodiscard]] bool dropped_m() const { return dropped_m_; }
  [[nodiscard]] bool straightened_curves() const { return straightened_curves_; }

private:
  void append(OGRGeometry const &geometry, std::vector<Part> &parts);
  [[nodiscard]] Part read_part(OGRGeometry const &geometry) const;
  void append_polygon(OGRGeometry const &geometry, std::vector<Part> &parts);
  /// Snapped, whether valid or not.
  [[nodiscard]] tl::expected<Polygon, PartRefusal> places(OGRPolygon const &polygon) const;
  [[nodiscard]] tl::expected<LonLat, PartRefusal> place(double x, double y) const;
  [[nodiscard]] tl::expected<LineString, PartRefusal> places(OGRSimpleCurve const &line) const;

  Frame frame_;
  GeometryKind wanted_;
  bool dropped_z_ = false;
  bool dropped_m_ = false;
  bool straightened_curves_ = false;
  std::vector<PartRepair> repairs_;
};

/// "point", "line", "polygon".
[[nodiscard]] std::string to_string(GeometryKind kind);
/// "116.3912345, 39.9071234", lon first.
[[nodiscard]] std::string to_words(LonLat place);

} // namespace yuntu::geo::io
