#pragma once

#include "geo/edited_streets.hpp"
#include "geo/served_town.hpp"
#include "geo/street_edit.hpp"
#include "geo/target_walks.hpp"
#include "geo/walk_repair.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Edits, and where they make targets walk from instead: each once, by rising id, of the town.
struct WhatIfQuestion {
  std::vector<StreetEdit> edits;
  std::vector<MovedTarget> moved;
};

/// What a list of edits would change. A target is served when its walk to the nearest station is
/// within the town's limit.
struct WhatIfAnswer {
  std::vector<TargetId> gained;     ///< newly served; in the order found, the same every time
  std::vector<TargetId> lost;       ///< no longer served; likewise
  std::int64_t gained_weight = 0;   ///< of `gained`
  std::int64_t lost_weight = 0;     ///< of `lost`
  std::size_t lost_with_street = 0; ///< of `lost`: those that have no open street any more
  std::size_t served = 0;           ///< targets, after the edits
  std::int64_t served_weight = 0;   ///< after the edits
  // Of the targets that are served before and after:
  std::size_t shorter = 0;        ///< how many walk less
  std::size_t longer = 0;         ///< how many walk more
  std::int64_t saved_mm = 0;      ///< what the former save, each times its weight
  std::int64_t lengthened_mm = 0; ///< what the latter walk more, each times its weight

  friend bool operator==(WhatIfAnswer const &, WhatIfAnswer const &) = default;
};

/// Answers what edits of streets and stations would change, exactly as if everything were searched
/// anew, at the cost of the part of town that the edit is felt in. Edits are never kept: every
/// question starts from the town as it is.
///
///     auto what_if = geo::WhatIf({&graph, &buildings, stations, limit_mm, closed});
///     what_if.answer(geo::OpenedStreet{gate}).gained_weight
///
/// A target on a closed street is not served, as in ReachSearch::targets(), and edits move nobody
/// to another street: who knows where targets turn when streets are closed or opened says so in a
/// WhatIfQuestion. Stations on a closed street serve nobody, but do again when an edit opens it.
///
/// A workspace: one per thread, or a copy of it. After the first questions nothing is allocated but
/// for larger answers. About 16 bytes a vertex, 2 an edge and 24 a target.
class WhatIf {
public:
  /// Searches the town once. Throws std::invalid_argument for a station outside its edge.
  explicit WhatIf(ServedTown town);

  /// Valid until the next question. Edits apply in order; the last one of a street or station
  /// holds, and a link carries when both its streets are open after all of them. Every link is
  /// tried at each street it may join: lists of hundreds of edits are better a town of their own.
  /// Throws std::invalid_argument for a station, edge, offset or length that cannot be.
  /// Of `moved` nothing is checked.
  WhatIfAnswer const &answer(std::span<StreetEdit const> edits,
                             std::span<MovedTarget const> moved = {});
  WhatIfAnswer const &answer(WhatIfQuestion const &question) {
    return answer(question.edits, question.moved);
  }
  WhatIfAnswer const &answer(StreetEdit const &edit) { return answer(std::span(&edit, 1)); }

  [[nodiscard]] ServedTown const &town() const { return town_; }
  // As things are:
  [[nodiscard]] std::size_t served() const { return served_; }
  [[nodiscard]] std::int64_t served_weight() const { return served_weight_; }
  /// The walk to the nearest station; WalkRepair::unreached above the limit, and from a point or
  /// target on a closed street.
  [[nodiscard]] std::int32_t walk_mm(StreetPoint const &point) const;
  [[nodiscard]] std::int32_t walk_mm(TargetId target) const;
  /// After the edits of the last question, likewise; targets where they were before it.
  [[nodiscard]] std::int32_t edited_walk_mm(TargetId target) const;

private:
  void sum_up(TargetId target, std::int32_t before_mm, std::int32_t now_mm, std::int64_t weight);

  ServedTown town_;
  EditedStreets streets_;
  WalkRepair repair_;
  TargetWalks walks_;
  std::size_t served_ = 0;
  std::int64_t served_weight_ = 0;
  WhatIfAnswer answer_;
};

} // namespace yuntu::geo
