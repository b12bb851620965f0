#pragma once

#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"
#include "geo/street_line.hpp"
#include "geo/walk_graph.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <queue>
#include <random>
#include <utility>
#include <vector>

namespace yuntu::test {

/// Costs from one start by Dijkstra; infinity where nothing leads.
inline std::vector<double>
plain_costs(std::vector<std::vector<std::pair<std::size_t, double>>> const &arcs,
            std::size_t start) {
  using Entry = std::pair<double, std::size_t>;
  std::vector<double> costs(arcs.size(), std::numeric_limits<double>::infinity());
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  costs[start] = 0;
  queue.emplace(0, start);
  while (!queue.empty()) {
    auto const [cost, vertex] = queue.top();
    queue.pop();
    for (auto const &[next, length] : arcs[vertex]) {
      if (cost <= costs[vertex] && cost + length < costs[next]) {
        costs[next] = cost + length;
        queue.emplace(costs[next], next);
      }
    }
  }
  return costs;
}

/// Metres between two places that are vertices of the graph; nothing where there is no walk.
inline std::optional<double> walk_between(geo::WalkGraph const &graph, geo::LonLat from,
                                          geo::LonLat to) {
  std::vector<std::vector<std::pair<std::size_t, double>>> arcs(graph.vertex_count());
  std::optional<std::size_t> start;
  std::optional<std::size_t> goal;
  for (geo::VertexId vertex = 0; vertex < graph.vertex_count(); ++vertex) {
    for (auto const &arc : graph.arcs(vertex)) {
      arcs[vertex].emplace_back(arc.head, arc.cost_mm / 1000.0);
    }
    start = graph.place(vertex) == from ? std::optional<std::size_t>(vertex) : start;
    goal = graph.place(vertex) == to ? std::optional<std::size_t>(vertex) : goal;
  }
  auto const cost =
      start && goal ? plain_costs(arcs, *start)[*goal] : std::numeric_limits<double>::infinity();
  return std::isfinite(cost) ? std::optional(cost) : std::nullopt;
}

/// Lines of one to four pieces between places strewn over 300 m, some of which end on an earlier
/// line; without node ids. Some are bridges, some lie on another layer.
inline std::vector<geo::StreetLine> random_crossed_lines(std::mt19937 &random, int count) {
  auto const frame = geo::LocalFrame(geo::LonLat::from_degrees(118.35, 35.05).value());
  auto const pick = [&](double below) {
    return std::uniform_real_distribution<double>(0, below)(random);
  };
  std::vector<geo::StreetLine> lines;
  for (int i = 0; i < count; ++i) {
    geo::StreetLine line;
    for (auto points = 2 + random() % 4; points > 0; --points) {
      line.points.push_back(frame.to_lon_lat({pick(300), pick(300)}));
    }
    if (i > 0 && random() % 2 == 0) { // a T: rounding leaves it about a centimetre off
      auto const &other = lines[random() % lines.size()].points;
      auto const at = random() % (other.size() - 1);
      auto const a = frame.to_metric(other[at]);
      auto const b = frame.to_metric(other[at + 1]);
      auto const share = 0.1 + pick(0.8);
      line.points.back() = frame.to_lon_lat({a.easting + share * (b.easting - a.easting),
                                             a.northing + share * (b.northing - a.northing)});
    }
    line.is_bridge = random() % 8 == 0;
    line.layer = random() % 8 == 0 ? 1 : 0;
    line.source_id = i;
    lines.push_back(std::move(line));
  }
  return lines;
}

/// The walks along lines without node ids, each piece held against each in plain numbers: another
/// way to what join_where_they_meet does. Keeps a reference to the lines, which have no bridge that
/// ends where another line does.
class PlainWalks {
public:
  explicit PlainWalks(std::vector<geo::StreetLine> const &lines) : lines_(lines) {
    auto const frame = geo::LocalFrame(lines[0].points[0]);
    for (auto const &line : lines) {
      first_.push_back(at_.size());
      for (auto const place : line.points) {
        at_.push_back(frame.to_metric(place));
        stops_.emplace_back();
      }
    }
    arcs_.resize(at_.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t j = i; j < lines.size(); ++j) {
        meet(i, j);
      }
    }
    join_along_lines();
  }

