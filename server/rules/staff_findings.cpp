#include "server/rules/staff_findings.hpp"

namespace yuntu::rules {

std::optional<UnstaffedGrid> find_unstaffed(model::Staff const &staff, std::string const &grid,
                                            model::Time at) {
  UnstaffedGrid found{grid, false, {}};
  for (auto const *const post : staff.posts_of({model::AreaLevel::grid, grid})) {
    if (!post->exists_at(at)) {
      continue;
    }
    if (post->holder_at(at) == nullptr) {
      found.vacant_posts.push_back(post->code);
    } else if (post->kind == model::PostKind::grid_worker) {
      return std::nullopt;
    } else {
      found.is_held_by_others = true;
    }
  }
  return found;
}

} // namespace yuntu::rules
