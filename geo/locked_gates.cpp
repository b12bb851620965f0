#include "geo/locked_gates.hpp"

#include "geo/envelope.hpp"
#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>

namespace yuntu::geo {
namespace {

constexpr double passage_m = 1;
constexpr double same_distance_m = 0.1; ///< streets so much farther than the nearest have it too

/// Where a gate stands on a line: `along` (0 to below 1, but 1 at the line's end) of a segment.
struct Stand {
  double distance_m = 0;
  std::size_t line = 0;
  std::size_t segment = 0;
  double along = 0;
};

class GateFinder {
public:
  GateFinder(std::span<LockedGate const> gates, double reach_m)
      : gates_(gates.begin(), gates.end()), stands_(gates.size()), reach_m_(reach_m) {
    std::sort(gates_.begin(), gates_.end(), [](LockedGate const &a, LockedGate const &b) {
      return std::pair(a.place.lat_e7(), a.place.lon_e7()) <
             std::pair(b.place.lat_e7(), b.place.lon_e7());
    });
  }

  void visit(StreetLine const &line, std::size_t index) {
    for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
      visit(line, index, i);
    }
  }

  /// Of each gate those on the nearest streets.
  [[nodiscard]] std::vector<Stand> nearest() const {
    std::vector<Stand> all;
    for (auto const &stands : stands_) {
      double least = reach_m_;
      for (auto const &stand : stands) {
        least = std::min(least, stand.distance_m);
      }
      std::copy_if(stands.begin(), stands.end(), std::back_inserter(all),
                   [&](Stand const &stand) { return stand.distance_m <= least + same_distance_m; });
    }
    return all;
  }

  /// Gates with a street.
  [[nodiscard]] std::size_t found() const {
    return static_cast<std::size_t>(std::count_if(
        stands_.begin(), stands_.end(), [](auto const &stands) { return !stands.empty(); }));
  }

private:
  void visit(StreetLine const &line, std::size_t index, std::size_t segment) {
    auto const a = line.points[segment];
    auto const b = line.points[segment + 1];
    auto const frame = LocalFrame(a);
    auto const reach = reach_m_ / frame.metres_per_lat_unit();
    auto const reach_lon = reach_m_ / frame.metres_per_lon_unit();
    auto const [south, north] = std::minmax({a.lat_e7(), b.lat_e7()});
    auto const [west, east] = std::minmax({a.lon_e7(), b.lon_e7()});
    auto gate = std::lower_bound(
        gates_.begin(), gates_.end(), south - reach,
        [](LockedGate const &each, double lat) { return each.place.lat_e7() < lat; });
    for (; gate != gates_.end() && gate->place.lat_e7() <= north + reach; ++gate) {
      bool const is_near =
          gate->place.lon_e7() >= west - reach_lon && gate->place.lon_e7() <= east + reach_lon;
      bool const is_own_door = line.is_private && gate->access == GateAccess::for_residents;
      if (is_near && !is_own_door) {
        auto const found =
            approach(frame.to_metric(gate->place), MetricPoint{}, frame.to_metric(b));
        note(static_cast<std::size_t>(gate - gates_.begin()),
             {found.distance_m, index, segment, found.along}, line.points.size());
      }
    }
  }

  void note(std::size_t gate, Stand stand, std::size_t points) {
    if (stand.distance_m > reach_m_) {
      return;
    }
    if (stand.along == 1 && stand.segment + 2 < points) {
      stand = {stand.distance_m, stand.line, stand.segment + 1, 0};
    }
    auto &stands = stands_[gate];
    if (stands.empty() || stands.back().line != stand.line) {
      stands.push_back(stand);
    } else if (stand.distance_m < stands.back().distance_m) {
      stands.back() = stand;
    }
  }

  std::vector<LockedGate> gates_; ///< from south to north
  std::vector<std::vector<Stand>> stands_;
  double reach_m_;
};

/// A place on a line where it is cut.
struct Cut {
  std::size_t segment = 0;
  double along = 0;
  LonLat place;
  std::int64_t node_id = 0;
};

class LineCutter {
public:
  LineCutter(StreetLine const &line, std::int64_t &next_id) : line_(line), next_id_(next_id) {}

