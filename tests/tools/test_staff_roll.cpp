#include "tests/tools/town_checks.hpp"
#include "tools/checkout.hpp"
#include "tools/yuntu/demo/roster.hpp"
#include "tools/yuntu/demo/staff_appointments.hpp"
#include "tools/yuntu/demo/staff_posts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace yuntu::demo;
using std::chrono::days;
using std::chrono::minutes;

namespace {

StaffDefinition const &county_staff() {
  static StaffDefinition const definition =
      read_staff_definition(yuntu::checkout() + "/data/demo/county_staff.toml");
  return definition;
}

struct StaffedTown {
  DemoTown town;
  StaffRoll roll;
};

StaffedTown staffed(std::uint64_t seed) {
  DemoTown town = make_town(checks::first_light(), seed);
  StaffRoll roll = appoint_staff(town, county_staff());
  return {std::move(town), std::move(roll)};
}

std::map<std::string, int> posts_by_area(StaffRoll const &roll, PostKind kind) {
  std::map<std::string, int> count;
  for (StaffPost const &post : roll.posts) {
    if (post.kind == kind) {
      ++count[post.area];
    }
  }
  return count;
}

std::set<std::string> filled_posts(StaffRoll const &roll) {
  std::set<std::string> filled;
  for (StaffAssignment const &assignment : roll.assignments) {
    if (!assignment.to) {
      filled.insert(assignment.post);
    }
  }
  return filled;
}

} // namespace

TEST_CASE("every grid has a worker's post, every micro-grid an officer's, every thirty households "
          "a head's") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    auto const [town, roll] = staffed(seed);
    auto const workers = posts_by_area(roll, PostKind::grid_worker);
    auto const officers = posts_by_area(roll, PostKind::microgrid_officer);
    auto heads = posts_by_area(roll, PostKind::building_head);
    CHECK(workers.size() == town.grids.size());
    CHECK(officers.size() == town.microgrids.size());
    for (Area const &grid : town.grids) {
      CHECK(workers.at(grid.code) == 1);
    }
    for (Building const &building : town.buildings) {
      CAPTURE(building.code, building.households);
      CHECK(heads[building.code] == static_cast<int>(std::ceil(building.households / 30.0)));
    }
  }
}

TEST_CASE("estates with a property company have two to five stewards, the others none") {
  auto const [town, roll] = staffed(1);
  auto stewards = posts_by_area(roll, PostKind::building_steward);
  auto const &kinds = county_staff().sizes.estates_with_stewards;
  int managed = 0;
  for (Estate const &estate : town.estates) {
    CAPTURE(estate.area.name, estate.kind);
    int const count = stewards[estate.area.code];
    bool const has_households =
        std::any_of(town.buildings.begin(), town.buildings.end(), [&](Building const &building) {
          return building.estate == estate.area.code && building.households > 0;
        });
    if (has_households && std::find(kinds.begin(), kinds.end(), estate.kind) != kinds.end()) {
      CHECK((count >= 2 && count <= 5));
      ++managed;
    } else {
      CHECK(count == 0);
    }
  }
  CHECK(managed >= 4);
  CHECK(posts_by_area(roll, PostKind::enforcement)[town.subdistricts.front().code] >= 2);
  CHECK(posts_by_area(roll, PostKind::social_worker)[town.communities.front().code] >= 5);
}

TEST_CASE("the stated share of posts is vacant") {
  auto const roll = staffed(2).roll;
  auto const filled = filled_posts(roll);
  for (PostKindWords const &words : post_kinds) {
    CAPTURE(std::string(words.wire));
    double posts = 0;
    double vacant = 0;
    for (StaffPost const &post : roll.posts) {
      posts += post.kind == words.kind ? 1 : 0;
      vacant += post.kind == words.kind && !filled.contains(post.code) ? 1 : 0;
    }
    auto const &shares = county_staff().shares[static_cast<std::size_t>(words.kind)];
    CHECK(vacant == std::round(posts * shares.vacant / 100));
  }
}

TEST_CASE("a post never has two people at once, and all appointments lie before the sheet") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    auto const roll = staffed(seed).roll;
    std::map<std::string, std::vector<StaffAssignment>> by_post;
    for (StaffAssignment const &assignment : roll.assignments) {
      CAPTURE(assignment.post);
      CHECK(assignment.from < county_staff().as_of);
      CHECK((!assignment.to || assignment.from < *assignment.to));
      CHECK((!assignment.to || *assignment.to <= county_staff().as_of));
      by_post[assignment.post].push_back(assignment);
    }
    std::size_t changed = 0;
    for (auto const &[post, list] : by_post) {
      for (std::size_t i = 1; i < list.size(); ++i) {
        CHECK((list[i - 1].to && *list[i - 1].to <= list[i].from));
        ++changed;
      }
    }
    CHECK(changed > 5);
  }
}

