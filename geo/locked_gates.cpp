#include "geo/locked_gates.hpp"

#include "geo/envelope.hpp"
#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace yuntu::geo {
namespace {

constexpr double passage_m = 1;
constexpr double same_distance_m = 0.1; ///< a street so much farther than the nearest has it too

/// Where a gate stands on a line: `along` (0 to below 1, but 1 at the line's end) of a segment.
struct Stand {
  double distance_m = 0;
  std::size_t line = 0;
  std::size_t segment = 0;
  double along = 0;
  bool is_own_door = false; ///< of who lives there
};

/// A way to leave the place of a gate: along a line, or back along it.
struct Arm {
  std::size_t line = 0;
  std::size_t segment = 0;
  double along = 0;
  bool is_back = false;

  [[nodiscard]] auto order() const { return std::tuple(line, segment, along, !is_back); }
};

class GateFinder {
public:
  /// `are_nodes_known`: whether the lines' node ids are those of the gates.
  GateFinder(std::span<LockedGate const> gates, double reach_m, bool are_nodes_known)
      : gates_(gates.begin(), gates.end()), stands_(gates.size()), reach_m_(reach_m) {
    std::sort(gates_.begin(), gates_.end(), [](LockedGate const &a, LockedGate const &b) {
      return std::pair(a.place.lat_e7(), a.place.lon_e7()) <
             std::pair(b.place.lat_e7(), b.place.lon_e7());
    });
    for (std::size_t i = 0; are_nodes_known && i < gates_.size(); ++i) {
      if (gates_[i].node_id > 0) {
        of_node_.emplace(gates_[i].node_id, i);
      }
    }
  }

  void visit(StreetLine const &line, std::size_t index) {
    for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
      visit(line, index, i);
    }
    for (std::size_t i = 0; !of_node_.empty() && i < line.node_ids.size(); ++i) {
      bool const is_end = i + 1 == line.points.size();
      if (is_end && line.node_ids.front() == line.node_ids.back()) {
        continue; // a ring's end is its beginning
      }
      auto const [first, last] = of_node_.equal_range(line.node_ids[i]);
      for (auto gate = first; gate != last; ++gate) {
        bool const is_own = is_own_door(line, gates_[gate->second]);
        stands_[gate->second].push_back({0, index, is_end ? i - 1 : i, is_end ? 1.0 : 0.0, is_own});
      }
    }
  }

