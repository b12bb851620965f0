#include "geo/io/polygon_repair.hpp"

#include "geo/validity.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include <ogr_geometry.h>

namespace yuntu::geo::io {
namespace {

/// Units from the polygon's first corner: small whole numbers, which doubles hold exactly.
class Origin {
public:
  explicit Origin(LonLat at) : at_(at) {}

  [[nodiscard]] std::unique_ptr<OGRLinearRing> to_ring(Ring const &ring) const {
    auto made = std::make_unique<OGRLinearRing>();
    for (auto const p : ring) {
      made->addPoint(double{1} * p.lon_e7() - at_.lon_e7(), double{1} * p.lat_e7() - at_.lat_e7());
    }
    made->closeRings();
    return made;
  }
  /// nullopt outside the world.
  [[nodiscard]] std::optional<Ring> to_units(OGRLinearRing const &ring) const {
    Ring made;
    for (auto const &point : ring) {
      auto const p =
          LonLat::from_units(static_cast<std::int32_t>(std::llround(point.getX()) + at_.lon_e7()),
                             static_cast<std::int32_t>(std::llround(point.getY()) + at_.lat_e7()));
      if (!p) {
        return std::nullopt;
      }
      made.push_back(*p);
    }
    return made;
  }

private:
  LonLat at_;
};

std::optional<Polygon> to_polygon(OGRPolygon const &shape, Origin const &origin) {
  Polygon polygon;
  for (auto const *const ring : shape) {
    auto points = origin.to_units(*ring);
    if (!points) {
      return std::nullopt;
    }
    (polygon.outer.empty() ? polygon.outer : polygon.holes.emplace_back()) = std::move(*points);
  }
  polygon = normalised(std::move(polygon));
  return polygon;
}

/// False when a part is not valid on the units.
bool gather(OGRGeometry const &geometry, Origin const &origin, std::vector<Polygon> &parts) {
  auto const type = wkbFlatten(geometry.getGeometryType());
  if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != FALSE) {
    auto const &members = *geometry.toGeometryCollection();
    return std::all_of(members.begin(), members.end(),
                       [&](OGRGeometry const *member) { return gather(*member, origin, parts); });
  }
  if (type != wkbPolygon || geometry.IsEmpty() != FALSE) {
    return true; // lines and points that had no area
  }
  auto polygon = to_polygon(*geometry.toPolygon(), origin);
  if (!polygon) {
    return false;
  }
  if (signed_area2(polygon->outer) == 0) {
    return true; // thinner than a unit
  }
  if (find_defect(*polygon)) {
    return false;
  }
  parts.push_back(std::move(*polygon));
  return true;
}

} // namespace

std::vector<Polygon> repaired(Polygon const &polygon) {
  if (polygon.outer.size() < 3) {
    return {};
  }
  Origin const origin(polygon.outer.front());
  OGRPolygon shape;
  shape.addRingDirectly(origin.to_ring(polygon.outer).release());
  for (auto const &hole : polygon.holes) {
    if (hole.size() >= 3) {
      shape.addRingDirectly(origin.to_ring(hole).release());
    }
  }
  std::unique_ptr<OGRGeometry> const valid(shape.MakeValid());
  std::vector<Polygon> parts;
  if (!valid || !gather(*valid, origin, parts)) {
    return {};
  }
  std::stable_sort(parts.begin(), parts.end(), [](Polygon const &a, Polygon const &b) {
    return signed_area2(a.outer) > signed_area2(b.outer);
  });
  return parts;
}

} // namespace yuntu::geo::io
