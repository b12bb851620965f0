#pragma once

#include "server/model/area.hpp"
#include "server/model/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// What a post is for; the order is that of answers within one area.
enum class PostKind : std::uint8_t {
  grid_worker,
  microgrid_officer,
  building_head,
  building_steward,
  enforcement,
  social_worker
};

inline constexpr std::size_t post_kind_count = 6;
inline constexpr std::array<std::string_view, post_kind_count> post_kind_names{
    "grid_worker",      "microgrid_officer", "building_head",
    "building_steward", "enforcement",       "social_worker"};
/// 网格员 and so on, as county sheets have them.
inline constexpr std::array<std::string_view, post_kind_count> post_kind_titles{
    "网格员", "微网格员", "楼长", "楼宇管家", "执法队员", "社工"};

[[nodiscard]] constexpr std::string_view to_string(PostKind kind) {
  return post_kind_names[static_cast<std::size_t>(kind)];
}
/// By wire name only.
[[nodiscard]] std::optional<PostKind> parse_post_kind(std::string_view name);

/// One person in one post for a while. A post has at most one at any instant.
struct Assignment {
  std::string person;     ///< code; the worker id on the wire
  Time from;              ///< inclusive
  std::optional<Time> to; ///< exclusive; absent = open

  [[nodiscard]] bool holds_at(Time at) const { return at >= from && (!to || at < *to); }
  friend bool operator==(Assignment const &, Assignment const &) = default;
};

/// A place on the staff of an area of any level, filled or vacant.
struct Post {
  std::string code;
  PostKind kind = PostKind::grid_worker;
  AreaRef area;
  std::vector<Assignment> assignments; ///< ascending by `from`, which is unique
  std::optional<Time> closed;          ///< since when there is no such post any more

  [[nodiscard]] bool exists_at(Time at) const { return !closed || at < *closed; }
  /// nullptr: vacant then.
  [[nodiscard]] Assignment const *holder_at(Time at) const;
  friend bool operator==(Post const &, Post const &) = default;
};

} // namespace yuntu::model