TEST_CASE("people have one post each, but for officers of neighbouring micro-grids") {
  auto const roll = staffed(3).roll;
  std::map<std::string, StaffPost const *> posts;
  for (StaffPost const &post : roll.posts) {
    CHECK(posts.emplace(post.code, &post).second);
  }
  std::map<std::string, std::vector<StaffPost const *>> held;
  for (StaffAssignment const &assignment : roll.assignments) {
    held[assignment.person].push_back(posts.at(assignment.post));
  }
  std::size_t sharing = 0;
  for (StaffPerson const &person : roll.people) {
    CAPTURE(person.code);
    auto const &mine = held.at(person.code);
    for (StaffPost const *post : mine) {
      CHECK((mine.size() == 1 || post->kind == PostKind::microgrid_officer));
      CHECK(post->area.substr(0, 15) == mine.front()->area.substr(0, 15));
    }
    CHECK(mine.size() <= 3);
    sharing += mine.size() > 1 ? 1 : 0;
  }
  CHECK(sharing > 3);
  CHECK(held.size() == roll.people.size());
}

TEST_CASE("nobody can have a phone of the roll, and no two people have the same") {
  auto const roll = staffed(4).roll;
  std::set<std::string> codes;
  std::set<std::string> phones;
  for (StaffPerson const &person : roll.people) {
    CAPTURE(person.code, person.phone);
    CHECK(person.phone.size() == 11);
    CHECK(person.phone.substr(0, 3) == "100");
    CHECK_FALSE(person.name.empty());
    CHECK(phones.insert(person.phone).second);
    CHECK(codes.insert(person.code).second);
  }
  CHECK(roll.people.front().code == "p0001");
}

TEST_CASE("the same seed gives the same roll; another town's people are numbered on from it") {
  DemoTown const town = make_town(checks::first_light(), 1);
  auto const text = [](StaffRoll const &roll) {
    std::string all;
    for (StaffAssignment const &a : roll.assignments) {
      all += a.post + a.person + day_text(a.from) + (a.to ? day_text(*a.to) : "") + "\n";
    }
    for (StaffPerson const &p : roll.people) {
      all += p.code + p.name + p.phone + "\n";
    }
    return all;
  };
  std::string const once = text(appoint_staff(town, county_staff()));
  CHECK(once == text(appoint_staff(town, county_staff())));
  DemoTown other = town;
  other.seed = 2;
  CHECK(once != text(appoint_staff(other, county_staff())));
  CHECK(appoint_staff(town, county_staff(), 9'999).people.front().code == "p10000");
}

TEST_CASE("only those who hold a rostered post on that day have shifts, and none has two at once") {
  auto const [town, roll] = staffed(1);
  Day const first = county_staff().as_of;
  auto const shifts = draw_roster(roll, first, 14);
  REQUIRE_FALSE(shifts.empty());
  std::map<std::string, PostKind> kind_of_post;
  for (StaffPost const &post : roll.posts) {
    kind_of_post[post.code] = post.kind;
  }
  std::set<std::string> rostered;
  for (StaffAssignment const &assignment : roll.assignments) {
    PostKind const kind = kind_of_post.at(assignment.post);
    bool const works = kind == PostKind::grid_worker || kind == PostKind::social_worker ||
                       kind == PostKind::enforcement;
    if (works && !assignment.to) {
      rostered.insert(assignment.person);
    }
  }
  std::set<std::string> seen;
  std::string last_person;
  auto last_end = Day{} + minutes{0};
  bool has_night = false;
  for (RosterShift const &shift : shifts) {
    CAPTURE(shift.person, day_text(shift.day));
    CHECK(rostered.contains(shift.person));
    seen.insert(shift.person);
    auto const start = shift.day + shift.start;
    bool const ends_next_day = shift.end < shift.start;
    auto const end = shift.day + shift.end + (ends_next_day ? days{1} : days{0});
    CHECK((shift.person != last_person || last_end <= start));
    last_person = shift.person;
    last_end = end;
    has_night = has_night || ends_next_day;
    CHECK((shift.day >= first && shift.day < first + days{14}));
  }
  CHECK(seen == rostered);
  CHECK(has_night);
}

TEST_CASE("a day's shifts do not depend on the range they are asked for in") {
  auto const roll = staffed(1).roll;
  Day const first = county_staff().as_of;
  std::vector<std::string> from_week;
  for (RosterShift const &shift : draw_roster(roll, first, 7)) {
    if (shift.day == first + days{3}) {
      from_week.push_back(shift.person + std::to_string(shift.start.count()));
    }
  }
  std::vector<std::string> alone;
  for (RosterShift const &shift : draw_roster(roll, first + days{3}, 1)) {
    alone.push_back(shift.person + std::to_string(shift.start.count()));
  }
  CHECK(from_week == alone);
}

TEST_CASE("a day is YYYY-MM-DD of the calendar") {
  CHECK(day_text(*parse_day("2024-02-29")) == "2024-02-29");
  for (char const *text : {"2023-02-29", "2024-13-01", "2024-00-10", "24-01-01", "2024/01/01",
                           "2024-1-1", "", "2024-01-1x", "2024-01-+1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}
