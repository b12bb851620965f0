// What-if questions against coverage_of() of the same city once the edits are real.
#include "server/services/reach_picture.hpp"
#include "server/services/what_if_service.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace yuntu;
using namespace yuntu::test;
using protocol::TownEdit;

namespace {

using City = std::shared_ptr<services::WalkCity const>;
using Origins = std::vector<services::CoverageOriginRequest>;

City city_of(services::BaseMap::Layers const &layers, std::vector<geo::LonLat> const &closed = {}) {
  std::map<std::string, model::Closure> closures;
  for (auto const &where : closed) {
    auto const id = "k" + std::to_string(closures.size());
    closures[id] = {id, where, "", {}};
  }
  return std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), closures);
}

City small_city(std::vector<geo::LonLat> const &closed = {}) {
  return city_of(small_town::layers(), closed);
}

Origins stations_of(City const &city) {
  Origins origins;
  for (auto const &station : city->base().stations()) {
    origins.push_back({station.place, station.code});
  }
  return origins;
}

tl::expected<protocol::WhatIfAnswer, protocol::Problem>
ask(City const &city, std::vector<TownEdit> edits, double limit_s = 300,
    services::Walker const &walker = walkers::standard) {
  services::WhatIfShelf shelf;
  protocol::WhatIfRequest const request{limit_s, walker.name, std::move(edits)};
  return services::what_if(shelf, services::view_of(city, walker), request);
}

/// By building: the walk to the nearest origin, in seconds.
std::map<std::string, double> walks(City const &city, Origins const &origins, double limit_s) {
  std::map<std::string, double> nearest;
  for (auto const &covered : services::coverage_of(*city, origins, limit_s).covered) {
    auto const [entry, is_new] = nearest.try_emplace(covered.code, covered.seconds);
    entry->second = std::min(entry->second, covered.seconds);
  }
  return nearest;
}

/// The answer that both cities, searched whole, come to.
protocol::WhatIfAnswer difference(City const &before, Origins const &origins, City const &after,
                                  Origins const &new_origins, double limit_s) {
  protocol::WhatIfAnswer made;
  auto const old_walks = walks(before, origins, limit_s);
  auto const new_walks = walks(after, new_origins, limit_s);
  auto const count = [](protocol::PeopleCount &counts, std::int64_t households) {
    ++counts.buildings;
    counts.households += households;
  };
  for (auto const &building : before->walk().buildings()) {
    auto const was = old_walks.find(building.code);
    auto const is = new_walks.find(building.code);
    bool const was_served = was != old_walks.end();
    bool const is_served = is != new_walks.end();
    if (was_served) {
      count(made.before, building.households);
    }
    if (is_served) {
      count(made.after, building.households);
    }
    if (was_served != is_served) {
      auto &changed = is_served ? made.gained : made.lost;
      count(changed.counts, building.households);
      changed.codes.push_back(building.code);
    } else if (was_served) {
      auto const saved_s = was->second - is->second;
      auto const households = static_cast<double>(building.households);
      made.shorter += saved_s > 0 ? 1 : 0;
      made.longer += saved_s < 0 ? 1 : 0;
      made.saved_household_s += std::max(saved_s, 0.0) * households;
      made.lengthened_household_s += std::max(-saved_s, 0.0) * households;
    }
  }
  return made;
}

void check_same(protocol::WhatIfAnswer const &one, protocol::WhatIfAnswer const &other) {
  CHECK(one.before == other.before);
  CHECK(one.after == other.after);
  CHECK(one.gained.counts == other.gained.counts);
  CHECK(one.gained.codes == other.gained.codes);
  CHECK(one.lost.counts == other.lost.counts);
  CHECK(one.lost.codes == other.lost.codes);
  CHECK(one.shorter == other.shorter);
  CHECK(one.longer == other.longer);
  CHECK(one.saved_household_s == Approx(other.saved_household_s).margin(1e-6));
  CHECK(one.lengthened_household_s == Approx(other.lengthened_household_s).margin(1e-6));
}

geo::LineString main_street(double from_lon, double to_lon) {
  return {place(from_lon, small_town::street_lat), place(to_lon, small_town::street_lat)};
}

