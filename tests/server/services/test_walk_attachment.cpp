#include "geo/local_frame.hpp"
#include "server/services/coverage_service.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::LayerKind;
using Attributes = std::vector<std::pair<std::string, std::string>>;

namespace {

/// Two streets, joined in the east. The house stands 20 m from the northern one and 60 m from the
/// southern one; the station on the southern one.
AsciiMap const drawing(R"(
    A--------------------B--------------------C
                                              |
         1--2                                 |
         4--3                                 |
    W                                         |     X
                                              |
           s                                  |
                                              |
    D--------------------E--------------------F
)",
                       10);

services::BaseMap::Layers layers() {
  auto const street = [](std::string_view names) {
    return feature({}, drawing.line(names).points, {{"highway", "residential"}});
  };
  std::vector<model::LayerFeature> streets{street("ABC"), street("DEF"), street("CF")};
  // Enough crossings for a network of useful size.
  for (double const east : {0.003, 0.0032, 0.0034, 0.0036, 0.0038, 0.004}) {
    auto const from = drawing.at('D');
    auto const at = place(from.lon() + east, from.lat());
    streets.push_back(feature({}, geo::LineString{at, place(at.lon(), at.lat() - 2e-4)},
                              {{"highway", "footway"}}));
  }
  services::BaseMap::Layers made;
  made[LayerKind::walk] = layer_version(LayerKind::walk, streets);
  made[LayerKind::building] =
      layer_version(LayerKind::building,
                    {feature("B1", drawing.polygon("4321"), {{"households", "10"}}),
                     feature("B9", box(118.5, 35.2, 118.5001, 35.2001), {{"households", "7"}})});
  made[LayerKind::station] = layer_version(LayerKind::station, {feature("T1", drawing.at('s'))});
  return made;
}

model::LayerFeature entrance(geo::LonLat at, std::string const &building) {
  return feature({}, at, {{"building", building}});
}

services::WalkCity city_of(services::BaseMap::Layers made,
                           std::map<std::string, model::Closure> const &closures = {}) {
  return {std::make_shared<services::BaseMap const>(std::move(made)), closures};
}

geo::StreetPoint house_in(services::WalkCity const &city) {
  return city.targets().target(0).at.value();
}

/// Which of the two streets: by where the edge begins.
bool is_on_the_south(services::WalkCity const &city, geo::StreetPoint const &at) {
  return city.walk().graph().points(at.edge).front().lat() < drawing.at('W').lat();
}

double leg_m(geo::StreetPoint const &at) {
  return at.access_mm / 1000.0;
}

} // namespace

TEST_CASE("without entrances a walk begins where the outline is nearest to a street") {
  auto const city = city_of(layers());
  CHECK_FALSE(is_on_the_south(city, house_in(city)));
  CHECK(leg_m(house_in(city)) == Approx(20).margin(0.1));
}

TEST_CASE("a walk begins at the entrance, not at the wall that is nearer to a street") {
  auto made = layers();
  made[LayerKind::entrance] = layer_version(LayerKind::entrance, {entrance(drawing.at('4'), "B1")});
  auto const city = city_of(made);
  CHECK_FALSE(is_on_the_south(city, house_in(city)));
  CHECK(leg_m(house_in(city)) == Approx(30).margin(0.1));
  CHECK(geo::distance_m(city.places().place(0), drawing.at('4')) < 0.02);
}

TEST_CASE("an entrance that names no building is of the one on whose wall it is") {
  auto made = layers();
  made[LayerKind::entrance] = layer_version(
      LayerKind::entrance, {entrance(drawing.at('4'), {}), entrance(drawing.at('s'), {})});
  auto const city = city_of(made);
  CHECK(city.walk().buildings()[0].entrances == std::vector{drawing.at('4')});
  CHECK(geo::distance_m(city.places().place(0), drawing.at('4')) < 0.02);
  auto const frame = geo::LocalFrame(drawing.at('4'));
  made[LayerKind::entrance] =
      layer_version(LayerKind::entrance, {entrance(frame.to_lon_lat({-1, -1}), {})});
  CHECK(city_of(made).walk().buildings()[0].entrances.empty());
}

TEST_CASE("of several entrances the one with the nearest open street is taken") {
  auto made = layers();
  made[LayerKind::entrance] = layer_version(
      LayerKind::entrance, {entrance(drawing.at('4'), "B1"), entrance(drawing.at('2'), "B1"),
                            entrance(drawing.at('s'), "another"), entrance(drawing.at('D'), "B1")});
  auto const base = std::make_shared<services::BaseMap const>(made);
  services::WalkCity const open(base, {});
  CHECK(leg_m(house_in(open)) == Approx(20).margin(0.1)); // D is too far away to be one
  CHECK(geo::distance_m(open.places().place(0), drawing.at('2')) < 0.02);
  // The northern street is closed: now the southern entrance is the better.
  services::WalkCity const cut(
      base, {{"k1", {"k1", drawing.at('B'), "", {}}}, {"k2", {"k2", drawing.at('A'), "", {}}}});
  CHECK(is_on_the_south(cut, house_in(cut)));
  CHECK(leg_m(house_in(cut)) == Approx(50).margin(0.1));
  CHECK(geo::distance_m(cut.places().place(0), drawing.at('4')) < 0.02);
}

