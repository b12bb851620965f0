#include "tools/yuntu/demo/roster.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace yuntu::demo {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct Hours {
  minutes start, end;
};
constexpr Hours morning{hours{7} + minutes{30}, hours{12}};
constexpr Hours afternoon{hours{13} + minutes{30}, hours{18}};
constexpr Hours evening{hours{18} + minutes{30}, hours{21} + minutes{30}};
constexpr Hours night{hours{22}, hours{2}}; ///< ends on the next day

/// One day of seven off, another weekday for each; now and then the evening for the morning.
std::vector<Hours> grid_worker_hours(std::size_t place, std::size_t day) {
  if ((place + day) % 7 == 0) {
    return {};
  }
  return (place + day) % 5 == 0 ? std::vector{afternoon, evening} : std::vector{morning, afternoon};
}

/// Weekdays, and every fourth weekend day.
std::vector<Hours> social_worker_hours(std::size_t place, std::size_t day, bool is_weekend) {
  if (is_weekend && (place + day) % 4 != 0) {
    return {};
  }
  return {morning, afternoon};
}

/// Days, late days, a night, and the day after it off.
std::vector<Hours> enforcement_hours(std::size_t place, std::size_t day) {
  switch ((place + day) % 5) {
  case 0:
  case 1:
    return {morning, afternoon};
  case 2:
    return {afternoon, evening};
  case 3:
    return {night};
  default:
    return {};
  }
}

std::vector<Hours> hours_of(PostKind kind, std::size_t place, Day date) {
  auto const day = static_cast<std::size_t>(date.time_since_epoch().count());
  std::chrono::weekday const weekday(date);
  switch (kind) {
  case PostKind::grid_worker:
    return grid_worker_hours(place, day);
  case PostKind::social_worker:
    return social_worker_hours(place, day,
                               weekday == std::chrono::Saturday || weekday == std::chrono::Sunday);
  case PostKind::enforcement:
    return enforcement_hours(place, day);
  default:
    return {}; // volunteers and the property companies' own people
  }
}

} // namespace

std::vector<RosterShift> draw_roster(StaffRoll const &roll, Day first, int days) {
  std::map<std::string, std::size_t> places; // of posts in the roll: staggers their days off
  for (std::size_t i = 0; i < roll.posts.size(); ++i) {
    places[roll.posts[i].code] = i;
  }
  std::vector<RosterShift> shifts;
  for (StaffAssignment const &assignment : roll.assignments) {
    std::size_t const place = places.at(assignment.post);
    for (Day day = first; day < first + std::chrono::days{days}; day += std::chrono::days{1}) {
      bool const is_held = assignment.from <= day && (!assignment.to || day < *assignment.to);
      if (!is_held) {
        continue;
      }
      for (Hours const &part : hours_of(roll.posts[place].kind, place, day)) {
        shifts.push_back({assignment.person, day, part.start, part.end});
      }
    }
  }
  std::sort(shifts.begin(), shifts.end(), [](RosterShift const &a, RosterShift const &b) {
    return std::tie(a.person, a.day, a.start) < std::tie(b.person, b.day, b.start);
  });
  return shifts;
}

} // namespace yuntu::demo
