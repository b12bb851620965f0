#include "server/services/barrier_service.hpp"
#include "server/services/what_if_service.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

using City = std::shared_ptr<services::WalkCity const>;

/// The way from the station to the building runs round a wall, 40 m from both.
City walled_town() {
  AsciiMap const map(R"(
    A--------------------------------B

    D--------------------------------C
  )",
                     20);
  auto const by_a = map.at('A');
  auto const by_d = map.at('D');
  services::BaseMap::Layers layers;
  using model::LayerKind;
  layers[LayerKind::street] = layer_version(
      LayerKind::street,
      {feature({}, geo::LineString{by_a, map.at('B')}, {{"highway", "path"}}),
       feature({}, geo::LineString{map.at('B'), map.at('C'), by_d}, {{"highway", "path"}})});
  layers[LayerKind::station] = layer_version(LayerKind::station, {feature("T1", by_a)});
  layers[LayerKind::building] = layer_version(
      LayerKind::building,
      {feature("B1", box(by_d.lon() - 1e-4, by_d.lat() - 2e-4, by_d.lon(), by_d.lat() - 1e-4),
               {{"households", "10"}})});
  return std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{});
}

/// Of the two ways round, the one with the wider wall has more buildings; none tells its
/// households.
City uncounted_town() {
  AsciiMap const map(R"(
    E----------------------------------F


    A----------------------------------B

    D----------------------------------C
  )",
                     18);
  auto const building = [](std::string const &code, geo::LonLat at) {
    return feature(code, box(at.lon() - 1e-4, at.lat(), at.lon(), at.lat() + 1e-4));
  };
  auto const street = [&](char from, char to) {
    return feature({}, geo::LineString{map.at(from), map.at(to)}, {{"highway", "path"}});
  };
  services::BaseMap::Layers layers;
  using model::LayerKind;
  layers[LayerKind::street] =
      layer_version(LayerKind::street, {street('A', 'B'), street('B', 'C'), street('C', 'D'),
                                        street('B', 'F'), street('F', 'E')});
  layers[LayerKind::station] = layer_version(LayerKind::station, {feature("T1", map.at('A'))});
  layers[LayerKind::building] =
      layer_version(LayerKind::building, {building("B1", map.at('D')), building("B2", map.at('E')),
                                          building("B3", map.at('E'))});
  return std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{});
}

} // namespace

TEST_CASE("where buildings say nothing of households, openings go by buildings") {
  services::WhatIfShelf shelf;
  services::BarrierService barriers(shelf);
  auto const answer = barriers.look(uncounted_town(), walkers::standard, 300);
  REQUIRE_FALSE(answer.openings.empty());
  CHECK(answer.openings[0].gained == protocol::PeopleCount{2, 0});
  CHECK(answer.openings[0].saved_household_s == 0);
}

TEST_CASE("a closed street is a gate, with what opening it would serve") {
  auto const city = small_town::cut_city();
  services::WhatIfShelf shelf;
  services::BarrierService barriers(shelf);
  auto const answer = barriers.look(city, walkers::standard, 900);
  REQUIRE(answer.openings.size() == 1);
  auto const &gate = answer.openings[0];
  CHECK(gate.kind == protocol::BarrierKind::gate);
  CHECK(gate.length_m == Approx(182).margin(2));
  auto const opened =
      services::what_if(shelf, services::view_of(city, walkers::standard),
                        {900, "standard", {protocol::OpenStreet{small_town::bottleneck}}});
  REQUIRE(opened);
  CHECK(gate.gained == opened->gained.counts);
  CHECK(gate.gained == protocol::PeopleCount{1, 30});
  CHECK(gate.shorter == opened->shorter);
}

