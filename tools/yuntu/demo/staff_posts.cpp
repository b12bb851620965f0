#include "tools/yuntu/demo/staff_posts.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace yuntu::demo {
namespace {

/// Households of the areas whose codes are that long, or of the estates.
class Households {
public:
  explicit Households(std::vector<Building> const &buildings) {
    for (Building const &building : buildings) {
      for (std::size_t const length : {std::size_t{9}, std::size_t{12}}) {
        by_area_[building.code.substr(0, length)] += building.households;
      }
      by_area_[building.estate] += building.households;
    }
  }
  [[nodiscard]] int of(std::string const &area) const {
    auto const found = by_area_.find(area);
    return found == by_area_.end() ? 0 : found->second;
  }

private:
  std::map<std::string, int> by_area_;
};

class PostList {
public:
  void add(PostKind kind, std::string const &area, int count) {
    for (int i = 1; i <= count; ++i) {
      posts_.push_back(
          {std::string(words_of(kind).letters) + "-" + area + "-" + std::to_string(i), kind, area});
    }
  }
  std::vector<StaffPost> take() { return std::move(posts_); }

private:
  std::vector<StaffPost> posts_;
};

int rounded(int households, int per_post) {
  return static_cast<int>(std::lround(double{1} * households / per_post));
}

int stewards_of(Estate const &estate, int households, StaffSizes const &sizes) {
  auto const &kinds = sizes.estates_with_stewards;
  if (households == 0 || std::find(kinds.begin(), kinds.end(), estate.kind) == kinds.end()) {
    return 0;
  }
  return std::clamp(rounded(households, sizes.households_per_steward), sizes.stewards_per_estate[0],
                    sizes.stewards_per_estate[1]);
}

} // namespace

std::vector<StaffPost> posts_of(DemoTown const &town, StaffSizes const &sizes) {
  Households const households(town.buildings);
  PostList posts;
  for (Area const &grid : town.grids) {
    posts.add(PostKind::grid_worker, grid.code, 1);
  }
  for (Area const &microgrid : town.microgrids) {
    posts.add(PostKind::microgrid_officer, microgrid.code, 1);
  }
  int const per_head = sizes.households_per_building_head;
  for (Building const &building : town.buildings) {
    posts.add(PostKind::building_head, building.code,
              (building.households + per_head - 1) / per_head);
  }
  for (Estate const &estate : town.estates) {
    posts.add(PostKind::building_steward, estate.area.code,
              stewards_of(estate, households.of(estate.area.code), sizes));
  }
  for (Area const &subdistrict : town.subdistricts) {
    posts.add(
        PostKind::enforcement, subdistrict.code,
        std::max(2, rounded(households.of(subdistrict.code), sizes.households_per_enforcement)));
  }
  for (Area const &community : town.communities) {
    posts.add(
        PostKind::social_worker, community.code,
        std::max(1, rounded(households.of(community.code), sizes.households_per_social_worker)));
  }
  return posts.take();
}

} // namespace yuntu::demo