/// The small town with nothing but its main street, a piece of which is something else.
services::BaseMap::Layers layers_with(double from_lon, double to_lon,
                                      std::vector<std::pair<std::string, std::string>> attributes) {
  auto layers = small_town::layers();
  layers[model::LayerKind::street] =
      layer_version(model::LayerKind::street,
                    {feature({}, main_street(118.351, from_lon), {{"highway", "residential"}}),
                     feature({}, main_street(from_lon, to_lon), std::move(attributes)),
                     feature({}, main_street(to_lon, 118.369), {{"highway", "residential"}})});
  return layers;
}

auto const by_b2 = place(118.3608, 35.0549);

} // namespace

TEST_CASE("a station that is added serves those near it") {
  auto const answer = ask(small_city(), {protocol::AddStation{by_b2}});
  REQUIRE(answer);
  CHECK(answer->before == protocol::PeopleCount{2, 36});
  CHECK(answer->after == protocol::PeopleCount{3, 66});
  CHECK(answer->gained.codes == std::vector<std::string>{"B2"});
  CHECK(answer->lost.codes.empty());
  CHECK(answer->limit_s == 300);
  CHECK(answer->profile == "standard");
}

TEST_CASE("edits of stations change what coverage changes when they are real") {
  auto const city = small_city();
  std::mt19937 random(7);
  auto const somewhere = [&] {
    return place(118.351 + 0.018 * static_cast<double>(random() % 1000) / 1000,
                 35.0545 + 0.001 * static_cast<double>(random() % 1000) / 1000);
  };
  for (int round = 0; round < 60; ++round) {
    auto origins = stations_of(city);
    std::vector<TownEdit> edits;
    for (auto count = 1 + random() % 4; count > 0; --count) {
      auto const where = somewhere();
      if (random() % 3 == 0) {
        edits.emplace_back(protocol::AddStation{where});
        origins.push_back({where, ""});
      } else if (auto &station = origins[random() % origins.size()]; !station.station.empty()) {
        edits.emplace_back(protocol::MoveStation{station.station, where});
        station.place = where;
      }
    }
    if (random() % 2 == 0 && !origins[0].station.empty()) {
      edits.emplace_back(protocol::RemoveStation{origins[0].station});
      origins.erase(origins.begin());
    }
    double const limit_s = 200 + static_cast<double>(random() % 700);
    CAPTURE(round, limit_s);
    if (!edits.empty()) {
      auto const answer = ask(city, edits, limit_s);
      REQUIRE(answer);
      check_same(*answer, difference(city, stations_of(city), city, origins, limit_s));
    }
  }
}

TEST_CASE("closing and opening a street changes what a closure does") {
  auto const open = small_city();
  auto const closed = small_city({small_town::bottleneck});
  auto const stations = stations_of(open);
  auto const limit_s = GENERATE(600., 900., 1500.);
  CAPTURE(limit_s);
  auto const after_closing = ask(open, {protocol::CloseStreet{small_town::bottleneck}}, limit_s);
  REQUIRE(after_closing);
  check_same(*after_closing, difference(open, stations, closed, stations, limit_s));
  CHECK(after_closing->lost_with_street == 0);
  auto const after_opening = ask(closed, {protocol::OpenStreet{small_town::bottleneck}}, limit_s);
  REQUIRE(after_opening);
  check_same(*after_opening, difference(closed, stations, open, stations, limit_s));
}

TEST_CASE("a station whose street is closed turns its door to the next one") {
  auto const by_crossing = place(118.3531, 35.0552); // 9 m from the footway, 22 m from the street
  auto const on_footway = place(118.353, 35.0556);
  auto layers = small_town::layers();
  layers[model::LayerKind::station] =
      layer_version(model::LayerKind::station, {feature("T1", by_crossing)});
  auto const open = city_of(layers);
  auto const closed = city_of(layers, {on_footway});
  REQUIRE(closed->closed().edges().size() == 1);
  auto const stations = stations_of(open);
  auto const answer = ask(open, {protocol::CloseStreet{on_footway}}, 900);
  REQUIRE(answer);
  check_same(*answer, difference(open, stations, closed, stations, 900));
  CHECK(answer->after.buildings == 2);
  auto const back = ask(closed, {protocol::OpenStreet{on_footway}}, 900);
  REQUIRE(back);
  check_same(*back, difference(closed, stations, open, stations, 900));
  // What is said of the station itself holds instead.
  auto const removed =
      ask(open, {protocol::RemoveStation{"T1"}, protocol::CloseStreet{on_footway}}, 900);
  REQUIRE(removed);
  CHECK(removed->after.buildings == 0);
}