TEST_CASE("a new version of the entrances makes a new walk map") {
  auto made = layers();
  auto const before = city_of(made);
  made[LayerKind::entrance] = layer_version(LayerKind::entrance, {entrance(drawing.at('4'), "B1")});
  auto const after = city_of(made);
  CHECK(house_in(before) != house_in(after));
}

TEST_CASE("no access leg goes over water, a railway or a wall when there is a way round") {
  auto made = layers();
  auto const frame = geo::LocalFrame(drawing.at('1'));
  auto const north = [&](double east, double metres) { return frame.to_lon_lat({east, metres}); };
  SECTION("a river north of the house") {
    made[LayerKind::water] = layer_version(
        LayerKind::water, {feature({}, geo::Polygon{{north(-90, 5), north(390, 5), north(390, 15),
                                                     north(-90, 15), north(-90, 5)},
                                                    {}})});
  }
  SECTION("a railway of the layer that is drawn") {
    made[LayerKind::street] = layer_version(
        LayerKind::street,
        {feature({}, geo::LineString{north(-90, 9), north(390, 9)}, {{"railway", "rail"}})});
  }
  SECTION("a railway of the layer that is walked") {
    auto walk = made[LayerKind::walk]->features;
    walk.push_back(
        feature({}, geo::LineString{north(-90, 9), north(390, 9)}, {{"railway", "rail"}}));
    made[LayerKind::walk] = layer_version(LayerKind::walk, walk);
  }
  bool is_impassable = true;
  SECTION("a wall among the streets that are walked") {
    is_impassable = false; // it may have a gate that no map shows
    auto walk = made[LayerKind::walk]->features;
    walk.push_back(
        feature({}, geo::LineString{north(-90, 9), north(390, 9)}, {{"barrier", "wall"}}));
    made[LayerKind::walk] = layer_version(LayerKind::walk, walk);
  }
  auto const city = city_of(made);
  CHECK(is_on_the_south(city, house_in(city)));
  CHECK(leg_m(house_in(city)) == Approx(50).margin(0.1));
  // From an entrance in the north too, and for a station that moves there.
  made[LayerKind::entrance] = layer_version(LayerKind::entrance, {entrance(drawing.at('2'), "B1")});
  auto const with_door = city_of(made);
  CHECK(leg_m(house_in(with_door)) == Approx(60).margin(0.1));
  CHECK(geo::distance_m(with_door.places().place(0), drawing.at('2')) < 0.02);
  auto const station = city.walk().attach(drawing.at('1'), {}).value();
  CHECK(is_on_the_south(city, station));
  // There is no way round while the street in the south is closed.
  services::WalkCity const cut(
      std::make_shared<services::BaseMap const>(made),
      {{"k1", {"k1", drawing.at('D'), "", {}}}, {"k2", {"k2", drawing.at('E'), "", {}}}});
  CHECK_FALSE(is_on_the_south(cut, house_in(cut)));
  CHECK(leg_m(house_in(cut)) == Approx(20).margin(0.1));
  // The answer says so.
  auto const said = [](services::WalkCity const &of) {
    return services::coverage_of(of, {}, 900).answer.across;
  };
  CHECK(said(cut) == (is_impassable ? protocol::PeopleCount{1, 10, 0} : protocol::PeopleCount{}));
  CHECK(said(city) == protocol::PeopleCount{});
  CHECK(
      services::WalkCity(std::make_shared<services::BaseMap const>(layers()), {}).across().empty());
}

TEST_CASE("a railway on a bridge, in a tunnel or in a street is in nobody's way") {
  auto const tags = GENERATE(Attributes{{"railway", "rail"}, {"bridge", "yes"}},
                             Attributes{{"railway", "rail"}, {"tunnel", "yes"}},
                             Attributes{{"railway", "tram"}}, Attributes{{"railway", "abandoned"}});
  auto made = layers();
  auto const frame = geo::LocalFrame(drawing.at('1'));
  made[LayerKind::street] = layer_version(
      LayerKind::street,
      {feature({}, geo::LineString{frame.to_lon_lat({-90, 9}), frame.to_lon_lat({390, 9})}, tags)});
  auto const city = city_of(made);
  CHECK_FALSE(is_on_the_south(city, house_in(city)));
}

TEST_CASE("who has no street is told, and is no part of those covered") {
  auto const city = city_of(layers());
  auto const answer = services::coverage_of(city, {{drawing.at('s'), "T1"}}, 900).answer;
  CHECK(answer.covered.buildings == 1);
  CHECK(answer.off_street.buildings == 1);
  CHECK(answer.off_street.households == 7);
  CHECK(answer.total.households == answer.covered.households + answer.off_street.households);
  auto const everybody = small_town::base();
  auto const none = services::coverage_of({everybody, {}}, {}, 900).answer;
  CHECK(none.off_street.buildings == 0);
}
