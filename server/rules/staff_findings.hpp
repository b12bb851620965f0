#pragma once

#include "server/model/staff.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::rules {

/// A grid without a grid worker.
struct UnstaffedGrid {
  std::string code;
  bool is_held_by_others = false; ///< somebody else is in a post of the grid
  std::vector<std::string> vacant_posts;
};

/// nullopt: a grid worker is in post there at that time. Only posts of the grid itself count: who
/// works for its community has other grids too.
[[nodiscard]] std::optional<UnstaffedGrid> find_unstaffed(model::Staff const &staff,
                                                          std::string const &grid, model::Time at);

} // namespace yuntu::rules
