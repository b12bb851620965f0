// Answers that depend on which stations are open.
#include "server/services/area_coverage.hpp"
#include "server/services/barrier_service.hpp"
#include "server/services/building_walks.hpp"
#include "server/services/siting_service.hpp"
#include "server/services/station_coverage.hpp"
#include "server/services/station_places.hpp"
#include "server/services/what_if_service.hpp"
#include "tests/support/town_with_hours.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

model::Time const monday = town_with_hours::time_of(town_with_hours::monday_morning);
model::Time const saturday = town_with_hours::time_of(town_with_hours::saturday_evening);

services::WalkView view_at(std::optional<model::Time> at, std::string kind = {}) {
  return services::view_of(town_with_hours::city(), walkers::standard, {at, std::move(kind)});
}

/// The small town with one station more, whose hours are nobody's to read, beside the one in the
/// west.
std::shared_ptr<services::WalkCity const> city_with_unreadable_hours() {
  auto layers = town_with_hours::layers();
  auto stations = layers.at(model::LayerKind::station)->features;
  stations.push_back(feature("T3", small_town::station_west, {{"hours", "mornings"}}));
  layers[model::LayerKind::station] = layer_version(model::LayerKind::station, stations);
  return town_with_hours::city(layers);
}

/// By B1, with the station in the west nearest.
geo::LonLat const by_b1 = place(118.3575, 35.0551);

constexpr double half_hour_s = 1800;

protocol::WhatIfRequest trial(protocol::TownEdit edit) {
  return {900, "standard", {std::move(edit)}};
}

} // namespace

TEST_CASE("a station that is closed for now is told as the nearer one, with when it opens") {
  auto const nearest = [](std::optional<model::Time> until) {
    auto const base = town_with_hours::city()->shared_base();
    model::Closure const closure{"c1", {}, "", until, {}, "T1"};
    return services::nearest_stations(services::WalkCity(base, {{"c1", closure}}), by_b1,
                                      half_hour_s, monday);
  };
  auto const for_good = nearest(std::nullopt);
  REQUIRE(for_good.open);
  CHECK(for_good.open->code == "T2");
  REQUIRE(for_good.closed);
  CHECK(for_good.closed->code == "T1");
  CHECK(for_good.closed->is_open == false);
  CHECK_FALSE(for_good.closed->opens_at);
  auto const an_hour = nearest(monday + std::chrono::hours(1));
  CHECK(an_hour.closed->opens_at == monday + std::chrono::hours(1));
  auto const into_the_night = nearest(monday + std::chrono::hours(12));
  CHECK(into_the_night.closed->opens_at > monday + std::chrono::hours(12)); // the next morning
}

TEST_CASE("the nearest station is one that is open, and a nearer one that is closed is told") {
  auto const city = town_with_hours::city();
  auto const on_monday = services::nearest_stations(*city, by_b1, half_hour_s, monday);
  REQUIRE(on_monday.open);
  CHECK(on_monday.open->code == "T1");
  CHECK(on_monday.open->hours == "Mo-Fr 08:30-17:30");
  CHECK(on_monday.open->is_open == true);
  CHECK_FALSE(on_monday.closed);
  auto const on_saturday = services::nearest_stations(*city, by_b1, half_hour_s, saturday);
  REQUIRE(on_saturday.open);
  CHECK(on_saturday.open->code == "T2");
  REQUIRE(on_saturday.closed);
  CHECK(on_saturday.closed->code == "T1");
  CHECK(on_saturday.closed->is_open == false);
  CHECK(on_saturday.closed->walk_s < on_saturday.open->walk_s);
  CHECK(on_saturday.closed->opens_at == model::parse_rfc3339("2026-11-30T08:30:00+08:00"));
}

TEST_CASE("who finds no open station within the walk is told of the closed one") {
  auto const near = services::nearest_stations(*town_with_hours::city(), by_b1, 600, saturday);
  CHECK_FALSE(near.open);
  REQUIRE(near.closed);
  CHECK(near.closed->code == "T1");
}

TEST_CASE("a station whose hours cannot be read counts as open, and is not said to be") {
  auto const near =
      services::nearest_stations(*city_with_unreadable_hours(), by_b1, half_hour_s, saturday);
  REQUIRE(near.open);
  CHECK(near.open->code == "T3");
  CHECK(near.open->hours == "mornings");
  CHECK_FALSE(near.open->is_open);
}

TEST_CASE("without a time every station counts, whatever its hours") {
  auto const view = view_at(std::nullopt);
  CHECK(services::station_origins(*view.city).size() == 2);
  CHECK(services::building_walks(view, std::nullopt, 900)->buildings.size() == 3);
  CHECK(services::building_walks(view_at(monday), std::nullopt, 900)->buildings.size() == 3);
}

TEST_CASE("stations that are closed then serve nobody") {
  auto const walks = services::building_walks(view_at(saturday), std::nullopt, 900);
  REQUIRE(walks);
  REQUIRE(walks->buildings.size() == 2);
  CHECK(walks->buildings[0].code == "B2");
  CHECK(walks->buildings[0].station == "T2"); // places in the list are those of all stations
  auto const view = view_at(saturday);
  services::AreaTree const tree(view.city->shared_base());
  auto const areas = services::area_coverage(view, tree, model::AreaLevel::grid);
  CHECK(areas.total.served[2].households == 42);
  CHECK(areas.areas[0].code == "G1");
}

