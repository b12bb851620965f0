#include "server/store/wkb.hpp"

#include "server/store/byte_codec.hpp"

namespace yuntu::store {
namespace {

constexpr std::uint8_t little_endian = 1;
constexpr std::uint32_t point_type = 1;
constexpr std::uint32_t line_type = 2;
constexpr std::uint32_t polygon_type = 3;
constexpr std::size_t bytes_per_point = 16;

void put_point(ByteWriter &out, geo::LonLat place) {
  out.put_double(place.lon());
  out.put_double(place.lat());
}

void put_points(ByteWriter &out, std::vector<geo::LonLat> const &points) {
  out.put_fixed32(static_cast<std::uint32_t>(points.size()));
  for (auto const place : points) {
    put_point(out, place);
  }
}

struct GeometryWriter {
  ByteWriter &out;

  void operator()(geo::LonLat place) const {
    out.put_fixed32(point_type);
    put_point(out, place);
  }
  void operator()(geo::LineString const &line) const {
    out.put_fixed32(line_type);
    put_points(out, line);
  }
  void operator()(geo::Polygon const &polygon) const {
    out.put_fixed32(polygon_type);
    out.put_fixed32(static_cast<std::uint32_t>(1 + polygon.holes.size()));
    put_points(out, polygon.outer);
    for (auto const &hole : polygon.holes) {
      put_points(out, hole);
    }
  }
};

geo::LonLat take_point(ByteReader &in) {
  auto const lon = in.take_double();
  auto const lat = in.take_double();
  auto const place = geo::LonLat::from_degrees(lon, lat);
  if (!place) {
    throw MalformedBytes("holds a point outside the world");
  }
  return *place;
}

std::vector<geo::LonLat> take_points(ByteReader &in) {
  auto const count = in.take_fixed32();
  in.expect_room(count, bytes_per_point);
  std::vector<geo::LonLat> points;
  points.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    points.push_back(take_point(in));
  }
  return points;
}

geo::Polygon take_polygon(ByteReader &in) {
  auto const rings = in.take_fixed32();
  in.expect_room(rings, sizeof(std::uint32_t));
  if (rings == 0) {
    throw MalformedBytes("holds a polygon without a ring");
  }
  geo::Polygon polygon;
  polygon.outer = take_points(in);
  for (std::uint32_t i = 1; i < rings; ++i) {
    polygon.holes.push_back(take_points(in));
  }
  return polygon;
}

geo::Geometry take_geometry(ByteReader &in) {
  switch (in.take_fixed32()) {
  case point_type:
    return take_point(in);
  case line_type:
    return take_points(in);
  case polygon_type:
    return take_polygon(in);
  default:
    throw MalformedBytes("is neither point, line nor polygon");
  }
}

} // namespace

std::string to_wkb(geo::Geometry const &geometry) {
  ByteWriter out;
  out.put_byte(little_endian);
  std::visit(GeometryWriter{out}, geometry);
  return out.take();
}

geo::Geometry from_wkb(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.take_byte() != little_endian) {
    throw MalformedBytes("is not little-endian");
  }
  auto geometry = take_geometry(in);
  in.expect_end();
  return geometry;
}

geo::Geometry from_spatialite(std::string_view bytes) {
  constexpr std::size_t head_bytes = 1 + 1 + 4 + 4 * 8 + 1; // the middle: SRID, bounding box
  constexpr char start = '\0';
  constexpr char head_end = '\x7C';
  constexpr char end = '\xFE';
  if (bytes.size() <= head_bytes || bytes[0] != start || bytes[1] != char{little_endian} ||
      bytes[head_bytes - 1] != head_end || bytes.back() != end) {
    throw MalformedBytes("is no geometry");
  }
  ByteReader in(bytes.substr(head_bytes, bytes.size() - head_bytes - 1));
  auto geometry = take_geometry(in);
  in.expect_end();
  return geometry;
}

} // namespace yuntu::store
