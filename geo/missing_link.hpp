#pragma once

#include "geo/lon_lat.hpp"
#include "geo/street_edit.hpp"
#include "geo/what_if.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::geo {

struct MissingLinkOptions {
  double max_gap_m = 60;   ///< as the crow flies, inclusive; at most 1000
  double min_gap_m = 2;    ///< nearer streets only lack a joint, or one passes over the other
  double min_detour = 6;   ///< the walk from end to end is at least so many times the gap, or none
  double min_saved_m = 50; ///< at least so much off the walk from the worse end to a station
  double sample_m = 25;    ///< ends are looked for so often along every street; at least 1
};

/// Two places that are near each other but far apart on foot.
struct MissingLink {
  AddedLink link; ///< straight across, without access legs
  LonLat from;
  LonLat to;
  /// What the link takes off the walk to the nearest station from the end where that is longer; an
  /// end that is not served counts as standing at the limit.
  std::int32_t saved_mm = 0;

  friend bool operator==(MissingLink const &, MissingLink const &) = default;
};

/// Missing links of the town as it is, found from the network itself: from every vertex and every
/// `sample_m` along every open street (ferries are none) to the nearest point of each other open
/// street within the gap; of these the one that saves most. The best first; ties by the shorter
/// link, then by edges and offsets. Neighbours are near copies of each other: see find_openings().
///
/// A link that takes nothing off any walk to a station is not looked at, however long the detour:
/// it serves nobody more. Time: streets' metres / sample_m + vertices, times the segments within
/// max_gap_m; and where the stations' walks do not prove the detour, one search that ends at
/// min_detour * max_gap_m. No street point knows of walls or water: a link is a place to look at.
/// Throws std::invalid_argument for options that cannot be.
[[nodiscard]] std::vector<MissingLink> missing_links(WhatIf const &what_if,
                                                     MissingLinkOptions const &options);

} // namespace yuntu::geo
