#pragma once

#include "geo/lon_lat.hpp"
#include "geo/missing_link.hpp"
#include "geo/street_edit.hpp"
#include "geo/what_if.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace yuntu::geo {

struct BarrierOptions {
  MissingLinkOptions links;
  double neighbourhood_m = 150;   ///< no link within so much of a better opening, middle to middle
  std::size_t most_tried = 20000; ///< missing links asked about, those that save most first
  std::size_t most = 50;          ///< openings in the answer
};

/// A gate, a compound or a missing link, and whom it would serve if it were open to everybody.
struct Opening {
  StreetEdit edit; ///< an OpenedStreet (gate), an OpenedCompound or an AddedLink
  /// Both sides: a gate's edge from its `from` to its `to`, or a link's ends. Of a compound twice
  /// the same place, in the middle of one of its streets that no closure closes.
  LonLat from;
  LonLat to;
  /// On the gate's street, or on an open street of the compound; nullopt: it is a link.
  std::optional<LonLat> place{};
  std::size_t gained = 0;         ///< targets newly served
  std::int64_t gained_weight = 0; ///< of these
  std::size_t shorter = 0;        ///< targets served as before, by a shorter walk
  std::int64_t saved_mm = 0;      ///< what these save, each times its weight

  [[nodiscard]] bool is_gate() const { return std::holds_alternative<OpenedStreet>(edit); }
  [[nodiscard]] bool is_link() const { return std::holds_alternative<AddedLink>(edit); }

  friend bool operator==(Opening const &, Opening const &) = default;
};

/// What opening a gate makes of a town, OpenedStreet first: who turns to another street is its
/// caller's to know.
using GateOpened = std::function<WhatIfQuestion(EdgeId)>;

/// Which gate, compound or missing link, opened alone, serves most more: by gained weight, then by
/// saved millimetres, then gates before compounds before links, then the shorter link, then edges
/// and offsets. The same town gives the same list. Compounds are those that public streets come to
/// at two places. Left out: gates that are open, what changes nobody's walk, and links beside a
/// better opening; gates and compounds never crowd each other out.
///
/// Time: that of missing_links(), one what-if question (tens of microseconds) for each gate,
/// compound and tried link, and most * tried for the neighbourhoods: seconds for a city, not for a
/// thread that serves. `what_if` is the caller's workspace; its last answer is lost. Throws
/// std::invalid_argument for a gate that is no edge and for options that cannot be.
/// Without `opened` nobody turns to another street.
[[nodiscard]] std::vector<Opening> find_openings(WhatIf &what_if, std::span<EdgeId const> gates,
                                                 BarrierOptions const &options = {},
                                                 GateOpened const &opened = {});

} // namespace yuntu::geo