TEST_CASE("buildings on a street that is closed turn to another one, as with a real closure") {
  auto const open = small_city();
  auto const stations = stations_of(open);
  auto const limit_s = GENERATE(300., 900.);
  std::size_t turned = 0;
  std::int64_t streetless = 0;
  for (geo::EdgeId edge = 0; edge < open->walk().graph().edge_count(); ++edge) {
    auto const ends = open->walk().graph().points(edge);
    auto const middle = place((ends.front().lon() + ends.back().lon()) / 2,
                              (ends.front().lat() + ends.back().lat()) / 2);
    auto const closed = small_city({middle});
    CAPTURE(limit_s, edge);
    auto const there = ask(open, {protocol::CloseStreet{middle}}, limit_s);
    REQUIRE(there);
    check_same(*there, difference(open, stations, closed, stations, limit_s));
    auto const back = ask(closed, {protocol::OpenStreet{middle}}, limit_s);
    REQUIRE(back);
    check_same(*back, difference(closed, stations, open, stations, limit_s));
    for (geo::TargetId id = 0; id < open->targets().size(); ++id) {
      auto const &now = closed->targets().target(id).at;
      turned += now && now != open->targets().target(id).at ? 1 : 0;
    }
    streetless += there->lost_with_street;
    // The picture counts as the answer does.
    auto const view = services::view_of(open, walkers::standard);
    auto const drawn = services::edited_reach_picture(view, {stations[0].place, {}}, limit_s,
                                                      {protocol::CloseStreet{middle}});
    auto const real = services::reach_picture(services::view_of(closed, walkers::standard),
                                              {stations[0].place, {}}, limit_s);
    REQUIRE(drawn.has_value() == real.has_value());
    if (drawn) {
      CHECK(drawn->outlines.back().buildings == real->outlines.back().buildings);
      CHECK(drawn->outlines.back().reached_outside == real->outlines.back().reached_outside);
    }
  }
  CHECK(turned > 0);
  CHECK(streetless > 0);
}

TEST_CASE("streets closed and opened beside a closure come to what closures alone come to") {
  auto const open = small_city();
  auto const stations = stations_of(open);
  auto const &graph = open->walk().graph();
  auto const middle_of = [&](geo::EdgeId edge) {
    auto const ends = graph.points(edge);
    return place((ends.front().lon() + ends.back().lon()) / 2,
                 (ends.front().lat() + ends.back().lat()) / 2);
  };
  std::int64_t changed = 0;
  for (geo::EdgeId one = 0; one < graph.edge_count(); ++one) {
    auto const closed = small_city({middle_of(one)});
    for (geo::EdgeId two = one + 1; two < graph.edge_count(); ++two) {
      auto const both = small_city({middle_of(one), middle_of(two)});
      CAPTURE(one, two);
      auto const then = ask(closed, {protocol::CloseStreet{middle_of(two)}}, 900);
      REQUIRE(then);
      check_same(*then, difference(closed, stations, both, stations, 900));
      auto const back = ask(both, {protocol::OpenStreet{middle_of(two)}}, 900);
      REQUIRE(back);
      check_same(*back, difference(both, stations, closed, stations, 900));
      changed += then->lost.counts.buildings + then->longer;
    }
  }
  CHECK(changed > 20);
}

TEST_CASE("a street is closed within 20 m of the place, as by a closure") {
  CHECK(ask(small_city(), {protocol::CloseStreet{place(118.354, 35.05515)}}, 900));
  auto const beside = ask(small_city(), {protocol::CloseStreet{place(118.354, 35.0554)}}, 900);
  REQUIRE_FALSE(beside);
  CHECK(beside.error().status == 422);
  CHECK(beside.error().detail == "edits[0]: no street lies within 20 m of 118.354000 35.055400");
}

TEST_CASE("a link carries like a street as long and as straight") {
  auto const closed = city_of(small_town::western_layers(), {small_town::bottleneck});
  auto const link =
      ask(closed, {protocol::AddLink{place(118.355, 35.055), place(118.357, 35.055)}}, 900);
  auto const street = ask(closed, {protocol::OpenStreet{small_town::bottleneck}}, 900);
  REQUIRE(link);
  REQUIRE(street);
  CHECK(link->gained.codes == street->gained.codes);
  CHECK(link->gained.codes == std::vector<std::string>{"B2"});
  CHECK(link->shorter == street->shorter);
}

