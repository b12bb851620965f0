#include "tests/tools/town_checks.hpp"

#include "geo/box_index.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "tools/checkout.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace yuntu::demo::checks {
namespace {

using geo::LonLat;
using Edge = std::pair<LonLat, LonLat>;

std::vector<Edge> edges_of(std::vector<LonLat> const &line) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    edges.emplace_back(line[i], line[i + 1]);
  }
  return edges;
}

geo::Envelope box_of(Edge const &edge) {
  geo::Envelope box;
  box.expand(edge.first);
  box.expand(edge.second);
  return box;
}

bool any_edges_meet(geo::Ring const &a, geo::Ring const &b) {
  for (Edge const &e : edges_of(a)) {
    for (Edge const &f : edges_of(b)) {
      if (geo::segments_intersect(e.first, e.second, f.first, f.second)) {
        return true;
      }
    }
  }
  return false;
}

bool overlap(geo::Polygon const &a, geo::Polygon const &b) {
  if (!geo::envelope_of(a).intersects(geo::envelope_of(b))) {
    return false;
  }
  for (Edge const &e : edges_of(a.outer)) {
    for (Edge const &f : edges_of(b.outer)) {
      if (geo::segments_cross(e.first, e.second, f.first, f.second)) {
        return true;
      }
    }
  }
  auto const has_inside = [](geo::Polygon const &polygon, geo::Ring const &ring) {
    return std::any_of(ring.begin(), ring.end(), [&polygon](LonLat p) {
      return geo::locate(polygon, p) == geo::Location::inside;
    });
  };
  return has_inside(a, b.outer) || has_inside(b, a.outer);
}

bool lies_inside(geo::Polygon const &inner, geo::Polygon const &outer) {
  return std::all_of(
             inner.outer.begin(), inner.outer.end(),
             [&outer](LonLat p) { return geo::locate(outer, p) == geo::Location::inside; }) &&
         !any_edges_meet(inner.outer, outer.outer);
}

double segment_distance_m(geo::LocalFrame const &frame, LonLat point, Edge const &edge) {
  geo::MetricPoint const p = frame.to_metric(point);
  geo::MetricPoint const a = frame.to_metric(edge.first);
  geo::MetricPoint const b = frame.to_metric(edge.second);
  double const east = b.easting - a.easting;
  double const north = b.northing - a.northing;
  double const squared = east * east + north * north;
  double const along = (p.easting - a.easting) * east + (p.northing - a.northing) * north;
  double const t = squared > 0 ? std::clamp(along / squared, 0.0, 1.0) : 0;
  return std::hypot(a.easting + t * east - p.easting, a.northing + t * north - p.northing);
}

struct WalkEdge {
  Edge edge;
  geo::Envelope box;
  std::size_t line;
};

std::vector<WalkEdge> walk_edges(std::vector<WalkLine> const &walks) {
  std::vector<WalkEdge> result;
  for (std::size_t i = 0; i < walks.size(); ++i) {
    for (Edge const &edge : edges_of(walks[i].line)) {
      result.push_back({edge, box_of(edge), i});
    }
  }
  return result;
}

std::vector<geo::Envelope> boxes_of(std::vector<Building> const &buildings) {
  std::vector<geo::Envelope> boxes;
  for (Building const &building : buildings) {
    boxes.push_back(geo::envelope_of(building.polygon));
  }
  return boxes;
}

std::vector<geo::Envelope> boxes_of(std::vector<WalkEdge> const &edges) {
  std::vector<geo::Envelope> boxes;
  for (WalkEdge const &edge : edges) {
    boxes.push_back(edge.box);
  }
  return boxes;
}

bool share_an_end(Edge const &a, Edge const &b) {
  return a.first == b.first || a.first == b.second || a.second == b.first || a.second == b.second;
}

} // namespace

DemoDefinition const &first_light() {
  static DemoDefinition const definition =
      read_definition(yuntu::checkout() + "/data/demo/first_light.toml");
  return definition;
}

DemoDefinition const &county() {
  static DemoDefinition const definition =
      read_definition(yuntu::checkout() + "/data/demo/county.toml");
  return definition;
}

void for_each_town(int count, std::function<void(DemoTown const &)> const &body) {
  for (int seed = 1; seed <= count; ++seed) {
    body(make_town(first_light(), static_cast<std::uint64_t>(seed)));
  }
}

void for_each_county(int count, std::function<void(DemoTown const &)> const &body) {
  for (int seed = 1; seed <= count; ++seed) {
    body(make_town(county(), static_cast<std::uint64_t>(seed)));
  }
}

std::int64_t twice_area(geo::Polygon const &polygon) {
  std::int64_t sum = 0;
  LonLat const origin = polygon.outer.front();
  for (auto const &[a, b] : edges_of(polygon.outer)) {
    std::int64_t const ax = std::int64_t{a.lon_e7()} - origin.lon_e7();
    std::int64_t const ay = std::int64_t{a.lat_e7()} - origin.lat_e7();
    std::int64_t const bx = std::int64_t{b.lon_e7()} - origin.lon_e7();
    std::int64_t const by = std::int64_t{b.lat_e7()} - origin.lat_e7();
    sum += ax * by - bx * ay;
  }
  return sum;
}

