#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::demo {

enum class PostKind {
  grid_worker,
  microgrid_officer,
  building_head,
  building_steward,
  enforcement,
  social_worker,
};

struct PostKindWords {
  PostKind kind;
  std::string_view wire;    ///< as sheets in English and the API say it
  std::string_view chinese; ///< as a county's own sheets say it
  std::string_view letters; ///< that begin its posts' codes
};

inline constexpr std::array<PostKindWords, 6> post_kinds{{
    {PostKind::grid_worker, "grid_worker", "网格员", "GW"},
    {PostKind::microgrid_officer, "microgrid_officer", "微网格员", "MO"},
    {PostKind::building_head, "building_head", "楼长", "BH"},
    {PostKind::building_steward, "building_steward", "楼宇管家", "BS"},
    {PostKind::enforcement, "enforcement", "执法队员", "EN"},
    {PostKind::social_worker, "social_worker", "社工", "SW"},
}};

[[nodiscard]] constexpr PostKindWords const &words_of(PostKind kind) {
  return post_kinds[static_cast<std::size_t>(kind)];
}

/// A day of the county's own calendar (+08:00).
using Day = std::chrono::sys_days;

/// Code: letters of the kind, the area's code, and which of the area's posts of that kind it is:
/// "GW-371399001001001-1". So it stays when other areas change, in any number of counties.
struct StaffPost {
  std::string code;
  PostKind kind = PostKind::grid_worker;
  std::string area; ///< code of any level
};

/// Invented, as the phone is: no Chinese number begins with 100 and has eleven digits.
struct StaffPerson {
  std::string code, name, phone;
};

/// `from` inclusive, `to` exclusive; no `to`: to this day.
struct StaffAssignment {
  std::string post, person; ///< codes
  Day from;
  std::optional<Day> to;
};

/// The county's staff: posts by kind and area, people by code, assignments by post and time. Posts
/// without an open assignment are vacant. No two assignments of one post overlap.
struct StaffRoll {
  std::vector<StaffPost> posts;
  std::vector<StaffPerson> people;
  std::vector<StaffAssignment> assignments;
};

/// Times of the day; `end` before `start` is on the next day.
struct RosterShift {
  std::string person; ///< code
  Day day;
  std::chrono::minutes start{0}, end{0};
};

} // namespace yuntu::demo
