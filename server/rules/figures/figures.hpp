#pragma once

#include "server/model/incident.hpp"
#include "server/rules/figures/count.hpp"
#include "server/rules/figures/grouping.hpp"
#include "server/rules/figures/standing.hpp"

#include <functional>
#include <map>
#include <string>

namespace yuntu::rules {

/// Incidents that were reported in [from, to), as they stood at `to`, which is not later than what
/// is known.
struct FigureQuestion {
  model::Time from;
  model::Time to;
  Grouping by = {};
  friend bool operator==(FigureQuestion const &, FigureQuestion const &) = default;
};

/// What they are counted by.
struct FigureBasis {
  DeadlinePolicy const &deadlines;
  Counting const &counting;
  /// Whose incidents count; empty: everybody's.
  std::function<bool(model::Incident const &)> admits = {};
};

struct Figures {
  Counts total;
  std::map<std::string, Counts> groups; ///< by Grouping::key_of; empty for By::nothing
  friend bool operator==(Figures const &, Figures const &) = default;
};

using Incidents = std::map<std::string, model::Incident>;

/// An incident that was merged is a report and no case: it is counted as received, with the group
/// of the incident that goes on for it, and as resolved when that one is. `incidents` holds those
/// too that lie outside the period and go on for one inside.
[[nodiscard]] Figures figures_of(Incidents const &incidents, FigureQuestion const &question,
                                 FigureBasis const &basis);

} // namespace yuntu::rules
