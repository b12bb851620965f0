#include "server/model/post.hpp"

#include <algorithm>

namespace yuntu::model {

std::optional<PostKind> parse_post_kind(std::string_view name) {
  auto const *const found = std::find(post_kind_names.begin(), post_kind_names.end(), name);
  if (found == post_kind_names.end()) {
    return std::nullopt;
  }
  return static_cast<PostKind>(found - post_kind_names.begin());
}

Assignment const *Post::holder_at(Time at) const {
  auto const found = std::find_if(assignments.begin(), assignments.end(),
                                  [&](Assignment const &entry) { return entry.holds_at(at); });
  return found == assignments.end() ? nullptr : &*found;
}

} // namespace yuntu::model
