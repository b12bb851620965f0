#include "geo/walk_graph_builder.hpp"

#include "geo/envelope.hpp"
#include "geo/hilbert.hpp"
#include "geo/local_frame.hpp"
#include "geo/walk_compounds.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <stdexcept>
#include <string>
#include <tuple>

namespace yuntu::geo {
namespace {

/// What makes two points the same node: their id, or in lines without ids their place.
struct NodeKey {
  bool by_place = false;
  std::int64_t value = 0;

  friend auto operator<=>(NodeKey const &, NodeKey const &) = default;
};

NodeKey key_at(StreetLine const &line, std::size_t point) {
  if (!line.node_ids.empty()) {
    return {false, line.node_ids[point]};
  }
  auto const place = line.points[point];
  return {true, (std::int64_t{place.lon_e7()} << 32) | static_cast<std::uint32_t>(place.lat_e7())};
}

/// Whether the line leads anywhere.
bool is_usable(StreetLine const &line) {
  if (!line.node_ids.empty() && line.node_ids.size() != line.points.size()) {
    throw std::invalid_argument("street line " + std::to_string(line.source_id) + " has " +
                                std::to_string(line.points.size()) + " points but " +
                                std::to_string(line.node_ids.size()) +
                                " node ids; expected one per point, or none");
  }
  if (line.street_class == StreetClass::ferry && !(line.duration_s > 0)) {
    return false;
  }
  for (std::size_t i = 1; i < line.points.size(); ++i) {
    if (key_at(line, i) != key_at(line, 0)) {
      return true;
    }
  }
  return false;
}

struct Vertex {
  NodeKey key;
  LonLat place;
  std::uint32_t position = 0; ///< on the Hilbert curve
  VertexId id = 0;
};

struct Use {
  NodeKey key;
  LonLat place;
  bool is_end = false;
};

std::vector<Use> uses_of(std::span<StreetLine const> lines) {
  std::vector<Use> uses;
  for (auto const &line : lines) {
    if (!is_usable(line)) {
      continue;
    }
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      auto const key = key_at(line, i);
      // A point written twice in a row is one passage, not a crossing.
      if (i > 0 && i + 1 < line.points.size() && key == key_at(line, i - 1)) {
        continue;
      }
      uses.push_back({key, line.points[i], i == 0 || i + 1 == line.points.size()});
    }
  }
  // A node placed differently by two lines (it should not be) takes the lower place.
  std::sort(uses.begin(), uses.end(), [](Use const &a, Use const &b) {
    return std::tie(a.key, a.place) < std::tie(b.key, b.place);
  });
  return uses;
}

/// Nodes used twice or at an end, by key.
std::vector<Vertex> crossings_and_ends(std::span<StreetLine const> lines) {
  auto const uses = uses_of(lines);
  std::vector<Vertex> vertices;
  for (auto first = uses.begin(); first != uses.end();) {
    auto const last =
        std::find_if(first, uses.end(), [&](Use const &use) { return use.key != first->key; });
    if (last - first > 1 || first->is_end) {
      vertices.push_back({first->key, first->place});
    }
    first = last;
  }
  return vertices;
}

void place_on_curve(std::vector<Vertex> &vertices) {
  Envelope box;
  for (auto const &vertex : vertices) {
    box.expand(vertex.place);
  }
  auto const side =
      std::max({double{1} * box.east - box.west, double{1} * box.north - box.south, 1.0});
  auto const cell = [side](std::int32_t value, std::int32_t low) {
    return static_cast<std::uint32_t>((double{1} * value - low) / side * 0xFFFF);
  };
  for (auto &vertex : vertices) {
    vertex.position = hilbert_position(cell(vertex.place.lon_e7(), box.west),
                                       cell(vertex.place.lat_e7(), box.south));
  }
}

/// Gives ids along the curve; returns the places by id and leaves `vertices` sorted by key.
std::vector<LonLat> number(std::vector<Vertex> &vertices) {
  place_on_curve(vertices);
  std::sort(vertices.begin(), vertices.end(), [](Vertex const &a, Vertex const &b) {
    return std::tie(a.position, a.place, a.key) < std::tie(b.position, b.place, b.key);
  });
  std::vector<LonLat> places;
  places.reserve(vertices.size());
  for (auto &vertex : vertices) {
    vertex.id = static_cast<VertexId>(places.size());
    places.push_back(vertex.place);
  }
  std::sort(vertices.begin(), vertices.end(),
            [](Vertex const &a, Vertex const &b) { return a.key < b.key; });
  return places;
}

Vertex const *find_vertex(std::vector<Vertex> const &vertices, NodeKey const &key) {
  auto const found =
      std::lower_bound(vertices.begin(), vertices.end(), key,
                       [](Vertex const &vertex, NodeKey const &k) { return vertex.key < k; });
  return found != vertices.end() && found->key == key ? &*found : nullptr;
}

std::int32_t cut_to_int32(double mm) {
  return static_cast<std::int32_t>(std::min(std::round(mm), double{max_cost_mm}));
}

double length_m(StreetLine const &line, std::ptrdiff_t first, std::ptrdiff_t last) {
  double sum = 0;
  for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i) {
    sum += distance_m(line.points[i], line.points[i + 1]);
  }
  return sum;
}

