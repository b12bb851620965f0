#include "tests/tools/town_checks.hpp"
#include "tools/checkout.hpp"
#include "tools/yuntu/demo/footprint.hpp"
#include "tools/yuntu/demo/furnish.hpp"
#include "tools/yuntu/demo/staff_appointments.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace yuntu::demo;

namespace {

DemoTown furnished_county(std::uint64_t seed) {
  auto const definition = read_definition(yuntu::checkout() + "/data/demo/county.toml");
  auto const furniture = read_furniture(yuntu::checkout() + "/data/demo/county_furniture.toml");
  return furnish(make_town(definition, seed), furniture);
}

} // namespace

TEST_CASE("the county has its 60 stations, 56 rooms, thousands of shops, and staff for all areas") {
  auto const seed = GENERATE(std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3});
  CAPTURE(seed);
  DemoTown const county = furnished_county(seed);
  CHECK(county.stations.size() == 60);
  CHECK(county.rooms.size() == 56);
  CHECK(county.shops.size() >= 2000);
  CHECK(county.shops.size() <= 3000);
  FootprintIndex const footprints(county.buildings);
  std::set<std::string> with_centre;
  std::map<std::string, int> kinds;
  for (Station const &station : county.stations) {
    auto const building = footprints.building_at(station.place);
    REQUIRE(building);
    ++kinds[station.kind];
    if (station.kind == county.stations.front().kind) {
      with_centre.insert(county.buildings[*building].code.substr(0, 12));
    }
  }
  CHECK(with_centre.size() == county.communities.size());
  CHECK(kinds.size() == 8);
  std::set<std::string> uses;
  for (LandUse const &use : county.land_uses) {
    uses.insert(use.kind);
  }
  for (char const *kind : {"residential", "commercial", "school", "industrial", "park"}) {
    CAPTURE(kind);
    CHECK(uses.contains(kind));
  }
  auto const staff = read_staff_definition(yuntu::checkout() + "/data/demo/county_staff.toml");
  std::map<PostKind, int> posts;
  for (StaffPost const &post : appoint_staff(county, staff).posts) {
    ++posts[post.kind];
  }
  CHECK(posts[PostKind::grid_worker] == 110);
  CHECK(posts[PostKind::microgrid_officer] == 1100);
  // 78 social workers and 144 public-benefit posts in the county that the demo is modelled on.
  CHECK(posts[PostKind::social_worker] == Approx(78).margin(6));
  CHECK(posts[PostKind::grid_worker] + posts[PostKind::enforcement] == Approx(144).margin(4));
  CHECK(posts[PostKind::building_steward] >= 2 * 10);
}
