#include "geo/io/geojson_writer.hpp"

#include <charconv>

#include <nlohmann/json.hpp>

namespace yuntu::geo::io {
namespace {

using nlohmann::json;

json position(LonLat p) {
  return json::array({p.lon(), p.lat()});
}

json positions(LineString const &line) {
  auto result = json::array();
  for (auto const p : line) {
    result.push_back(position(p));
  }
  return result;
}

json geometry(char const *type, json coordinates) {
  return {{"type", type}, {"coordinates", std::move(coordinates)}};
}

// Only numbers and brackets are written by hand: there is nothing to escape.
void append(std::string &text, double degrees) {
  char digits[32];
  // to_chars gives the shortest decimal that reads back as the same double.
  auto const end =
      std::to_chars(digits, digits + sizeof digits, degrees, std::chars_format::fixed).ptr;
  text.append(digits, end);
}
void append(std::string &text, LonLat p) {
  text += '[';
  append(text, p.lon());
  text += ',';
  append(text, p.lat());
  text += ']';
}
template <typename T>
void append(std::string &text, std::vector<T> const &list) {
  text += '[';
  for (auto const &item : list) {
    if (&item != list.data()) {
      text += ',';
    }
    append(text, item);
  }
  text += ']';
}

std::vector<Ring> rings_of(Polygon const &polygon) {
  std::vector<Ring> rings{polygon.outer};
  rings.insert(rings.end(), polygon.holes.begin(), polygon.holes.end());
  return rings;
}

template <typename Coordinates>
std::string object(char const *type, Coordinates const &coordinates) {
  std::string text = R"({"type":")";
  text.append(type).append(R"(","coordinates":)");
  append(text, coordinates);
  return text + '}';
}

} // namespace

json to_geojson(LonLat point) {
  return geometry("Point", position(point));
}

json to_geojson(LineString const &line) {
  return geometry("LineString", positions(line));
}

json to_geojson(MultiLineString const &lines) {
  auto coordinates = json::array();
  for (auto const &line : lines) {
    coordinates.push_back(positions(line));
  }
  return geometry("MultiLineString", std::move(coordinates));
}

json to_geojson(Polygon const &polygon) {
  auto coordinates = json::array({positions(polygon.outer)});
  for (auto const &hole : polygon.holes) {
    coordinates.push_back(positions(hole));
  }
  return geometry("Polygon", std::move(coordinates));
}

json to_geojson(Geometry const &value) {
  return std::visit([](auto const &one) { return to_geojson(one); }, value);
}

std::string to_geojson_text(Geometry const &value) {
  if (auto const *const point = std::get_if<LonLat>(&value)) {
    return object("Point", *point);
  }
  if (auto const *const line = std::get_if<LineString>(&value)) {
    return object("LineString", *line);
  }
  return object("Polygon", rings_of(std::get<Polygon>(value)));
}

std::string to_geojson_text(MultiLineString const &lines) {
  return object("MultiLineString", lines);
}

std::string to_geojson_text(MultiPolygon const &polygons) {
  std::vector<std::vector<Ring>> parts;
  parts.reserve(polygons.size());
  for (auto const &polygon : polygons) {
    parts.push_back(rings_of(polygon));
  }
  return object("MultiPolygon", parts);
}

} // namespace yuntu::geo::io