TEST_CASE("a link is a walk to its ends too") {
  auto const closed = city_of(small_town::western_layers(), {small_town::bottleneck});
  // Some 80 m beside the street at both ends.
  auto const link =
      ask(closed, {protocol::AddLink{place(118.355, 35.0577), place(118.357, 35.0577)}}, 900);
  REQUIRE(link);
  CHECK(link->gained.codes.empty());
}

TEST_CASE("old people walk less far in the same time") {
  auto const city = small_city();
  auto const view = services::view_of(city, walkers::elder);
  auto const answer = ask(city, {protocol::AddStation{by_b2}}, 300, walkers::elder);
  REQUIRE(answer);
  CHECK(answer->profile == "elder");
  CHECK(answer->before.buildings ==
        services::coverage_of(view, stations_of(city), 300).answer.covered.buildings);
  CHECK(answer->before.buildings < ask(city, {protocol::AddStation{by_b2}}, 300)->before.buildings);
}

TEST_CASE(
    "steps that a wheelchair does not take are closed for it, too, not the street beside them") {
  auto const steps = place(118.3589, small_town::street_lat); // ends 9 m from there
  auto const open = city_of(layers_with(118.357, 118.359, {{"highway", "steps"}}));
  auto const closed = city_of(layers_with(118.357, 118.359, {{"highway", "steps"}}), {steps});
  auto const &wheelchair = walkers::wheelchair;
  auto const closing = ask(open, {protocol::CloseStreet{steps}}, 900, wheelchair);
  REQUIRE(closing);
  CHECK(closing->before.buildings > 1);
  CHECK(closing->before == closing->after);
  CHECK(closing->longer == 0);
  auto const beside = place(118.3595, small_town::street_lat);
  CHECK_FALSE(ask(open, {protocol::CloseStreet{beside}}, 900, wheelchair)->lost.codes.empty());
  auto const again = ask(closed, {protocol::CloseStreet{steps}}, 900, wheelchair);
  REQUIRE_FALSE(again);
  CHECK(again.error().detail.find("is closed") != std::string::npos);
  auto const opening = ask(closed, {protocol::OpenStreet{steps}}, 900, wheelchair);
  REQUIRE(opening);
  CHECK(opening->gained.codes.empty());
}

TEST_CASE("opening a private street opens its compound as if its streets were public") {
  auto const layers_of = [](std::string const &access) {
    auto layers = layers_with(118.355, 118.359, {{"highway", "residential"}, {"access", access}});
    layers[model::LayerKind::station] =
        layer_version(model::LayerKind::station, {feature("T1", small_town::station_west)});
    return layers;
  };
  auto const gated = city_of(layers_of("private"));
  auto const open = city_of(layers_of("yes"));
  auto const stations = stations_of(gated);
  auto const inside = place(118.358, small_town::street_lat);
  auto const limit_s = GENERATE(900., 1500.);
  auto const answer = ask(gated, {protocol::OpenStreet{inside}}, limit_s);
  REQUIRE(answer);
  check_same(*answer, difference(gated, stations, open, stations, limit_s));
  CHECK_FALSE(answer->gained.codes.empty());
  auto const twice = ask(gated, {protocol::OpenStreet{inside}, protocol::OpenStreet{inside}});
  REQUIRE_FALSE(twice);
  CHECK(twice.error().detail.find("edits[1]: the compound") == 0);
  // A closure in the compound is opened first, and the compound then.
  auto const blocked = city_of(layers_of("private"), {inside});
  auto const first = ask(blocked, {protocol::OpenStreet{inside}}, limit_s);
  REQUIRE(first);
  CHECK(first->gained.codes.empty());
  auto const both =
      ask(blocked, {protocol::OpenStreet{inside}, protocol::OpenStreet{inside}}, limit_s);
  REQUIRE(both);
  CHECK(both->gained.codes == answer->gained.codes);
}

