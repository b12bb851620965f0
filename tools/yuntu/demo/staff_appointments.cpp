#include "tools/yuntu/demo/staff_appointments.hpp"

#include "tools/yuntu/demo/staff_people.hpp"
#include "tools/yuntu/demo/staff_posts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace yuntu::demo {
namespace {

using std::chrono::days;

class Appointments {
public:
  Appointments(DemoTown const &town, StaffDefinition const &definition, std::size_t people_before)
      : town_(town), definition_(definition), random_(town.seed * 1'000'003 + 7),
        people_(definition, people_before, random_) {
    roll_.posts = posts_of(town, definition.sizes);
  }

  StaffRoll make() {
    for (PostKindWords const &words : post_kinds) {
      auto const posts = posts_of_kind(words.kind);
      auto const vacant = choose_vacant(words.kind, posts);
      for (std::size_t const post : posts) {
        if (vacant.contains(post)) {
          leave_vacant(roll_.posts[post]);
        } else {
          fill(roll_.posts[post]);
        }
      }
    }
    roll_.people = people_.people();
    return std::move(roll_);
  }

private:
  [[nodiscard]] PostShares const &shares_of(PostKind kind) const {
    return definition_.shares[static_cast<std::size_t>(kind)];
  }

  [[nodiscard]] std::vector<std::size_t> posts_of_kind(PostKind kind) const {
    std::vector<std::size_t> posts;
    for (std::size_t i = 0; i < roll_.posts.size(); ++i) {
      if (roll_.posts[i].kind == kind) {
        posts.push_back(i);
      }
    }
    return posts;
  }

  /// Exactly the share that the definition states, likelier where `weight` is greater.
  std::set<std::size_t> choose_vacant(PostKind kind, std::vector<std::size_t> const &posts) {
    auto const weights =
        kind == PostKind::building_head ? weights_by_building() : std::map<std::string, double>{};
    std::vector<std::pair<double, std::size_t>> lots;
    for (std::size_t const post : posts) {
      auto const weight = weights.find(roll_.posts[post].area);
      lots.emplace_back(random_.between(0.0, 1.0) / (weight == weights.end() ? 1 : weight->second),
                        post);
    }
    std::sort(lots.begin(), lots.end());
    auto const count = static_cast<std::size_t>(
        std::lround(shares_of(kind).vacant / 100 * static_cast<double>(posts.size())));
    std::set<std::size_t> vacant;
    for (std::size_t i = 0; i < count; ++i) {
      vacant.insert(lots[i].second);
    }
    return vacant;
  }

  /// In most estates neighbours step forward; in some hardly anyone does.
  std::map<std::string, double> weights_by_building() {
    std::map<std::string, double> by_estate;
    for (Estate const &estate : town_.estates) {
      by_estate[estate.area.code] = random_.chance(0.2) ? 8 : random_.between(0.2, 1.0);
    }
    std::map<std::string, double> by_building;
    for (Building const &building : town_.buildings) {
      auto const estate = by_estate.find(building.estate);
      by_building[building.code] = estate == by_estate.end() ? 1 : estate->second;
    }
    return by_building;
  }

  Day days_before(Day day, int least, int most) { return day - days{random_.between(least, most)}; }

  void fill(StaffPost const &post) {
    Day const from = days_before(definition_.as_of, 30, 1100);
    std::string const person = person_for(post);
    if (random_.chance(shares_of(post.kind).changed_hands / 100)) {
      // Some posts waited for their successor.
      Day const left = random_.chance(0.3) ? days_before(from, 5, 40) : from;
      roll_.assignments.push_back({post.code, people_.add(), days_before(left, 100, 900), left});
    }
    roll_.assignments.push_back({post.code, person, from, std::nullopt});
  }

  void leave_vacant(StaffPost const &post) {
    if (random_.chance(0.5)) {
      Day const left = days_before(definition_.as_of, 1, 120);
      roll_.assignments.push_back({post.code, people_.add(), days_before(left, 100, 900), left});
    }
  }

  /// Somebody new, or the officer of the micro-grid before.
  std::string person_for(StaffPost const &post) {
    if (post.kind != PostKind::microgrid_officer) {
      return people_.add();
    }
    std::string const grid = post.area.substr(0, 15);
    bool const may_share = officer_.grid == grid &&
                           officer_.microgrids < definition_.sizes.most_microgrids_per_officer;
    if (!may_share || random_.chance(0.6)) {
      officer_ = {people_.add(), grid, 0};
    }
    ++officer_.microgrids;
    return officer_.person;
  }

  struct Officer {
    std::string person, grid;
    int microgrids = 0;
  };

  DemoTown const &town_;
  StaffDefinition const &definition_;
  Random random_;
  StaffPeople people_;
  Officer officer_; ///< of micro-grids, appointed last
  StaffRoll roll_;
};

} // namespace

StaffRoll appoint_staff(DemoTown const &town, StaffDefinition const &definition,
                        std::size_t people_before) {
  return Appointments(town, definition, people_before).make();
}

} // namespace yuntu::demo
