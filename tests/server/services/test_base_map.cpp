#include "server/services/area_locator.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;

TEST_CASE("a point is in the areas that cover it") {
  auto const base = small_town::base();
  auto const areas = base->locate(place(118.355, 35.052));
  CHECK(areas == areas_of("S1", "C1", "G1"));
  CHECK(base->locate(place(118.3608, 35.0553))[AreaLevel::building] == "B2");
  CHECK(base->locate(place(118.40, 35.052)) == model::AreaCodes{});
}

TEST_CASE("on a shared border the lower code wins, whichever stands first in the file") {
  auto const base = small_town::base();
  CHECK(base->locate(place(small_town::border_lon, 35.052))[AreaLevel::grid] == "G1");
  CHECK(base->locate(place(118.3600001, 35.052))[AreaLevel::grid] == "G2");
}

TEST_CASE("a location has names, and near a border of a level that level's candidates") {
  auto const base = small_town::base();
  auto const near_border = place(118.3599, 35.052); // by 9.13 m
  auto const exact = base->location_of(near_border, 0);
  CHECK(exact.areas[3]->code == "G1");
  CHECK(exact.areas[3]->name == "name of G1");
  CHECK_FALSE(exact.areas[5]);
  CHECK(exact.candidates.empty());
  CHECK(base->location_of(near_border, 5).candidates.empty()); // 2.76 sigma off
  auto const in_doubt = base->location_of(near_border, 20).candidates;
  REQUIRE(in_doubt.size() == 2);
  CHECK(in_doubt[0].level == AreaLevel::grid);
  CHECK(in_doubt[0].code == "G1");
  CHECK(in_doubt[0].probability == Approx(0.755).margin(0.003)); // 0.689 sigma
  CHECK(in_doubt[1].code == "G2");
  CHECK(in_doubt[0].probability + in_doubt[1].probability == Approx(1));
}

TEST_CASE("in no building is a candidate beside a building") {
  auto const found = small_town::base()->location_of(place(118.3608, 35.0553), 15).candidates;
  REQUIRE(found.size() == 2);
  CHECK(found[0].level == AreaLevel::building);
  CHECK(found[0].code.empty());
  CHECK(found[1].code == "B2");
  CHECK(found[1].probability == Approx(0.472).margin(0.005)); // 18.2 x 22.2 m
}

TEST_CASE("a building is found by its code, inside it") {
  auto const base = small_town::base();
  auto const found = base->find_building("B1");
  REQUIRE(found);
  CHECK(base->locate(*found)[AreaLevel::building] == "B1");
  CHECK_FALSE(base->find_building("B9"));
}

TEST_CASE("rights can name a subdistrict, a community or a grid") {
  auto const base = small_town::base();
  CHECK(base->governed_levels("S1") == 1);
  CHECK(base->governed_levels("C1") == 1);
  CHECK(base->governed_levels("G2") == 1);
  CHECK(base->governed_levels("B1") == 0);
  CHECK(base->governed_levels("T1") == 0);
  CHECK(base->governed_levels("") == 0);
}

TEST_CASE("stations stand in the order of their codes") {
  auto const base = small_town::base();
  REQUIRE(base->stations().size() == 2);
  CHECK(base->stations()[0].code == "T1");
  CHECK(base->stations()[1].place == small_town::station_east);
}

TEST_CASE("a map without streets has no walk map, and walking can be left out") {
  auto layers = small_town::layers();
  CHECK(services::BaseMap(layers, services::BaseMap::Walking::left_out).walk() == nullptr);
  layers.erase(model::LayerKind::street);
  services::BaseMap const base(layers);
  CHECK(base.walk() == nullptr);
  CHECK(base.find_layer(model::LayerKind::street) == nullptr);
  services::BaseMap const nothing{services::BaseMap::Layers{}};
  CHECK(nothing.extent().is_empty());
  CHECK(nothing.locate(place(118.355, 35.052)) == model::AreaCodes{});
}

TEST_CASE(
    "a point is in every fence that covers it, in order of their codes, and in none in a hole") {
  auto const base = small_town::with_fences("v1");
  using Codes = model::AreaCodes::Fences;
  CHECK(base->locate(place(118.355, 35.055)).fences() == Codes{"flood", "school"});
  CHECK(base->locate(place(118.353, 35.055)).fences() == Codes{"school"});
  CHECK(base->locate(place(118.359, 35.055)).fences().empty());           // the hole
  CHECK(base->locate(place(118.368, 35.052)).fences() == Codes{"flood"}); // its other part
  CHECK(base->locate(place(118.359, 35.055)) == small_town::base()->locate(place(118.359, 35.055)));
  services::AreaLocator locator(base);
  for (auto const lon : {118.353, 118.355, 118.353, 118.359, 118.368}) {
    CHECK(locator.locate(place(lon, 35.055)) == base->locate(place(lon, 35.055)));
  }
}

TEST_CASE("how far outside a fence a place is, is measured to its nearest part") {
  auto const base = small_town::with_fences("v1");
  CHECK(base->distance_outside_fence_m("flood", place(118.355, 35.055)) == 0);
  CHECK(base->distance_outside_fence_m("flood", place(118.3595, 35.055)) ==
        Approx(111).margin(2)); // in the hole, 0.001 degree of latitude from its border
  CHECK(base->distance_outside_fence_m("flood", place(118.3691, 35.052)) == Approx(9.1).margin(1));
  CHECK(std::isinf(base->distance_outside_fence_m("site", place(118.355, 35.055))));
}

TEST_CASE(
    "another version of the fences gives the areas another name and leaves the county's extent") {
  auto const with = small_town::with_fences("v1");
  CHECK(with->areas_name() != small_town::base()->areas_name());
  CHECK(with->areas_name() != small_town::with_fences("v2")->areas_name());
  auto layers = small_town::layers();
  layers[model::LayerKind::fence] =
      layer_version(model::LayerKind::fence, {feature("far", box(110, 30, 111, 31))});
  CHECK(services::BaseMap(layers).extent() == small_town::base()->extent());
}