  /// Of each gate where it stands on the nearest streets; nowhere if it is somebody's own door.
  [[nodiscard]] std::vector<std::vector<Stand>> nearest() && {
    for (auto &stands : stands_) {
      double least = reach_m_;
      for (auto const &stand : stands) {
        least = std::min(least, stand.distance_m);
      }
      std::erase_if(stands,
                    [&](Stand const &stand) { return stand.distance_m > least + same_distance_m; });
      if (std::any_of(stands.begin(), stands.end(), [](Stand const &s) { return s.is_own_door; })) {
        stands.clear();
      }
    }
    return std::move(stands_);
  }

private:
  static bool is_own_door(StreetLine const &line, LockedGate const &gate) {
    return line.is_private && gate.access == GateAccess::for_residents;
  }

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
      if (is_near && !of_node_.contains(gate->node_id)) {
        auto const found =
            approach(frame.to_metric(gate->place), MetricPoint{}, frame.to_metric(b));
        note(static_cast<std::size_t>(gate - gates_.begin()), line.points.size(),
             {found.distance_m, index, segment, found.along, is_own_door(line, *gate)});
      }
    }
  }

  void note(std::size_t gate, std::size_t points, Stand stand) {
    if (stand.distance_m > reach_m_) {
      return;
    }
    if (stand.along == 1 && stand.segment + 2 < points) {
      ++stand.segment;
      stand.along = 0;
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
  std::multimap<std::int64_t, std::size_t> of_node_; ///< gates that stand on the lines with it
};

bool has_nodes(StreetLine const &line) {
  return std::any_of(line.node_ids.begin(), line.node_ids.end(),
                     [](std::int64_t id) { return id > 0; });
}

/// What lies at the gate: the node of a line that it stands on, or a place between two points.
using NodeKey = std::tuple<bool, std::int64_t, std::int64_t, double>;

NodeKey node_of(StreetLine const &line, Stand const &stand) {
  if (stand.along != 0 && stand.along != 1) {
    return {false, static_cast<std::int64_t>(stand.line), static_cast<std::int64_t>(stand.segment),
            stand.along};
  }
  auto const point = stand.segment + static_cast<std::size_t>(stand.along);
  if (!line.node_ids.empty()) {
    return {true, line.node_ids[point], 0, 0};
  }
  return {true, line.points[point].lon_e7(), line.points[point].lat_e7(), 1};
}

void add_arms(StreetLine const &line, Stand const &stand, std::vector<Arm> &arms) {
  bool const is_first = stand.segment == 0 && stand.along == 0;
  bool const is_ring = line.points.front() == line.points.back();
  if (is_first && is_ring) {
    arms.push_back({stand.line, line.points.size() - 2, 1, true});
  } else if (!is_first) {
    arms.push_back({stand.line, stand.segment, stand.along, true});
  }
  if (stand.along != 1) {
    arms.push_back({stand.line, stand.segment, stand.along, false});
  }
}

/// All arms at each node but one, so that there is no way past the gate.
std::vector<Arm> arms_to_lock(std::span<StreetLine const> lines, std::vector<Stand> const &stands) {
  std::map<NodeKey, std::vector<Arm>> at_node;
  for (auto const &stand : stands) {
    add_arms(lines[stand.line], stand, at_node[node_of(lines[stand.line], stand)]);
  }
  std::vector<Arm> locked;
  for (auto const &[node, arms] : at_node) {
    locked.insert(locked.end(), arms.begin() + 1, arms.end());
  }
  return locked;
}

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

  /// `arms` in order.
  void cut(std::span<Arm const> arms, std::vector<StreetLine> &into) {
    auto from = cut_at(0, 0);
    for (auto const &arm : arms) {
      auto const [begin, end] = passage(arm);
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
  std::pair<Cut, Cut> passage(Arm const &arm) {
    bool const is_before = arm.is_back && arm.along == 0;
    auto const segment = is_before ? arm.segment - 1 : arm.segment;
    auto const along = is_before ? 1 : arm.along;
    double const length_m = distance_m(line_.points[segment], line_.points[segment + 1]);
    double const share = length_m > passage_m ? passage_m / length_m : 1;
    return arm.is_back
               ? std::pair(cut_at(segment, std::max(0.0, along - share)), cut_at(segment, along))
               : std::pair(cut_at(segment, along), cut_at(segment, std::min(1.0, along + share)));
  }

  Cut cut_at(std::size_t segment, double along) {
    if (along == 1 && segment + 2 < line_.points.size()) {
      return cut_at(segment + 1, 0);
    }
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
  if (gates.empty()) {
    return {std::move(lines), 0};
  }
  GateFinder finder(gates, reach_m, std::any_of(lines.begin(), lines.end(), has_nodes));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].street_class != StreetClass::ferry) {
      finder.visit(lines[i], i);
    }
  }
  GatedStreets result;
  std::vector<Arm> arms;
  for (auto const &stands : std::move(finder).nearest()) {
    auto const locked = arms_to_lock(lines, stands);
    result.locked += locked.empty() ? 0 : 1;
    arms.insert(arms.end(), locked.begin(), locked.end());
  }
  std::sort(arms.begin(), arms.end(),
            [](Arm const &a, Arm const &b) { return a.order() < b.order(); });
  result.lines.reserve(lines.size() + 2 * arms.size());
  std::int64_t next_id = -1;
  for (auto &line : lines) {
    for (auto const id : line.node_ids) {
      next_id = std::min(next_id, id - 1);
    }
  }
  auto from = arms.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto const to = std::find_if(from, arms.end(), [i](Arm const &arm) { return arm.line != i; });
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