TEST_CASE("opening a gate turns doors back to its street, as a what-if of it does") {
  auto const base = std::make_shared<services::BaseMap const>(small_town::layers());
  auto const &graph = base->walk()->graph();
  std::size_t gates = 0;
  for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    auto const ends = graph.points(edge);
    auto const middle = place((ends.front().lon() + ends.back().lon()) / 2,
                              (ends.front().lat() + ends.back().lat()) / 2);
    auto const city = std::make_shared<services::WalkCity const>(
        base, std::map<std::string, model::Closure>{{"k", {"k", middle, "", {}}}});
    services::WhatIfShelf shelf;
    services::BarrierService barriers(shelf);
    auto const answer = barriers.look(city, walkers::standard, 900);
    auto const opened = services::what_if(shelf, services::view_of(city, walkers::standard),
                                          {900, "standard", {protocol::OpenStreet{middle}}});
    REQUIRE(opened);
    CAPTURE(edge);
    bool const changes_walks = opened->gained.counts.buildings > 0 || opened->shorter > 0;
    REQUIRE(answer.openings.size() == (changes_walks ? 1U : 0U));
    if (changes_walks) {
      CHECK(answer.openings[0].gained == opened->gained.counts);
      CHECK(answer.openings[0].shorter == opened->shorter);
      ++gates;
    }
  }
  CHECK(gates > 3);
}

TEST_CASE("a hole in a wall is a link, and serves what a what-if of it says") {
  auto const city = walled_town();
  services::WhatIfShelf shelf;
  services::BarrierService barriers(shelf);
  auto const answer = barriers.look(city, walkers::standard, 300);
  REQUIRE_FALSE(answer.openings.empty());
  auto const &link = answer.openings[0];
  CHECK(link.kind == protocol::BarrierKind::link);
  CHECK(link.length_m == Approx(40).margin(1));
  CHECK(link.gained == protocol::PeopleCount{1, 10});
  auto const built = services::what_if(shelf, services::view_of(city, walkers::standard),
                                       {300, "standard", {protocol::AddLink{link.from, link.to}}});
  REQUIRE(built);
  CHECK(built->gained.counts == link.gained);
}

TEST_CASE("a compound is found that people would rather walk through, and a what-if opens it") {
  auto layers = small_town::western_layers();
  auto const along = [](double from_lon, double to_lon) {
    return geo::LineString{place(from_lon, small_town::street_lat),
                           place(to_lon, small_town::street_lat)};
  };
  layers[model::LayerKind::street] = layer_version(
      model::LayerKind::street,
      {feature({}, along(118.351, 118.355), {{"highway", "residential"}}),
       feature({}, along(118.355, 118.359), {{"highway", "service"}, {"access", "private"}}),
       feature({}, along(118.359, 118.369), {{"highway", "residential"}})});
  auto const city = std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{});
  services::WhatIfShelf shelf;
  services::BarrierService barriers(shelf);
  auto const answer = barriers.look(city, walkers::standard, 900);
  REQUIRE(answer.openings.size() == 1);
  auto const &compound = answer.openings[0];
  CHECK(compound.kind == protocol::BarrierKind::compound);
  CHECK(compound.length_m == Approx(365).margin(2));
  CHECK(compound.gained == protocol::PeopleCount{1, 30});
  auto const opened = services::what_if(shelf, services::view_of(city, walkers::standard),
                                        {900, "standard", {protocol::OpenStreet{compound.from}}});
  REQUIRE(opened);
  CHECK(opened->gained.counts == compound.gained);
}

TEST_CASE("what was found is kept for the same question about the same city only") {
  services::WhatIfShelf shelf;
  services::BarrierService barriers(shelf);
  auto const city = small_town::cut_city();
  CHECK_FALSE(barriers.find(city, walkers::standard, 900));
  auto const looked = barriers.look(city, walkers::standard, 900);
  auto const found = barriers.find(city, walkers::standard, 900);
  REQUIRE(found);
  CHECK(found->openings.size() == looked.openings.size());
  CHECK_FALSE(barriers.find(city, walkers::standard, 901));
  CHECK_FALSE(barriers.find(city, walkers::elder, 900));
  CHECK_FALSE(barriers.find(small_town::cut_city(), walkers::standard, 900));
}