TEST_CASE("a reach with edits is drawn as when they are real") {
  auto const draw = [](City const &city, std::vector<TownEdit> const &edits) {
    return services::edited_reach_picture(services::view_of(city, walkers::standard),
                                          {small_town::station_west, "T1"}, 1200, edits);
  };
  auto const open = small_city();
  auto const closed = small_city({small_town::bottleneck});
  auto const plain = draw(open, {});
  auto const closing = draw(open, {protocol::CloseStreet{small_town::bottleneck}});
  auto const opening = draw(closed, {protocol::OpenStreet{small_town::bottleneck}});
  REQUIRE((plain && closing && opening));
  CHECK(closing->street_m == draw(closed, {})->street_m);
  CHECK(opening->street_m == plain->street_m);
  CHECK(closing->street_m < plain->street_m - 500);
  CHECK(opening->streets == plain->streets);
  // Over a footbridge where the street is closed.
  auto const link =
      draw(closed, {protocol::AddLink{place(118.355, 35.055), place(118.357, 35.055)}});
  REQUIRE(link);
  CHECK(link->street_m == Approx(plain->street_m - 182).margin(3)); // all but what is closed
  CHECK(link->outlines.back().households == plain->outlines.back().households);
  // The station goes along with its edits.
  auto const moved = draw(open, {protocol::MoveStation{"T1", by_b2}});
  auto const there =
      services::reach_picture(services::view_of(open, walkers::standard), {by_b2, {}}, 1200);
  REQUIRE((moved && there));
  CHECK(moved->streets == there->streets);
  auto const removed = draw(open, {protocol::RemoveStation{"T1"}});
  REQUIRE_FALSE(removed);
  CHECK(removed.error().status == 422);
}

TEST_CASE("an edit that cannot be is refused by its number, and what is wrong with it") {
  struct Refused {
    TownEdit edit;
    unsigned status;
    std::string words;
  };
  auto const field = place(118.36, 35.09);
  auto const near_field = place(118.358, 35.0585);
  auto const street = place(118.358, 35.055);
  auto const refused = GENERATE_COPY(
      Refused{protocol::MoveStation{"T9", by_b2}, 404, "no station \"T9\""},
      Refused{protocol::RemoveStation{"T9"}, 404, "no station \"T9\""},
      Refused{protocol::RemoveStation{"T1"}, 422, "removed before"},
      Refused{protocol::AddStation{field}, 422, "no open street lies within 100 m"},
      Refused{protocol::MoveStation{"T2", field}, 422, "no open street lies within 100 m"},
      Refused{protocol::CloseStreet{field}, 422, "no street lies within 20 m of"},
      Refused{protocol::OpenStreet{field}, 422, "no street lies within 20 m of"},
      Refused{protocol::CloseStreet{small_town::bottleneck}, 422, "is closed"},
      Refused{protocol::OpenStreet{street}, 422, "is open"},
      Refused{protocol::AddLink{near_field, street}, 422, "\"from\""},
      Refused{protocol::AddLink{street, near_field}, 422, "\"to\""},
      Refused{protocol::AddLink{street, place(118.369, 35.055)}, 422, "at most 1 km"});
  CAPTURE(refused.words);
  auto const answer =
      ask(small_city({small_town::bottleneck}), {protocol::RemoveStation{"T1"}, refused.edit});
  REQUIRE_FALSE(answer);
  CHECK(answer.error().status == refused.status);
  CHECK(answer.error().detail.find(refused.words) != std::string::npos);
  CHECK(answer.error().detail.find("edits[1]") == 0);
}

TEST_CASE("a removed station may be moved back into use") {
  auto const answer =
      ask(small_city(), {protocol::RemoveStation{"T1"}, protocol::MoveStation{"T1", by_b2},
                         protocol::RemoveStation{"T1"}});
  REQUIRE(answer);
  CHECK(answer->lost.codes == std::vector<std::string>{"B1"});
}

TEST_CASE("a workspace is made once a city and limit, and does not keep its city") {
  services::WhatIfShelf shelf;
  auto const served_by = [&](City const &city, std::int32_t limit_mm) {
    geo::WhatIf const *used = nullptr;
    shelf.use(services::view_of(city, walkers::standard), limit_mm,
              [&](geo::WhatIf &what_if, auto const &) { used = &what_if; });
    return used;
  };
  auto city = small_city();
  std::weak_ptr<services::WalkCity const> const watched = city;
  auto const *const first = served_by(city, 990'000);
  CHECK(served_by(city, 990'000) == first);
  CHECK(served_by(city, 330'000) != first);
  CHECK(shelf.size() == 2);
  // A second question at the same time has one of its own.
  shelf.use(services::view_of(city, walkers::standard), 990'000,
            [&](geo::WhatIf &outer, auto const &) { CHECK(served_by(city, 990'000) != &outer); });
  CHECK(shelf.size() == 3);
  for (std::int32_t limit_mm = 1; limit_mm < 10; ++limit_mm) {
    served_by(city, limit_mm);
  }
  CHECK(shelf.size() == services::WhatIfShelf::most_kept);
  city.reset();
  CHECK(watched.expired());
  served_by(small_city(), 990'000);
  CHECK(shelf.size() == 1);
}