TEST_CASE("stations of another kind count for nothing") {
  auto const walks = services::building_walks(view_at({}, "hall"), std::nullopt, 900);
  REQUIRE(walks);
  REQUIRE(walks->buildings.size() == 2);
  CHECK(walks->buildings[1].station == "T1");
  CHECK(services::station_kinds(view_at({}).city->base()) ==
        std::vector<std::string>{"clinic", "hall"});
}

TEST_CASE("each station has whom it serves alone and whom others serve too") {
  auto const coverage = services::station_coverage(view_at(std::nullopt), 900);
  REQUIRE(coverage.stations.size() == 2);
  auto const &west = coverage.stations[0];
  CHECK(west.code == "T1");
  CHECK(west.kind == "hall");
  CHECK_FALSE(west.is_open); // no time was asked about
  CHECK(west.served.buildings == 2);
  CHECK(west.served.households == 54);
  CHECK(west.alone.households == 24); // B1
  auto const &east = coverage.stations[1];
  CHECK(east.served.households == 42);
  CHECK(east.alone.households == 12); // B3
  CHECK(coverage.shared.buildings == 1);
  CHECK(coverage.shared.households == 30); // B2
  CHECK(coverage.served.households == 66);
  CHECK(coverage.unserved.buildings == 0);
  CHECK(coverage.total.households == 66);
  REQUIRE(coverage.kinds.size() == 2);
  CHECK(coverage.kinds[1].kind == "hall");
  CHECK(coverage.kinds[1].stations == 1);
  CHECK(coverage.kinds[1].served.households == 54);
}

TEST_CASE("a closed station is listed, serves nobody, and leaves the others alone") {
  auto const coverage = services::station_coverage(view_at(saturday), 900);
  REQUIRE(coverage.stations.size() == 2);
  CHECK(coverage.stations[0].is_open == false);
  CHECK(coverage.stations[0].served.buildings == 0);
  CHECK(coverage.stations[1].is_open == true);
  CHECK(coverage.stations[1].alone.households == 42);
  CHECK(coverage.shared.buildings == 0);
  CHECK(coverage.unserved.households == 24);
  CHECK(coverage.kinds.size() == 1);
}

TEST_CASE("a what-if changes what there is at the time, and opens no closed station") {
  services::WhatIfShelf shelf;
  auto const closed_moved = services::what_if(
      shelf, view_at(saturday), trial(protocol::MoveStation{"T1", small_town::station_east}));
  REQUIRE(closed_moved);
  CHECK(closed_moved->before.households == 42);
  CHECK(closed_moved->after.households == 42);
  auto const closed_removed =
      services::what_if(shelf, view_at(saturday), trial(protocol::RemoveStation{"T1"}));
  REQUIRE(closed_removed);
  CHECK(closed_removed->after.households == 42);
  auto const added = services::what_if(shelf, view_at(saturday),
                                       trial(protocol::AddStation{small_town::station_west}));
  REQUIRE(added);
  CHECK(added->after.households == 66);
}

TEST_CASE("a street that is closed turns the door of no closed station") {
  auto layers = town_with_hours::layers();
  auto stations = layers.at(model::LayerKind::station)->features;
  stations[0].geometry = place(118.3568, 35.0551); // at the bottleneck, with another street near
  layers[model::LayerKind::station] = layer_version(model::LayerKind::station, stations);
  services::WhatIfShelf shelf;
  auto const ask = [&](model::Time at) {
    auto const view = services::view_of(town_with_hours::city(layers), walkers::standard, {at, {}});
    return services::what_if(shelf, view,
                             {400, "standard", {protocol::CloseStreet{small_town::bottleneck}}});
  };
  auto const open = ask(monday);
  REQUIRE(open);
  CHECK(open->after.households == 42); // B2 by its other door, B3 from the east
  auto const closed = ask(saturday);
  REQUIRE(closed);
  CHECK(closed->before.households == 12);
  CHECK(closed->after.households == 12);
}

TEST_CASE("a workspace serves every time at which the same stations are open") {
  services::WhatIfShelf shelf;
  auto const view = view_at(saturday);
  auto const used_by = [&](std::optional<model::Time> at) {
    geo::WhatIf const *used = nullptr;
    auto asked = view;
    asked.stations.at = at;
    shelf.use(asked, 990'000, [&](geo::WhatIf &what_if, auto const &) { used = &what_if; });
    return used;
  };
  auto const *const all = used_by(std::nullopt);
  CHECK(used_by(monday) == all);
  CHECK(used_by(saturday) != all);
  CHECK(used_by(saturday + std::chrono::hours{1}) == used_by(saturday));
  CHECK(shelf.size() == 2);
}

TEST_CASE("barriers are looked for among the stations that are open") {
  services::WhatIfShelf shelf;
  services::BarrierService barriers(shelf);
  auto const city = town_with_hours::city();
  static_cast<void>(barriers.look(city, walkers::standard, 900));
  CHECK(barriers.find(city, walkers::standard, 900, {monday, {}}));
  CHECK_FALSE(barriers.find(city, walkers::standard, 900, {saturday, {}}));
}

TEST_CASE("a siting counts whom the stations open then serve already") {
  protocol::SitingQuestion question;
  question.candidates = {{"A", "", small_town::station_west}};
  question.stations.at = saturday;
  auto const result = services::site(view_at({}), question);
  REQUIRE(result);
  CHECK(result->before.households == 42);
  CHECK(result->after.households == 66);
  question.stations.at = monday;
  CHECK(services::site(view_at({}), question)->before.households == 66);
}
