#include "geo/io/curve_step.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ogr_geometry.h>

namespace yuntu::geo::io {
namespace {

class LargestRadius : public OGRDefaultConstGeometryVisitor {
public:
  using OGRDefaultConstGeometryVisitor::visit;

  void visit(OGRCircularString const *arcs) override {
    for (int i = 0; i + 2 < arcs->getNumPoints(); i += 2) {
      double radius = 0;
      double cx = 0;
      double cy = 0;
      double start = 0;
      double middle = 0;
      double end = 0;
      if (OGRGeometryFactory::GetCurveParameters(
              arcs->getX(i), arcs->getY(i), arcs->getX(i + 1), arcs->getY(i + 1), arcs->getX(i + 2),
              arcs->getY(i + 2), radius, cx, cy, start, middle, end) != FALSE) {
        largest_ = std::max(largest_, radius);
      }
    }
  }
  [[nodiscard]] double value() const { return largest_; }

private:
  double largest_ = 0;
};

} // namespace

double curve_step_degrees(OGRGeometry const &geometry, double tolerance) {
  constexpr double coarsest = 4;    // GDAL's own default
  constexpr double finest = 0.0005; // below, a circle has more points than anybody drew
  LargestRadius radius;
  geometry.accept(&radius);
  if (radius.value() <= tolerance) {
    return coarsest;
  }
  // A chord over the angle s leaves its arc by r (1 - cos(s / 2)).
  double const step = 2 * std::acos(1 - tolerance / radius.value());
  return std::clamp(step * 180.0 / std::numbers::pi, finest, coarsest);
}

} // namespace yuntu::geo::io
