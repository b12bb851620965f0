#include "geo/walk_access.hpp"

#include <catch2/catch.hpp>

using yuntu::geo::is_private_walk;
using yuntu::geo::walk_access;
using yuntu::geo::WalkAccess;
using yuntu::geo::WalkTags;

namespace {

WalkTags highway(std::string_view value) {
  return {value, "", "", "", false};
}

} // namespace

TEST_CASE("streets that people walk on are allowed by their class") {
  auto const value = GENERATE(
      as<std::string_view>{}, "footway", "path", "pedestrian", "living_street", "residential",
      "service", "unclassified", "tertiary", "secondary", "primary", "track", "road", "corridor",
      "platform", "elevator", "cycleway", "primary_link", "secondary_link", "tertiary_link");
  CAPTURE(value);
  CHECK(walk_access(highway(value)) == WalkAccess::allowed);
}

TEST_CASE("streets that nobody walks on are denied by their class") {
  auto const value = GENERATE(as<std::string_view>{}, "motorway", "motorway_link", "trunk",
                              "trunk_link", "bridleway", "busway", "raceway", "construction",
                              "proposed", "bus_guideway", "kerb", "rest_area", "no", "");
  CAPTURE(value);
  CHECK(walk_access(highway(value)) == WalkAccess::denied);
}

TEST_CASE("steps are told apart") {
  CHECK(walk_access(highway("steps")) == WalkAccess::steps);
  CHECK(walk_access({"steps", "", "no", "", false}) == WalkAccess::denied);
  CHECK(walk_access({"steps", "private", "yes", "", false}) == WalkAccess::steps);
}

TEST_CASE("the specific key wins: foot, then access, then the class") {
  auto const [tags, access] = GENERATE(table<WalkTags, WalkAccess>({
      {{"residential", "no", "", "", false}, WalkAccess::denied},
      {{"residential", "private", "", "", false}, WalkAccess::allowed},
      {{"residential", "private", "yes", "", false}, WalkAccess::allowed},
      {{"residential", "no", "designated", "", false}, WalkAccess::allowed},
      {{"residential", "no", "permissive", "", false}, WalkAccess::allowed},
      {{"residential", "no", "official", "", false}, WalkAccess::allowed},
      {{"residential", "yes", "no", "", false}, WalkAccess::denied},
      {{"residential", "yes", "private", "", false}, WalkAccess::allowed},
      {{"residential", "yes", "use_sidepath", "", false}, WalkAccess::denied},
      {{"residential", "destination", "", "", false}, WalkAccess::allowed},
      {{"residential", "private", "destination", "", false}, WalkAccess::allowed},
      {{"motorway", "private", "", "", false}, WalkAccess::denied},
      {{"cycleway", "", "no", "", false}, WalkAccess::denied},
      {{"bridleway", "", "yes", "", false}, WalkAccess::allowed},
      {{"motorway", "", "yes", "", false}, WalkAccess::allowed},
      {{"motorway", "destination", "", "", false}, WalkAccess::denied},
  }));
  CAPTURE(tags.highway, tags.access, tags.foot);
  CHECK(walk_access(tags) == access);
}

TEST_CASE("private ways are told apart: the specific key wins here too") {
  auto const [tags, is_private] = GENERATE(table<WalkTags, bool>({
      {{"residential", "private", "", "", false}, true},
      {{"residential", "private", "destination", "", false}, true},
      {{"residential", "yes", "private", "", false}, true},
      {{"residential", "residents", "", "", false}, true},
      {{"steps", "private", "", "", false}, true},
      {{"residential", "", "", "", false}, false},
      {{"residential", "private", "permissive", "", false}, false},
      {{"residential", "private", "no", "", false}, false},
      {{"residential", "no", "", "", false}, false},
      {{"motorway", "private", "", "", false}, false},
      {{"construction", "private", "", "", false}, false},
  }));
  CAPTURE(tags.highway, tags.access, tags.foot);
  CHECK(is_private_walk(tags) == is_private);
}

TEST_CASE("a trunk road is walked only where a foot or sidewalk tag says so") {
  CHECK(walk_access({"trunk", "", "yes", "", false}) == WalkAccess::allowed);
  CHECK(walk_access({"trunk", "", "", "both", false}) == WalkAccess::allowed);
  CHECK(walk_access({"trunk_link", "", "", "right", false}) == WalkAccess::allowed);
  CHECK(walk_access({"trunk", "", "", "no", false}) == WalkAccess::denied);
  CHECK(walk_access({"trunk", "", "", "none", false}) == WalkAccess::denied);
  CHECK(walk_access({"motorway", "", "", "both", false}) == WalkAccess::denied);
}

TEST_CASE("what is not built is not walked, whatever it promises") {
  CHECK(walk_access({"construction", "", "yes", "", false}) == WalkAccess::denied);
  CHECK(walk_access({"proposed", "", "designated", "", false}) == WalkAccess::denied);
}

TEST_CASE("ferries take people on foot unless they say otherwise") {
  CHECK(walk_access({"", "", "", "", true}) == WalkAccess::ferry);
  CHECK(walk_access({"", "", "yes", "", true}) == WalkAccess::ferry);
  CHECK(walk_access({"", "", "no", "", true}) == WalkAccess::denied);
  CHECK(walk_access({"", "private", "", "", true}) == WalkAccess::denied);
}
