#pragma once

#include "geo/what_if.hpp"
#include "server/protocol/what_if_messages.hpp"
#include "server/services/coverage_service.hpp"

#include <tl/expected.hpp>

#include <vector>

namespace yuntu::services {

/// What turns to another street when these edges of the view's map are closed, and no others:
/// stations that count, and buildings. `town` is the view's.
[[nodiscard]] geo::WhatIfQuestion turned_with(WalkView const &view, geo::ServedTown const &town,
                                              geo::ClosedEdges const &closed);

/// Edits said in places and station codes, as edits of streets: `town` is the view's.
///
/// Streets are closed and opened in order, each the nearest within 20 m on the standard map, as a
/// closure has it: steps too, though they change nothing for a profile that takes none. Opening a
/// private street that no closure closes opens its whole compound to everybody. Everything else
/// stands at the nearest street that is open after all edits, as it does when the closures are
/// real: stations that are there and those that are added within 100 m, so that a station whose own
/// street is closed turns its door to another one, and buildings likewise; ends of links too, on
/// however small a net of streets, with the walk to the street part of the link.
///
/// Problems name the edit by its index: 404 for an unknown station, 422 for a place without a
/// street, for closing what is closed, opening what is open, removing what is removed, and links
/// longer than 1 km.
///
/// Stations that do not count (WalkView::stations) serve nobody before or after, moved or not; one
/// that is added counts.
[[nodiscard]] tl::expected<geo::WhatIfQuestion, protocol::Problem>
street_edits(WalkView const &view, geo::ServedTown const &town,
             std::vector<protocol::TownEdit> const &edits);

} // namespace yuntu::services
