#pragma once

#include "geo/closed_edges.hpp"
#include "geo/gate_access.hpp"
#include "geo/lon_lat.hpp"
#include "geo/street_line.hpp"
#include "geo/walk_graph.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace yuntu::geo {

/// A gate that not everybody may pass.
struct LockedGate {
  LonLat place;
  GateAccess access = GateAccess::none; ///< not open

  friend bool operator==(LockedGate const &, LockedGate const &) = default;
};

struct GatedStreets {
  std::vector<StreetLine> lines; ///< as given, cut at the gates
  std::size_t locked = 0;        ///< gates that lock a street
};

/// Cuts a passage of at most a metre out of every street that a gate stands on, and marks it
/// StreetLine::is_locked: whoever builds a graph of the lines finds an edge there that is closed
/// until somebody opens it. A gate stands on the streets nearest to it within `reach_m`, which are
/// several where ways meet end to end. The passage begins at the gate and goes along the line,
/// never over one of its points; at a line's end it goes back from there.
///
/// A gate for residents does not lock a private street: there it is the compound's own door.
/// Ferries have no gates. New points have ids of their own, below zero, in lines with ids.
///
/// Time: the lines' segments times the gates of the same latitude.
[[nodiscard]] GatedStreets lock_gates(std::vector<StreetLine> lines,
                                      std::span<LockedGate const> gates, double reach_m = 5);

/// The passages of locked gates, of the graph of such lines.
[[nodiscard]] ClosedEdges locked_edges(WalkGraph const &graph);

} // namespace yuntu::geo