  /// From the first point of one to the last of the other.
  [[nodiscard]] std::optional<double> walk_m(std::size_t from, std::size_t to) const {
    auto const cost = plain_costs(arcs_, first_[from])[first_[to] + lines_[to].points.size() - 1];
    return std::isfinite(cost) ? std::optional(cost) : std::nullopt;
  }

private:
  void meet(std::size_t i, std::size_t j) {
    bool const may =
        !lines_[i].is_bridge && !lines_[j].is_bridge && lines_[i].layer == lines_[j].layer;
    if (!may) {
      return;
    }
    for (std::size_t s = 0; s + 1 < lines_[i].points.size(); ++s) {
      for (std::size_t t = 0; t + 1 < lines_[j].points.size(); ++t) {
        if (i != j || s + 1 < t) {
          cross(first_[i] + s, first_[j] + t);
        }
      }
    }
    end_on(i, j);
    if (i != j) {
      end_on(j, i);
    }
  }

  /// Pieces by their first points.
  void cross(std::size_t s, std::size_t t) {
    auto const [a, b] = std::pair(at_[s], at_[s + 1]);
    auto const [c, d] = std::pair(at_[t], at_[t + 1]);
    double const abx = b.easting - a.easting;
    double const aby = b.northing - a.northing;
    double const cdx = d.easting - c.easting;
    double const cdy = d.northing - c.northing;
    double const whole = abx * cdy - aby * cdx;
    double const along = ((c.easting - a.easting) * cdy - (c.northing - a.northing) * cdx) / whole;
    double const other = ((c.easting - a.easting) * aby - (c.northing - a.northing) * abx) / whole;
    if (along >= 0 && along <= 1 && other >= 0 && other <= 1) {
      join(stop(s, along), stop(t, other));
    }
  }

  /// The ends of one line on the nearest piece of the other.
  void end_on(std::size_t line, std::size_t other) {
    auto const last = first_[line] + lines_[line].points.size() - 1;
    for (auto const end : {first_[line], last}) {
      std::size_t nearest = 0;
      geo::Approach best{0.1, 0};
      bool is_near = false;
      for (auto t = first_[other]; t + 1 < first_[other] + lines_[other].points.size(); ++t) {
        bool const is_own = line == other && (end == first_[line] ? t == end : t + 1 == end);
        auto const found = geo::approach(at_[end], at_[t], at_[t + 1]);
        if (!is_own && found.distance_m <= best.distance_m) {
          nearest = t;
          best = found;
          is_near = true;
        }
      }
      if (is_near) {
        join(end, stop(nearest, best.along));
      }
    }
  }

  std::size_t stop(std::size_t piece, double along) {
    stops_[piece].emplace_back(along, arcs_.size());
    arcs_.emplace_back();
    return arcs_.size() - 1;
  }

  void join(std::size_t one, std::size_t other, double metres = 0) {
    arcs_[one].emplace_back(other, metres);
    arcs_[other].emplace_back(one, metres);
  }

  void join_along_lines() {
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      for (auto s = first_[line]; s + 1 < first_[line] + lines_[line].points.size(); ++s) {
        auto stops = stops_[s];
        stops.emplace_back(1, s + 1);
        std::sort(stops.begin(), stops.end());
        double const length_m =
            std::hypot(at_[s + 1].easting - at_[s].easting, at_[s + 1].northing - at_[s].northing);
        std::size_t previous = s;
        double walked = 0;
        for (auto const &[along, vertex] : stops) {
          join(previous, vertex, (along - walked) * length_m);
          previous = vertex;
          walked = along;
        }
      }
    }
  }

  std::vector<geo::StreetLine> const &lines_;
  std::vector<std::size_t> first_; ///< vertex of a line's first point
  std::vector<geo::MetricPoint> at_;
  std::vector<std::vector<std::pair<double, std::size_t>>> stops_; ///< by piece: along it, vertex
  std::vector<std::vector<std::pair<std::size_t, double>>> arcs_;
};

} // namespace yuntu::test
