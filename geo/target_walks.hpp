#pragma once

#include "geo/edited_streets.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_repair.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// The walk from every target to its nearest station, before a list of edits and after it: what a
/// WalkRepair knows of vertices, carried on to the targets beside their streets.
/// A workspace for one thread; the next update undoes the last, at the cost of what that touched.
/// Keeps a reference to the targets.
class TargetWalks {
public:
  static constexpr std::int32_t unreached = WalkRepair::unreached;

  /// `streets` with nothing edited, `repair` as made.
  TargetWalks(TargetSet const &targets, EditedStreets const &streets, WalkRepair const &repair,
              std::int32_t limit_mm);

  void update(EditedStreets const &streets, WalkRepair const &repair);

  /// Targets whose walk has changed, each once.
  [[nodiscard]] std::span<TargetId const> changed() const { return changed_; }
  /// Costs with both access legs: `unreached` above the limit, `on_closed_street` for targets
  /// there.
  [[nodiscard]] std::int32_t before(TargetId target) const { return walks_[target].before; }
  [[nodiscard]] std::int32_t now(TargetId target) const { return walks_[target].now; }

  static constexpr std::int32_t on_closed_street = -1; ///< less than any offer, so none is taken
  [[nodiscard]] static bool is_served(std::int32_t cost_mm) {
    return cost_mm != unreached && cost_mm != on_closed_street;
  }

private:
  struct Walk {
    std::int32_t before, now;
  };
  /// A target seen from its edge, beside what it costs to get to it.
  struct Spot {
    VertexId from = 0, to = 0;
    std::int32_t from_mm = 0, to_mm = 0; ///< with the access leg
    EdgeId edge = 0;
  };

  void take(TargetId target, std::int32_t cost_mm);
  void follow(VertexId vertex, EditedStreets const &streets, WalkRepair const &repair);
  /// From everything that can be nearest.
  [[nodiscard]] std::int32_t walk_from(TargetId target, EditedStreets const &streets,
                                       WalkRepair const &repair) const;
  [[nodiscard]] std::int32_t walk_along_edge(TargetId target, EditedStreets const &streets,
                                             WalkRepair const &repair) const;

  TargetSet const *targets_;
  std::int32_t limit_mm_;
  std::vector<Walk> walks_;
  std::vector<Spot> spots_;
  std::vector<TargetId> changed_;
};

} // namespace yuntu::geo
