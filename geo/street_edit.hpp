#pragma once

#include "geo/street_point.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <variant>

namespace yuntu::geo {

struct AddedStation {
  StreetPoint at;

  friend bool operator==(AddedStation const &, AddedStation const &) = default;
};

/// Also brings back a station that an earlier edit of the list removed.
struct MovedStation {
  std::uint32_t station = 0; ///< index among the town's present stations
  StreetPoint to;

  friend bool operator==(MovedStation const &, MovedStation const &) = default;
};

struct RemovedStation {
  std::uint32_t station = 0; ///< index among the town's present stations

  friend bool operator==(RemovedStation const &, RemovedStation const &) = default;
};

/// A road is blocked: nobody walks through it, to it or from it.
struct ClosedStreet {
  EdgeId edge = 0;

  friend bool operator==(ClosedStreet const &, ClosedStreet const &) = default;
};

/// A gate or a blocked road is opened.
struct OpenedStreet {
  EdgeId edge = 0;

  friend bool operator==(OpenedStreet const &, OpenedStreet const &) = default;
};

/// A compound opens its gates to everybody: its streets are walked through like public ones, those
/// that are closed excepted.
struct OpenedCompound {
  CompoundId compound = 0;

  friend bool operator==(OpenedCompound const &, OpenedCompound const &) = default;
};

/// A footbridge, steps or a hole in a wall: joins two points of streets, which may lie in the
/// middle of an edge, both of the same one too. The walk over it costs both access legs and the
/// length. A link with an end on a closed street carries nobody; one with an end on a private
/// street is as private: a gate to that compound, or between two.
struct AddedLink {
  StreetPoint from;
  StreetPoint to;
  std::int32_t length_mm = 0; ///< walking-equivalent, not negative

  friend bool operator==(AddedLink const &, AddedLink const &) = default;
};

/// One thing that could be done to a town's streets and stations.
using StreetEdit = std::variant<AddedStation, MovedStation, RemovedStation, ClosedStreet,
                                OpenedStreet, AddedLink, OpenedCompound>;

} // namespace yuntu::geo
