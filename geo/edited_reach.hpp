#pragma once

#include "geo/closed_edges.hpp"
#include "geo/reach.hpp"
#include "geo/street_edit.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// What a list of edits makes of a town's streets; edits of stations change nothing here.
struct EditedWays {
  ClosedEdges closed; ///< after the edits
  std::vector<AddedLink> links;
  std::vector<CompoundId> shared; ///< opened to everybody
};

/// In their order, as EditedStreets applies them.
[[nodiscard]] EditedWays edited_ways(ClosedEdges const &closed, std::span<StreetEdit const> edits);

/// Runs the search to one origin as if the edits were real: over links, through opened compounds.
/// Its answers are those that WhatIf comes to for this station alone; its streets() are those of
/// the graph, links left out. Searches on for every link, so lists of some tens of edits. `ways`
/// must outlive the search's next run.
void run_edited(ReachSearch &search, StreetPoint const &origin, std::int32_t limit_mm,
                EditedWays const &ways);

} // namespace yuntu::geo
