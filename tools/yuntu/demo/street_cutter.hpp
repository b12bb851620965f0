#pragma once

#include "tools/yuntu/demo/street_plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace yuntu::demo {

/// Hands out each name once; afterwards numbers them ("北园街2").
class NamePool {
public:
  explicit NamePool(std::vector<std::string> names) : names_(std::move(names)) {}
  [[nodiscard]] std::string take();

private:
  std::vector<std::string> names_;
  std::size_t taken_ = 0;
};

/// The streets' names: a street that goes on beyond a crossing keeps its own.
class StreetNames {
public:
  explicit StreetNames(NameLists const &names)
      : east_west_(names.east_west), north_south_(names.north_south) {}

  [[nodiscard]] std::string name_of(StreetPlan const &plan, Chain const &line);
  [[nodiscard]] std::string take_north_south() { return north_south_.take(); }

private:
  NamePool east_west_;
  NamePool north_south_;
};

enum class Course { across_short_side, east_west, north_south };

/// A cut to be: how much of the land lies on its left, and what the street is.
struct CutWish {
  double share = 0.5;
  double spread = 0; ///< the share varies by up to this
  StreetRank rank = StreetRank::residential;
  Course course = Course::across_short_side;
};

/// Cuts land in two along a new street that it adds to the plan, nameless.
[[nodiscard]] std::pair<Chain, Chain> cut_land(StreetPlan &plan, Chain const &ring,
                                               CutWish const &wish, Random &random);
/// A slightly bent line between two places.
[[nodiscard]] Chain draw_street(StreetPlan const &plan, geo::LonLat from, geo::LonLat to,
                                Random &random);

} // namespace yuntu::demo