  /// `stands` in the line's order.
  void cut(std::span<Stand const> stands, std::vector<StreetLine> &into) {
    auto from = cut_at(0, 0);
    for (auto const &stand : stands) {
      auto const [begin, end] = passage(stand);
      if (std::tie(begin.segment, begin.along) < std::tie(from.segment, from.along)) {
        continue; // the gate before has locked it
      }
      add(from, begin, line_.is_locked, into);
      add(begin, end, true, into);
      from = end;
    }
    add(from, cut_at(line_.points.size() - 2, 1), line_.is_locked, into);
  }

private:
  std::pair<Cut, Cut> passage(Stand const &stand) {
    double const length_m =
        distance_m(line_.points[stand.segment], line_.points[stand.segment + 1]);
    double const share = length_m > passage_m ? passage_m / length_m : 1;
    return stand.along == 1 ? std::pair(cut_at(stand.segment, 1 - share), cut_at(stand.segment, 1))
                            : std::pair(cut_at(stand.segment, stand.along),
                                        cut_at(stand.segment, std::min(1.0, stand.along + share)));
  }

  Cut cut_at(std::size_t segment, double along) {
    bool const has_ids = !line_.node_ids.empty();
    if (along == 0 || along == 1) {
      auto const point = segment + static_cast<std::size_t>(along);
      return {segment, along, line_.points[point], has_ids ? line_.node_ids[point] : 0};
    }
    auto const frame = LocalFrame(line_.points[segment]);
    auto const far = frame.to_metric(line_.points[segment + 1]);
    auto const place = frame.to_lon_lat({far.easting * along, far.northing * along});
    return {segment, along, place, has_ids ? next_id_-- : 0};
  }

  void add(Cut const &from, Cut const &to, bool is_locked, std::vector<StreetLine> &into) const {
    if (std::tie(from.segment, from.along) == std::tie(to.segment, to.along)) {
      return;
    }
    auto piece = line_;
    piece.is_locked = is_locked;
    piece.points = {from.place};
    piece.node_ids = {from.node_id};
    auto const end = to.segment + (to.along == 0 ? 0 : 1);
    for (auto i = from.segment + (from.along == 1 ? 2 : 1); i < end; ++i) {
      piece.points.push_back(line_.points[i]);
      piece.node_ids.push_back(line_.node_ids.empty() ? 0 : line_.node_ids[i]);
    }
    piece.points.push_back(to.place);
    piece.node_ids.push_back(to.node_id);
    if (line_.node_ids.empty()) {
      piece.node_ids.clear();
    }
    into.push_back(std::move(piece));
  }

  StreetLine const &line_;
  std::int64_t &next_id_;
};

} // namespace

GatedStreets lock_gates(std::vector<StreetLine> lines, std::span<LockedGate const> gates,
                        double reach_m) {
  GateFinder finder(gates, reach_m);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].street_class != StreetClass::ferry) {
      finder.visit(lines[i], i);
    }
  }
  auto stands = finder.nearest();
  std::sort(stands.begin(), stands.end(), [](Stand const &a, Stand const &b) {
    return std::tie(a.line, a.segment, a.along) < std::tie(b.line, b.segment, b.along);
  });
  GatedStreets result{{}, finder.found()};
  result.lines.reserve(lines.size() + 2 * stands.size());
  std::int64_t next_id = -1;
  for (auto &line : lines) {
    for (auto const id : line.node_ids) {
      next_id = std::min(next_id, id - 1);
    }
  }
  auto from = stands.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto const to =
        std::find_if(from, stands.end(), [i](Stand const &stand) { return stand.line != i; });
    if (from == to) {
      result.lines.push_back(std::move(lines[i]));
    } else {
      LineCutter(lines[i], next_id).cut({from, to}, result.lines);
    }
    from = to;
  }
  return result;
}

ClosedEdges locked_edges(WalkGraph const &graph) {
  std::vector<EdgeId> locked;
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    if (graph.edge(edge).is_locked) {
      locked.push_back(edge);
    }
  }
  return ClosedEdges(locked);
}

} // namespace yuntu::geo
