#include "tests/tools/town_checks.hpp"

#include "geo/catchment.hpp"
#include "geo/local_frame.hpp"
#include "geo/street_snapper.hpp"
#include "geo/walk_access.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace yuntu;
using namespace yuntu::demo;
namespace checks = yuntu::demo::checks;

namespace {

constexpr double minutes_15_s = 900;

geo::WalkGraph walk_graph(DemoTown const &town) {
  std::vector<geo::StreetLine> lines;
  for (WalkLine const &walk : town.walks) {
    auto const access = geo::walk_access({walk.highway, walk.access, walk.foot, "", false});
    if (access != geo::WalkAccess::denied) {
      lines.push_back(
          {walk.line,
           {},
           access == geo::WalkAccess::steps ? geo::StreetClass::steps : geo::StreetClass::street,
           0,
           0});
    }
  }
  return {lines, geo::WalkProfile{}};
}

/// The first building of every estate without a wall: as good a place for a station as any.
std::vector<geo::LonLat> likely_stations(DemoTown const &town) {
  std::vector<geo::LonLat> places;
  for (Estate const &estate : town.estates) {
    auto const first =
        std::find_if(town.buildings.begin(), town.buildings.end(),
                     [&](Building const &b) { return b.estate == estate.area.code; });
    if (estate.gates.empty() && first != town.buildings.end()) {
      places.push_back(first->polygon.outer.front());
    }
  }
  return places;
}

class Walks {
public:
  explicit Walks(DemoTown const &town)
      : town_(town), graph_(walk_graph(town)), snapper_(graph_), search_(graph_) {
    std::vector<geo::Target> targets;
    for (Building const &building : town.buildings) {
      auto const snap = snapper_.snap(building.polygon);
      targets.push_back({snap ? std::optional(snap->point) : std::nullopt, building.households});
    }
    targets_ = geo::TargetSet(graph_, std::move(targets));
  }

  [[nodiscard]] double households_on_foot(geo::LonLat place) {
    auto const snap = snapper_.snap(place);
    std::optional<geo::StreetPoint> const origin = snap ? std::optional(snap->point) : std::nullopt;
    auto const found =
        geo::catchments_to(search_, targets_, std::span(&origin, 1), minutes_15_s, {});
    std::int64_t households = 0;
    for (auto const &reached : found.front()) {
      households += targets_.target(reached.target).weight;
    }
    return static_cast<double>(households);
  }

  [[nodiscard]] double households_in_circle(geo::LonLat place) const {
    double const radius_m = graph_.profile().speed_mps * minutes_15_s;
    double households = 0;
    for (Building const &building : town_.buildings) {
      if (geo::distance_m(place, building.polygon.outer.front()) <= radius_m) {
        households += building.households;
      }
    }
    return households;
  }

  [[nodiscard]] bool all_are_reached() const {
    return std::all_of(town_.buildings.begin(), town_.buildings.end(), [&](Building const &b) {
      return targets_.target(static_cast<geo::TargetId>(&b - town_.buildings.data())).at;
    });
  }

private:
  DemoTown const &town_;
  geo::WalkGraph graph_;
  geo::StreetSnapper snapper_;
  geo::ReachSearch search_;
  geo::TargetSet targets_;
};

} // namespace

TEST_CASE("fifteen minutes on foot serve over 30 % fewer households than the circle somewhere") {
  checks::for_each_county(5, [](DemoTown const &town) {
    CAPTURE(town.seed);
    Walks walks(town);
    CHECK(walks.all_are_reached());
    double most = 0;
    double least = 1;
    for (geo::LonLat const place : likely_stations(town)) {
      double const circle = walks.households_in_circle(place);
      double const missing = (circle - walks.households_on_foot(place)) / circle;
      most = std::max(most, missing);
      least = std::min(least, missing);
    }
    CAPTURE(most, least);
    CHECK(most > 0.3);
    CHECK(least < 0.4); // the streets are no maze: a grid of streets alone leaves out 36 %
  });
}