double cost_m(StreetLine const &line, double piece_m, WalkProfile const &profile) {
  switch (line.street_class) {
  case StreetClass::street:
    return piece_m;
  case StreetClass::steps:
    return piece_m * profile.steps_factor;
  case StreetClass::ferry:
    break;
  }
  // A ferry that is cut on its way (a landing stage) takes its share of the whole crossing.
  auto const whole_m = length_m(line, 0, std::ssize(line.points) - 1);
  return line.duration_s * profile.speed_mps * (whole_m > 0 ? piece_m / whole_m : 1);
}

void cut_line(std::span<StreetLine const> lines, std::size_t index, WalkProfile const &profile,
              std::vector<Vertex> const &vertices, std::vector<StreetPiece> &pieces) {
  auto const &line = lines[index];
  Vertex const *from = find_vertex(vertices, key_at(line, 0));
  std::ptrdiff_t first = 0;
  for (std::ptrdiff_t last = 1; last < std::ssize(line.points); ++last) {
    auto const *to = find_vertex(vertices, key_at(line, static_cast<std::size_t>(last)));
    if (to == nullptr) {
      continue;
    }
    auto const piece_m = length_m(line, first, last);
    WalkEdge const edge = {from->id,
                           to->id,
                           cut_to_int32(piece_m * 1000),
                           cut_to_int32(cost_m(line, piece_m, profile) * 1000),
                           line.street_class,
                           line.is_locked,
                           no_compound,
                           line.source_id};
    if (edge.from != edge.to || edge.length_mm > 0) {
      pieces.push_back({edge, index, first, last});
    }
    from = to;
    first = last;
  }
}

} // namespace

StreetPieces cut_into_pieces(std::span<StreetLine const> lines, WalkProfile const &profile) {
  auto vertices = crossings_and_ends(lines);
  StreetPieces result;
  result.places = number(vertices);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_usable(lines[i])) {
      cut_line(lines, i, profile, vertices, result.pieces);
    }
  }
  auto const order = [](StreetPiece const &piece) {
    return std::tuple(std::min(piece.edge.from, piece.edge.to),
                      std::max(piece.edge.from, piece.edge.to), piece.line, piece.first_point);
  };
  std::sort(result.pieces.begin(), result.pieces.end(),
            [&](StreetPiece const &a, StreetPiece const &b) { return order(a) < order(b); });
  result.compounds = find_compounds(lines, result.places.size(), result.pieces);
  std::erase_if(result.pieces, [&](StreetPiece const &piece) {
    return piece.edge.street_class == StreetClass::steps && !profile.takes_steps;
  });
  return result;
}

} // namespace yuntu::geo
