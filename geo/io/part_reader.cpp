#include "geo/io/part_reader.hpp"

#include "geo/io/curve_step.hpp"
#include "geo/io/polygon_repair.hpp"
#include "geo/shape_size.hpp"
#include "geo/validity.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>

#include <ogr_geometry.h>

namespace yuntu::geo::io {
namespace {

// GDAL rounds the step (by 2 %), the snap to the 1.1 cm grid adds up to 0.8 cm: within 2 cm.
constexpr double curve_tolerance_m = 0.011;
/// Of one line or ring: the whole coast of China drawn by the metre has fewer.
constexpr int max_corners = 1'000'000;

std::string number(double value) {
  char text[64];
  std::snprintf(text, sizeof text, std::abs(value) < 1000 ? "%.7g" : "%.2f", value);
  return text;
}

tl::unexpected<PartRefusal> refuse(PartRefusal::Cause cause, std::string reason) {
  return tl::unexpected(PartRefusal{cause, std::move(reason)});
}

std::string to_words(AreaOfUse const &area) {
  return number(area.west) + " to " + number(area.east) + " E, " + number(area.south) + " to " +
         number(area.north) + " N";
}

} // namespace

std::string to_string(GeometryKind kind) {
  switch (kind) {
  case GeometryKind::point:
    return "point";
  case GeometryKind::line:
    return "line";
  default:
    return "polygon";
  }
}

std::string to_words(LonLat place) {
  char text[64];
  std::snprintf(text, sizeof text, "%.7f, %.7f", place.lon(), place.lat());
  return text;
}

PartReader::PartReader(Frame frame, GeometryKind wanted)
    : frame_(std::move(frame)), wanted_(wanted) {}

std::vector<Part> PartReader::read(OGRGeometry const &geometry) {
  dropped_z_ = dropped_z_ || geometry.Is3D() != FALSE;
  dropped_m_ = dropped_m_ || geometry.IsMeasured() != FALSE;
  std::vector<Part> parts;
  if (geometry.hasCurveGeometry(FALSE) != FALSE) {
    straightened_curves_ = true;
    double const step = curve_step_degrees(geometry, curve_tolerance_m / frame_.metres_per_unit);
    std::unique_ptr<OGRGeometry> const straight(geometry.getLinearGeometry(step));
    append(*straight, parts);
  } else {
    append(geometry, parts);
  }
  return parts;
}

void PartReader::append(OGRGeometry const &geometry, std::vector<Part> &parts) {
  if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection) != FALSE) {
    for (auto const *const member : *geometry.toGeometryCollection()) {
      append(*member, parts);
    }
    return;
  }
  bool const is_polygon = wkbFlatten(geometry.getGeometryType()) == wkbPolygon;
  if (is_polygon && wanted_ == GeometryKind::polygon && geometry.IsEmpty() == FALSE) {
    append_polygon(geometry, parts);
  } else {
    parts.push_back(read_part(geometry));
  }
}

Part PartReader::read_part(OGRGeometry const &geometry) const {
  using Cause = PartRefusal::Cause;
  if (geometry.IsEmpty() != FALSE) {
    return refuse(Cause::shape, "the geometry is empty");
  }
  auto const type = wkbFlatten(geometry.getGeometryType());
  if (wanted_ == GeometryKind::point && type == wkbPoint) {
    auto const *const point = geometry.toPoint();
    return place(point->getX(), point->getY()).map([](LonLat p) { return Geometry(p); });
  }
  if (wanted_ == GeometryKind::line && type == wkbLineString) {
    auto line = places(*geometry.toLineString());
    if (!line) {
      return tl::unexpected(line.error());
    }
    line->erase(std::unique(line->begin(), line->end()), line->end());
    if (line->size() < 2) {
      return refuse(Cause::shape, "the line has no length at " + to_words(line->front()));
    }
    return Geometry(std::move(*line));
  }
  return refuse(Cause::kind, "is a " + std::string(geometry.getGeometryName()) + ", expected a " +
                                 to_string(wanted_));
}

void PartReader::append_polygon(OGRGeometry const &geometry, std::vector<Part> &parts) {
  auto polygon = places(*geometry.toPolygon());
  if (!polygon) {
    parts.push_back(tl::unexpected(polygon.error()));
    return;
  }
  auto const defect = find_defect(*polygon);
  if (!defect) {
    parts.push_back(Geometry(std::move(*polygon)));
    return;
  }
  auto mended = frame_.repairs ? repaired(*polygon) : std::vector<Polygon>();
  if (mended.empty()) {
    parts.push_back(
        refuse(PartRefusal::Cause::shape, defect->reason + " at " + to_words(defect->place) +
                                              (frame_.repairs ? "; it cannot be repaired" : "")));
    return;
  }
  PartRepair repair{defect->reason, defect->place, size_of(*polygon).area_m2, 0, mended.size()};
  for (auto &part : mended) {
    repair.area_after_m2 += size_of(part).area_m2;
    parts.push_back(Geometry(std::move(part)));
  }
  repairs_.push_back(std::move(repair));
}

tl::expected<Polygon, PartRefusal> PartReader::places(OGRPolygon const &polygon) const {
  Polygon read;
  for (auto const *const ring : polygon) {
    auto points = places(*ring);
    if (!points) {
      return tl::unexpected(points.error());
    }
    (read.outer.empty() ? read.outer : read.holes.emplace_back()) = std::move(*points);
  }
  return normalised(std::move(read));
}

tl::expected<LonLat, PartRefusal> PartReader::place(double x, double y) const {
  auto const where = [&] { return "coordinates " + number(x) + ", " + number(y); };
  auto const degrees = frame_.reader.to_own_degrees(x, y);
  auto const &projection = frame_.reader.projection();
  auto const area = projection.area_of_use();
  if (projection.is_geographic() || !area) {
    if (!degrees || !LonLat::from_degrees(degrees->lon, degrees->lat)) {
      return refuse(PartRefusal::Cause::place,
                    where() + " lie outside the world; expected degrees, longitude first, as " +
                        frame_.crs + " says");
    }
  }
  if (area && (!degrees || !frame_.reader.is_in_use_at(*degrees))) {
    return refuse(PartRefusal::Cause::place, where() + " lie outside the area of use of " +
                                                 frame_.crs + " (" + to_words(*area) +
                                                 "); state the true one with --crs");
  }
  auto const shifted = frame_.reader.to_wgs84(*degrees);
  auto const snapped = LonLat::from_degrees(shifted.lon, shifted.lat);
  if (!snapped) {
    return refuse(PartRefusal::Cause::place, where() + " lie outside the world");
  }
  return *snapped;
}

tl::expected<LineString, PartRefusal> PartReader::places(OGRSimpleCurve const &line) const {
  if (line.getNumPoints() > max_corners) {
    return refuse(PartRefusal::Cause::shape,
                  "has " + std::to_string(line.getNumPoints()) + " corners; at most " +
                      std::to_string(max_corners) + " are taken: simplify it first");
  }
  LineString points;
  points.reserve(static_cast<std::size_t>(line.getNumPoints()));
  for (int i = 0; i < line.getNumPoints(); ++i) {
    auto const p = place(line.getX(i), line.getY(i));
    if (!p) {
      return tl::unexpected(p.error());
    }
    points.push_back(*p);
  }
  return points;
}

} // namespace yuntu::geo::io
