#pragma once

#include "geo/closed_edges.hpp"
#include "geo/gate_access.hpp"
#include "geo/lon_lat.hpp"
#include "geo/street_line.hpp"
#include "geo/walk_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// A gate that not everybody may pass.
struct LockedGate {
  LonLat place;
  GateAccess access = GateAccess::none; ///< not open
  std::int64_t node_id = 0;             ///< the node that it is, above zero; 0: not known

  friend bool operator==(LockedGate const &, LockedGate const &) = default;
};

struct GatedStreets {
  std::vector<StreetLine> lines; ///< as given, cut at the gates
  std::size_t locked = 0;        ///< gates that lock a street
};

/// Cuts passages of at most a metre out of the streets that a gate stands on and marks them
/// StreetLine::is_locked: whoever builds a graph of the lines finds edges there that are closed
/// until somebody opens them. A gate stands on the streets nearest to it within `reach_m`, which
/// are several where ways meet. Of the ways to leave its place all but one are locked, which leaves
/// none past it; on a street between two crossings that is one passage. It begins at the gate and
/// ends at the next point of the line, or before. A gate at a dead end locks nothing.
///
/// A gate that is a node stands on the lines that have it: on none, if none has, where any line has
/// nodes above zero (a garden's gate beside a street locks no street).
///
/// A gate for residents on a private street is the compound's own door and locks nothing, not even
/// the public street that the private one begins at. Ferries have no gates. New points have ids of
/// their own, below zero, in lines with ids.
///
/// Time: the lines' segments times the gates of the same latitude.
[[nodiscard]] GatedStreets lock_gates(std::vector<StreetLine> lines,
                                      std::span<LockedGate const> gates, double reach_m = 5);

/// The passages of locked gates, of the graph of such lines.
[[nodiscard]] ClosedEdges locked_edges(WalkGraph const &graph);

} // namespace yuntu::geo
