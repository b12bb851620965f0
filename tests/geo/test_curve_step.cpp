#include "geo/io/curve_step.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <catch2/catch.hpp>
#include <ogr_geometry.h>

using yuntu::geo::io::curve_step_degrees;

TEST_CASE("straight edges leave an arc by no more than the tolerance") {
  auto const radius = GENERATE(0.5, 20.0, 3'000.0, 500'000.0);
  // A half circle around the origin.
  OGRCircularString arc;
  arc.addPoint(-radius, 0);
  arc.addPoint(0, radius);
  arc.addPoint(radius, 0);
  double const tolerance = 0.012;
  std::unique_ptr<OGRGeometry> const straight(
      arc.getLinearGeometry(curve_step_degrees(arc, tolerance)));
  auto const *const line = straight->toLineString();
  double worst = 0;
  for (int i = 1; i < line->getNumPoints(); ++i) {
    double const x = (line->getX(i - 1) + line->getX(i)) / 2;
    double const y = (line->getY(i - 1) + line->getY(i)) / 2;
    worst = std::max(worst, radius - std::hypot(x, y));
  }
  CHECK(worst <= tolerance * 1.05);
  CHECK(line->getNumPoints() < 200'000);
}

TEST_CASE("a geometry without arcs needs no fine step") {
  OGRLineString line;
  line.addPoint(0, 0);
  line.addPoint(1, 1);
  CHECK(curve_step_degrees(line, 0.012) == 4);
}