bool is_simple(geo::Polygon const &polygon) {
  if (polygon.outer.size() < 4 || polygon.outer.front() != polygon.outer.back() ||
      twice_area(polygon) <= 0) {
    return false;
  }
  auto const edges = edges_of(polygon.outer);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    for (std::size_t j = i + 1; j < edges.size(); ++j) {
      bool const neighbours = j == i + 1 || (i == 0 && j + 1 == edges.size());
      if (!neighbours && geo::segments_intersect(edges[i].first, edges[i].second, edges[j].first,
                                                 edges[j].second)) {
        return false;
      }
    }
  }
  return true;
}

std::string tiling_fault(Area const &parent, std::vector<Area> const &children) {
  std::map<Edge, int> open;
  std::int64_t area = 0;
  for (std::size_t i = 0; i < children.size(); ++i) {
    area += twice_area(children[i].polygon);
    for (Edge const &edge : edges_of(children[i].polygon.outer)) {
      ++open[edge];
      --open[{edge.second, edge.first}];
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (overlap(children[i].polygon, children[j].polygon)) {
        return children[i].code + " overlaps " + children[j].code;
      }
    }
  }
  for (Edge const &edge : edges_of(parent.polygon.outer)) {
    --open[edge];
    ++open[{edge.second, edge.first}];
  }
  for (auto const &[edge, count] : open) {
    if (count != 0) {
      return parent.code + ": a border is not shared vertex by vertex";
    }
  }
  return area == twice_area(parent.polygon) ? "" : parent.code + ": areas do not add up";
}

std::string cut_fault(std::vector<Building> const &buildings, std::vector<Area> const &areas,
                      std::function<std::string(Building const &)> const &code_of) {
  std::map<std::string, Area const *> by_code;
  for (Area const &area : areas) {
    by_code[area.code] = &area;
  }
  for (Building const &building : buildings) {
    auto const area = by_code.find(code_of(building));
    if (area == by_code.end()) {
      return building.code + " names no area";
    }
    if (!lies_inside(building.polygon, area->second->polygon)) {
      return building.code + " is cut by the border of " + area->first;
    }
  }
  return "";
}

std::string crowding_fault(std::vector<Building> const &buildings) {
  auto const boxes = boxes_of(buildings);
  geo::BoxIndex const index(boxes);
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    for (std::uint32_t const j : index.find(boxes[i])) {
      if (j < i && (any_edges_meet(buildings[i].polygon.outer, buildings[j].polygon.outer) ||
                    overlap(buildings[i].polygon, buildings[j].polygon))) {
        return buildings[i].code + " touches " + buildings[j].code;
      }
    }
  }
  return "";
}

std::string remoteness_fault(DemoTown const &town, double reach_m) {
  auto const edges = walk_edges(town.walks);
  geo::BoxIndex const index(boxes_of(edges));
  for (Building const &building : town.buildings) {
    geo::LocalFrame const frame(building.polygon.outer.front());
    geo::Envelope around;
    for (auto const &[east, north] : {std::pair{-1, -1}, std::pair{1, 1}}) {
      // Generous: the distance itself decides.
      around.expand(frame.to_lon_lat({east * (reach_m + 100), north * (reach_m + 100)}));
    }
    auto const found = index.find(around);
    bool const is_near = std::any_of(found.begin(), found.end(), [&](std::uint32_t i) {
      return std::any_of(
          building.polygon.outer.begin(), building.polygon.outer.end(),
          [&](LonLat p) { return segment_distance_m(frame, p, edges[i].edge) <= reach_m; });
    });
    if (!is_near) {
      return building.code + " is far from every street and footpath";
    }
  }
  return "";
}

std::size_t component_count(std::vector<WalkLine> const &walks) {
  std::map<LonLat, std::size_t> first_line;
  std::vector<std::size_t> group(walks.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  auto const root = [&group](std::size_t i) {
    while (group[i] != i) {
      i = group[i];
    }
    return i;
  };
  std::size_t count = walks.size();
  for (std::size_t i = 0; i < walks.size(); ++i) {
    for (LonLat const p : walks[i].line) {
      std::size_t const other = root(first_line.try_emplace(p, i).first->second);
      if (other != root(i)) {
        group[root(i)] = other;
        --count;
      }
    }
  }
  return count;
}

std::string network_fault(DemoTown const &town) {
  auto const edges = walk_edges(town.walks);
  geo::BoxIndex const edge_index(boxes_of(edges));
  geo::BoxIndex const building_index(boxes_of(town.buildings));
  for (std::size_t i = 0; i < edges.size(); ++i) {
    for (std::uint32_t const j : edge_index.find(edges[i].box)) {
      if (j < i && !share_an_end(edges[i].edge, edges[j].edge) &&
          geo::segments_intersect(edges[i].edge.first, edges[i].edge.second, edges[j].edge.first,
                                  edges[j].edge.second)) {
        return "lines " + std::to_string(edges[i].line) + " and " + std::to_string(edges[j].line) +
               " meet without a shared vertex";
      }
    }
    for (std::uint32_t const b : building_index.find(edges[i].box)) {
      geo::Ring const piece{edges[i].edge.first, edges[i].edge.second};
      if (any_edges_meet(piece, town.buildings[b].polygon.outer)) {
        return "line " + std::to_string(edges[i].line) + " runs through building " +
               town.buildings[b].code;
      }
    }
  }
  std::size_t const pieces = component_count(town.walks);
  return pieces == 1 ? "" : "the network falls into " + std::to_string(pieces) + " pieces";
}

} // namespace yuntu::demo::checks
