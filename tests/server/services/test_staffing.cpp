#include "server/services/staff_service.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;
using model::PostKind;
using protocol::StaffingFigures;
using services::owners_of;

namespace {

/// The small town with S1 > C1 > G1 (B1 with 24 households), G2 (B2 with 30, B3 with 12) and an
/// estate across both grids.
services::AreaTree town() {
  auto layers = small_town::layers();
  layers[model::LayerKind::estate] = layer_version(
      model::LayerKind::estate, {feature("E1", box(118.353, 35.0551, 118.362, 35.0556))});
  return services::AreaTree(std::make_shared<services::BaseMap const>(layers));
}

/// W1 in G1 held by p1 from 0 to 100 and by p2 from then on; W2 in G2 vacant; a head in B2 and
/// another for the whole community; C9 on an area that is gone.
model::Staff staff() {
  model::Staff made;
  made.put_post("W1", PostKind::grid_worker, {AreaLevel::grid, "G1"});
  made.put_assignment("W1", {"p1", at_s(0), at_s(100)});
  made.put_assignment("W1", {"p2", at_s(100), std::nullopt});
  made.put_post("W2", PostKind::grid_worker, {AreaLevel::grid, "G2"});
  made.put_post("H2", PostKind::building_head, {AreaLevel::building, "B2"});
  made.put_assignment("H2", {"p3", at_s(0), std::nullopt});
  made.put_post("H9", PostKind::building_head, {AreaLevel::community, "C1"});
  made.put_assignment("H9", {"p4", at_s(200), std::nullopt});
  made.put_post("C9", PostKind::social_worker, {AreaLevel::community, "gone"});
  for (auto const *const code : {"p1", "p2", "p3", "p4"}) {
    made.put_person({code, "张" + std::string(code), "13900008000"});
  }
  return made;
}

StaffingFigures figures(services::AreaTree const &tree, AreaLevel level, std::string const &code,
                        double second) {
  for (auto const &item : staffing_of(tree, staff(), level, at_s(second)).items) {
    if (item.code == code) {
      return item.figures;
    }
  }
  FAIL("no item " << code);
  return {};
}

model::Principal const desk{"u1", model::Role::command, {}, {}};
model::Principal const planner{"u2", model::Role::planner, {}, {}};

} // namespace

TEST_CASE("areas nest as the hierarchy says, and an estate holds no grid") {
  CHECK(services::nests(AreaLevel::subdistrict, AreaLevel::building));
  CHECK(services::nests(AreaLevel::estate, AreaLevel::building));
  CHECK_FALSE(services::nests(AreaLevel::estate, AreaLevel::grid));
  CHECK_FALSE(services::nests(AreaLevel::estate, AreaLevel::microgrid));
  CHECK_FALSE(services::nests(AreaLevel::grid, AreaLevel::grid));
  CHECK_FALSE(services::nests(AreaLevel::grid, AreaLevel::community));
}

TEST_CASE("a building's audience is what it lies in") {
  auto const tree = town();
  CHECK(tree.audience_of({AreaLevel::building, "B2"}) == model::Audience{"S1", "C1", "G2"});
  CHECK(tree.audience_of({AreaLevel::community, "C1"}) == model::Audience{"S1", "C1", ""});
  CHECK(tree.audience_of({AreaLevel::grid, "gone"}) == model::Audience{});
}

TEST_CASE("staffing figures of each level are what one counts by hand") {
  auto const tree = town();
  // households, posts, filled, vacant, heads_required, heads, heads_deficit
  CHECK(figures(tree, AreaLevel::grid, "G1", 50) == StaffingFigures{24, 1, 1, 0, 1, 0, 1});
  CHECK(figures(tree, AreaLevel::grid, "G2", 50) == StaffingFigures{42, 2, 1, 1, 2, 1, 1});
  CHECK(figures(tree, AreaLevel::building, "B3", 50) == StaffingFigures{12, 0, 0, 0, 1, 0, 1});
  CHECK(figures(tree, AreaLevel::building, "B2", 50) == StaffingFigures{30, 1, 1, 0, 1, 1, 0});
  CHECK(figures(tree, AreaLevel::estate, "E1", 50) == StaffingFigures{54, 1, 1, 0, 2, 1, 1});
  CHECK(figures(tree, AreaLevel::community, "C1", 50) == StaffingFigures{66, 4, 2, 2, 3, 1, 2});
  CHECK(figures(tree, AreaLevel::community, "C1", 200) == StaffingFigures{66, 4, 3, 1, 3, 2, 1});
  CHECK(figures(tree, AreaLevel::subdistrict, "S1", -1) == StaffingFigures{66, 4, 0, 4, 3, 0, 3});
}

TEST_CASE("a surplus of heads in one building does not hide the want of them in another") {
  auto const tree = town();
  auto made = staff();
  for (std::string const code : {"X1", "X2", "X3"}) {
    made.put_post(code, PostKind::building_head, {AreaLevel::building, "B2"});
    made.put_assignment(code, {"p1", at_s(0), std::nullopt});
  }
  auto const answer = staffing_of(tree, made, AreaLevel::community, at_s(0));
  CHECK(answer.items.at(0).figures.heads == 4);
  CHECK(answer.items.at(0).figures.heads_deficit == 2);
}

TEST_CASE("the owners of a point stand nearest first, as of the time asked for") {
  auto const base = small_town::base();
  auto const in_b2 = base->location_of(place(118.3608, 35.0553), 0);
  auto const owners = services::owners_of(in_b2, staff(), desk, at_s(250));
  REQUIRE(owners.size() == 3);
  CHECK(owners[0].code == "H2");
  CHECK(owners[0].person->name == "张p3");
  CHECK(owners[1].code == "W2");
  CHECK_FALSE(owners[1].person);
  CHECK(owners[2].code == "H9");
  auto const in_g1 = base->location_of(place(118.3545, 35.052), 0);
  CHECK(services::owners_of(in_g1, staff(), desk, at_s(99)).at(0).person->code == "p1");
  CHECK(services::owners_of(in_g1, staff(), desk, at_s(100)).at(0).person->code == "p2");
}

TEST_CASE("who may not see people sees their masks") {
  auto const base = small_town::base();
  auto const in_g1 = base->location_of(place(118.3545, 35.052), 0);
  CHECK(services::owners_of(in_g1, staff(), planner, at_s(0)).at(0).person ==
        model::Person{"p1", "张**", "139****8000"});
  model::Principal const worker{"u3", model::Role::grid_worker, {"G2"}, {}};
  auto const tree = town();
  for (auto const &post : staff_of(tree, staff(), worker, at_s(250))) {
    if (post.person) {
      CAPTURE(post.code);
      CHECK((post.person->name == "张**") == (post.code != "H2"));
    }
  }
  CHECK(staff_of(tree, staff(), desk, at_s(0)).size() == 5);
}

TEST_CASE("a post whose person was erased is filled all the same") {
  auto made = staff();
  made.put_person({"p1", "", ""});
  made.put_assignment("W2", {"nobody", at_s(0), std::nullopt});
  auto const tree = town();
  for (auto const &post : staff_of(tree, made, planner, at_s(0))) {
    if (post.code == "W1" || post.code == "W2") {
      REQUIRE(post.person);
      CHECK(post.person->name.empty());
    }
  }
}
