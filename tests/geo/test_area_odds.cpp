#include "geo/area_odds.hpp"

#include "geo/local_frame.hpp"
#include "geo/position_error.hpp"
#include "tests/geo/shapes.hpp"
#include "tests/support/random_coverage.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <string>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;

namespace {

constexpr std::uint8_t grid = 3;

double of(LayerOdds const &odds, std::uint32_t payload) {
  auto const found = std::find_if(odds.begin(), odds.end(),
                                  [&](AreaOdds const &each) { return each.payload == payload; });
  return found == odds.end() ? 0 : found->probability;
}

/// How much of a normal lies below `sigmas`.
double normal_below(double sigmas) {
  return 0.5 * std::erfc(-sigmas / std::numbers::sqrt2);
}

/// By asking for many places that the error may have come from.
std::map<std::uint32_t, double> monte_carlo(AreaIndex const &index, LonLat p, double sigma_m,
                                            std::mt19937 &random) {
  constexpr int draws = 40'000;
  std::normal_distribution<double> error(0, sigma_m);
  LocalFrame const frame(p);
  std::map<std::uint32_t, double> shares;
  for (int i = 0; i < draws; ++i) {
    double const east = error(random);
    shares[index.owners_of(frame.to_lon_lat({east, error(random)}))[grid]] += 1.0 / draws;
  }
  return shares;
}

} // namespace

TEST_CASE("a position without an error, or far from every border, is certain") {
  AreaIndex const index({{grid, "A", box(0, 0, 100'000, 100'000), 1}});
  CHECK(odds_of(index, at(0, 50'000), 0)[grid].empty());
  CHECK(odds_of(index, at(0, 50'000), std::nan(""))[grid].empty());
  CHECK(odds_of(index, at(50'000, 50'000), 10)[grid].empty());
  CHECK(odds_of(index, at(-50'000, 50'000), 10)[grid].empty());
  CHECK(odds_of(AreaIndex(), at(0, 0), 1e9)[grid].empty());
}

TEST_CASE("at a straight border the probability is that of the normal distribution") {
  // A border that runs from south-west to north-east or from south to north; a unit is 1 cm.
  auto const rise = GENERATE(0, 300'000, -700'000, 5'000'000);
  auto const side = [&](int far) {
    return Polygon{yuntu::test::ring({{0, 0}, {rise, 2'000'000}, {far, 2'000'000}, {far, 0}}), {}};
  };
  AreaIndex const index({{grid, "W", side(-9'000'000), 1}, {grid, "E", side(9'000'000), 2}});
  for (int const shift : {0, 50, 400, 1'000, 1'700, 2'300}) {
    auto const p = at(rise / 2 + shift, 1'000'000);
    LocalFrame const frame(p);
    auto const a = frame.to_metric(at(0, 0));
    auto const b = frame.to_metric(at(rise, 2'000'000));
    double const length = std::hypot(b.easting - a.easting, b.northing - a.northing);
    double const distance = std::abs(a.easting * b.northing - a.northing * b.easting) / length;
    double const sigma = 10;
    auto const odds = odds_of(index, p, sigma)[grid];
    if (distance > sigmas_95 * sigma) {
      CHECK(odds.empty());
      continue;
    }
    CHECK(of(odds, 2) == Approx(normal_below(distance / sigma)).margin(0.003));
    CHECK(of(odds, 1) + of(odds, 2) == Approx(1));
    CHECK(odds == odds_of(index, p, sigma)[grid]); // the same for ever
  }
}

TEST_CASE("in no area is an outcome like every other, likeliest first") {
  AreaIndex const index({{grid, "A", box(0, 0, 100'000, 100'000), 7}});
  auto const odds = odds_of(index, at(-500, 50'000), 10)[grid]; // some 4.6 m outside
  REQUIRE(odds.size() == 2);
  CHECK(odds[0].payload == AreaIndex::nowhere);
  CHECK(odds[0].probability == Approx(normal_below(0.456)).margin(0.005));
  CHECK(odds[1].payload == 7);
}

TEST_CASE("only layers with a border near by are in doubt") {
  AreaIndex const index({{grid, "A", box(0, 0, 2'000, 2'000), 1},
                         {0, "S", box(-500'000, -500'000, 500'000, 500'000), 2}});
  auto const odds = odds_of(index, at(1'900, 1'000), 5);
  CHECK_FALSE(odds[grid].empty());
  CHECK(odds[0].empty());
}

TEST_CASE("beyond the edge of the world is in no area") {
  auto const corner = LonLat::from_units(1'799'999'000, 899'999'000).value();
  Polygon const all{{LonLat::from_units(1'700'000'000, 800'000'000).value(),
                     LonLat::from_units(1'800'000'000, 800'000'000).value(),
                     LonLat::from_units(1'800'000'000, 900'000'000).value(),
                     LonLat::from_units(1'700'000'000, 900'000'000).value(),
                     LonLat::from_units(1'700'000'000, 800'000'000).value()},
                    {}};
  AreaIndex const index({{grid, "A", all, 1}});
  auto const odds = odds_of(index, corner, 100)[grid];
  double sum = 0;
  for (auto const &each : odds) {
    sum += each.probability;
  }
  CHECK(sum == Approx(1));
  CHECK(of(odds, AreaIndex::nowhere) > 0.2);
}

TEST_CASE("probabilities agree with drawing errors at random, over random coverages") {
  auto const seed = GENERATE(11u, 12u, 13u, 14u);
  yuntu::test::RandomCoverage const coverage(seed);
  std::vector<AreaShape> shapes;
  auto const add = [&](Polygon polygon) {
    auto const number = static_cast<std::uint32_t>(shapes.size());
    shapes.push_back({grid, std::to_string(1000 - number), std::move(polygon), number});
  };
  for (auto &polygon : coverage.areas(1)) {
    add(std::move(polygon));
  }
  add(shapes[9].polygon);            // lies over another, and wins
  shapes.erase(shapes.begin() + 20); // a gap
  AreaIndex const index(shapes);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> anywhere(-10'000, 330'000);
  std::uniform_real_distribution<double> size(1, 300);
  int in_doubt = 0;
  for (int i = 0; i < 20; ++i) {
    auto const p =
        LonLat::from_units(1'185'000'000 + anywhere(random), 350'000'000 + anywhere(random))
            .value();
    double const sigma = size(random);
    auto const odds = odds_of(index, p, sigma)[grid];
    auto const drawn = monte_carlo(index, p, sigma, random);
    if (odds.empty()) {
      auto const best = drawn.find(index.owners_of(p)[grid]);
      REQUIRE(best != drawn.end());
      CHECK(best->second > 0.945);
      continue;
    }
    ++in_doubt;
    for (auto const &[payload, share] : drawn) {
      // Of 40,000 draws one in 10,000 strays by more than 0.0097.
      CHECK(of(odds, payload) == Approx(share).margin(0.005 + 0.0097));
    }
  }
  CHECK(in_doubt > 8);
}
