#include "server/services/area_locator.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;

TEST_CASE("a locator says what the base map says", "[locator]") {
  services::AreaLocator locator(small_town::base());
  std::mt19937 random(7);
  std::uniform_int_distribution<int> lon(-20, 220);
  std::uniform_int_distribution<int> lat(-20, 120);
  for (int i = 0; i < 2000; ++i) {
    auto const where = place(118.35 + lon(random) * 0.0001, 35.05 + lat(random) * 0.0001);
    CHECK(locator.locate(where) == locator.base().locate(where));
  }
}

TEST_CASE("the same areas come back as the same shared object", "[locator]") {
  services::AreaLocator locator(small_town::base());
  auto const one = locator.locate(place(118.3541, 35.0521));
  auto const other = locator.locate(place(118.3542, 35.0522));
  CHECK(&one.codes() == &other.codes());
  CHECK(&one.codes() != &locator.locate(place(118.3641, 35.0521)).codes());
}

TEST_CASE("the name of the areas follows the versions of their layers only", "[locator]") {
  auto const name = [](auto const &change) {
    auto layers = small_town::layers();
    change(layers);
    return services::BaseMap(layers, services::BaseMap::Walking::left_out).areas_name();
  };
  auto const unchanged = name([](auto & /*layers*/) {});
  CHECK(unchanged != 0);
  CHECK(unchanged == small_town::base()->areas_name());
  CHECK(unchanged == name([](auto &layers) {
          layers[model::LayerKind::street] =
              layer_version(model::LayerKind::street, small_town::streets(), "v2");
        }));
  CHECK(unchanged != name([](auto &layers) {
          layers[model::LayerKind::grid] =
              layer_version(model::LayerKind::grid, small_town::grids(), "v2");
        }));
}
