#include "tools/yuntu/simulate/world_reader.hpp"

#include "geo/label_point.hpp"
#include "tools/yuntu/command.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace yuntu::simulate {
namespace {

using nlohmann::json;

/// Reads with `read`; what is missing or of another type names the route.
template <typename Read>
auto from_answer(std::string const &route, std::string_view text, Read read) {
  try {
    return read(json::parse(text));
  } catch (json::exception const &error) {
    throw tools::CommandError("GET " + route +
                              " answered something else than expected: " + error.what());
  }
}

geo::LineString line_of(json const &points) {
  geo::LineString line;
  for (auto const &point : points) {
    auto const place = geo::LonLat::from_degrees(point.at(0), point.at(1));
    if (!place) {
      throw tools::CommandError("a coordinate lies outside the world: " + point.dump());
    }
    line.push_back(*place);
  }
  return line;
}

geo::Polygon polygon_of(json const &feature) {
  auto const &rings = feature.at("geometry").at("coordinates");
  geo::Polygon polygon;
  polygon.outer = line_of(rings.at(0));
  for (std::size_t i = 1; i < rings.size(); ++i) {
    polygon.holes.push_back(line_of(rings[i]));
  }
  return polygon;
}

int number_of(json const &properties, char const *key) {
  auto const text = properties.value(key, std::string{});
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

template <typename T>
void sort_by_code(std::vector<T> &items) {
  std::stable_sort(items.begin(), items.end(),
                   [](T const &a, T const &b) { return a.code < b.code; });
}

/// Always the same for the same text, on every machine.
std::size_t spread(std::string const &text) {
  std::size_t hash = 0xcbf29ce484222325ULL;
  for (char const c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return hash >> 7;
}

/// The grid somebody of an area walks: the grid that holds it, or one of those within it. Codes
/// nest by their beginnings.
std::string grid_for(std::string const &area, std::string const &person,
                     std::vector<Grid> const &grids) {
  std::vector<std::string const *> within;
  for (auto const &grid : grids) {
    if (area.compare(0, grid.code.size(), grid.code) == 0) {
      return grid.code;
    }
    if (grid.code.compare(0, area.size(), area) == 0) {
      within.push_back(&grid.code);
    }
  }
  return within.empty() ? std::string{} : *within[spread(person) % within.size()];
}

} // namespace

std::vector<Grid> read_grids(std::string_view geojson) {
  return from_answer("/api/v1/layers/grid", geojson, [](json const &document) {
    std::map<std::string, Grid> grids; // parts of one grid share its code
    for (auto const &feature : document.at("features")) {
      std::string const code = feature.at("properties").at("code");
      grids[code].code = code;
      grids[code].parts.push_back(polygon_of(feature));
    }
    std::vector<Grid> sorted;
    for (auto &[code, grid] : grids) {
      sorted.push_back(std::move(grid));
    }
    return sorted;
  });
}

std::vector<Estate> read_estates(std::string_view geojson) {
  return from_answer("/api/v1/layers/estate", geojson, [](json const &document) {
    std::vector<Estate> estates;
    for (auto const &feature : document.at("features")) {
      auto const &properties = feature.at("properties");
      estates.push_back(
          {properties.at("code"), properties.value("kind", std::string{}), polygon_of(feature)});
    }
    sort_by_code(estates);
    return estates;
  });
}

std::vector<Home> read_homes(std::string_view geojson) {
  return from_answer("/api/v1/layers/building", geojson, [](json const &document) {
    std::vector<Home> homes;
    std::set<std::string> seen; // the first part stands for a building in several
    for (auto const &feature : document.at("features")) {
      auto const &properties = feature.at("properties");
      std::string const code = properties.at("code");
      auto const households = number_of(properties, "households");
      if (households > 0 && seen.insert(code).second) {
        homes.push_back({code, geo::label_point(polygon_of(feature)), households});
      }
    }
    sort_by_code(homes);
    return homes;
  });
}

std::vector<geo::LineString> read_streets(std::string_view geojson) {
  return from_answer("/api/v1/streets", geojson, [](json const &document) {
    std::vector<geo::LineString> streets;
    for (auto const &line : document.at("coordinates")) {
      streets.push_back(line_of(line));
    }
    return streets;
  });
}

std::vector<Walker> read_staff(std::string_view text, std::vector<Grid> const &grids) {
  static std::set<std::string> const walking{"grid_worker", "microgrid_officer", "enforcement",
                                             "social_worker"};
  return from_answer("/api/v1/staff", text, [&](json const &document) {
    std::map<std::string, std::string> grid_of;
    for (auto const &post : document.at("posts")) {
      std::string const level = post.at("level");
      if (!post.at("person").is_string() || !walking.contains(post.at("kind")) ||
          level == "estate" || level == "building") { // their codes do not nest with the grids'
        continue;
      }
      std::string const person = post["person"];
      auto const grid = grid_for(post.at("area"), person, grids);
      if (!grid.empty()) {
        grid_of.try_emplace(person, grid);
      }
    }
    std::vector<Walker> staff;
    for (auto const &[person, grid] : grid_of) {
      staff.push_back({person, grid});
    }
    return staff;
  });
}

} // namespace yuntu::simulate
