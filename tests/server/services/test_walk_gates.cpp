// Gates that not everybody may pass, from the layer of gates to what-ifs and barriers.
#include "server/services/barrier_service.hpp"
#include "server/services/coverage_service.hpp"
#include "server/services/what_if_service.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuntu;
using namespace yuntu::test;
using model::LayerKind;
using Attributes = std::vector<std::pair<std::string, std::string>>;

namespace {

/// One street with a gate at G; the house on the other side of it than the station.
AsciiMap const drawing(R"(
    1--2
    4--3               s
    A-------G----------B----------C
)",
                       10);

services::BaseMap::Layers layers(Attributes const &gate, Attributes const &street = {}) {
  std::vector<model::LayerFeature> streets{feature({}, drawing.line("AGBC").points, street)};
  // Enough crossings for a network of useful size, on both sides.
  for (char const end : {'A', 'C'}) {
    auto const from = drawing.at(end);
    for (int i = 0; i < 12; ++i) {
      streets.push_back(feature(
          {}, geo::LineString{from, place(from.lon() + 1e-5 * i - 6e-5, from.lat() - 2e-4)}));
    }
  }
  services::BaseMap::Layers made;
  made[LayerKind::walk] = layer_version(LayerKind::walk, streets);
  made[LayerKind::building] = layer_version(
      LayerKind::building, {feature("B1", drawing.polygon("4321"), {{"households", "10"}})});
  made[LayerKind::station] = layer_version(LayerKind::station, {feature("T1", drawing.at('s'))});
  made[LayerKind::gate] = layer_version(LayerKind::gate, {feature("K1", drawing.at('G'), gate)});
  return made;
}

std::shared_ptr<services::WalkCity const>
city_of(services::BaseMap::Layers made,
        std::map<std::string, model::Closure> const &closures = {}) {
  return std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(std::move(made)), closures);
}

std::int64_t served(services::WalkCity const &city) {
  return services::reaches_of(city, services::fifteen_minutes_s).at(0).upsert.households;
}

tl::expected<protocol::WhatIfAnswer, protocol::Problem>
ask(std::shared_ptr<services::WalkCity const> const &city, protocol::TownEdit const &edit) {
  services::WhatIfShelf shelf;
  return services::what_if(shelf, services::view_of(city, walkers::standard),
                           {services::fifteen_minutes_s, "standard", {edit}});
}

} // namespace

TEST_CASE("nobody is served through a gate that not everybody may pass") {
  CHECK(served(*city_of(layers({}))) == 10);
  CHECK(served(*city_of(layers({{"access", "yes"}, {"locked", "yes"}}))) == 10);
  CHECK(served(*city_of(layers({{"access", "no"}}))) == 0);
  CHECK(served(*city_of(layers({{"access", "private"}}))) == 0);
  CHECK(served(*city_of(layers({{"locked", "yes"}}))) == 0);
  CHECK(served(*city_of(layers({{"access", "private"}, {"foot", "yes"}}))) == 10);
}

TEST_CASE("a private street's gate for residents is no wall around them") {
  CHECK(served(*city_of(layers({{"access", "private"}},
                               {{"highway", "service"}, {"access", "private"}}))) == 10);
  CHECK(served(*city_of(
            layers({{"access", "no"}}, {{"highway", "service"}, {"access", "private"}}))) == 0);
}

TEST_CASE("whoever opens a locked gate in a what-if is told whom it serves") {
  auto const city = city_of(layers({{"access", "no"}}));
  auto const opened = ask(city, protocol::OpenStreet{drawing.at('G')});
  REQUIRE(opened);
  CHECK(opened->gained.counts == protocol::PeopleCount{1, 10});
  CHECK(ask(city_of(layers({})), protocol::OpenStreet{drawing.at('G')}).error().status == 422);
}

TEST_CASE("a locked gate is among the barriers") {
  services::WhatIfShelf shelf;
  auto const city = city_of(layers({{"access", "no"}}));
  services::BarrierService barriers(shelf);
  auto const found = barriers.look(city, walkers::standard, services::fifteen_minutes_s);
  REQUIRE(found.openings.size() == 1);
  CHECK(found.openings[0].kind == protocol::BarrierKind::gate);
  CHECK(found.openings[0].gained == protocol::PeopleCount{1, 10});
  CHECK(geo::distance_m(found.openings[0].from, drawing.at('G')) < 1.1);
}

TEST_CASE("a street closed beside a gate is the street, not the passage") {
  auto const gate = Attributes{{"access", "no"}};
  auto const city = city_of(layers(gate), {{"k", {"k", drawing.at('G'), "", {}, ""}}});
  std::set<geo::EdgeId> const closed(city->closed().edges().begin(), city->closed().edges().end());
  CHECK(closed.size() == 2);
}

TEST_CASE("every profile has the same gates") {
  auto const city = city_of(layers({{"access", "no"}}, {{"highway", "steps"}}));
  auto const wheelchair = city->variant(walkers::wheelchair.profile);
  REQUIRE(wheelchair);
  CHECK(city->closed().edges().size() == 1);
  CHECK(wheelchair->closed().edges().empty()); // the passage is steps, which it leaves out
}
