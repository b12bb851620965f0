#pragma once

#include <string_view>

namespace yuntu::geo {

/// The OpenStreetMap tags of a way that say whether it may be walked; empty where a tag is absent.
/// Views: valid as long as the strings they were taken from.
struct WalkTags {
  std::string_view highway;
  std::string_view access;
  std::string_view foot;
  std::string_view sidewalk;
  bool is_ferry = false; ///< route=ferry
};

enum class WalkAccess {
  denied,
  allowed,
  steps,
  ferry, ///< allowed, if the ferry's duration is known
};

/// May people on foot use the way? The specific key wins: `foot`, else `access`; values of both
/// that are about somebody's purpose (destination, customers) decide nothing. Without either, and
/// where they say `private`, the class of the way decides; a link road is what it links
/// (primary_link: primary). What is not built is not walked, whatever its other tags promise.
[[nodiscard]] WalkAccess walk_access(WalkTags const &tags);

/// Whether the way may be walked by some only: it is inside a compound, where walks begin and end
/// but do not pass through. False for what nobody may walk. Private ferries are denied.
[[nodiscard]] bool is_private_walk(WalkTags const &tags);

/// Whether a line with this value of `barrier` is a wall or a fence: walked neither along nor
/// across.
[[nodiscard]] bool is_wall(std::string_view barrier);

} // namespace yuntu::geo
