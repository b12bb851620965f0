#include "tools/yuntu/walker.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <set>

using namespace yuntu::tools;
namespace geo = yuntu::geo;

namespace {

/// Units of 1e-7 degree from 118.52 E 35 N; some 0.9 and 1.1 cm.
geo::LonLat at(std::int32_t east, std::int32_t north) {
  return geo::LonLat::from_units(1'185'200'000 + east, 350'000'000 + north).value();
}

//   d---e---f        a-b-c and d-e-f with three rungs:
//   |   |   |        no dead end anywhere
//   a---b---c
std::vector<geo::LineString> ladder() {
  return {{at(0, 0), at(10000, 0), at(20000, 0)},
          {at(0, 10000), at(10000, 10000), at(20000, 10000)},
          {at(0, 0), at(0, 10000)},
          {at(10000, 0), at(10000, 10000)},
          {at(20000, 0), at(20000, 10000)}};
}

bool on_ladder(geo::LonLat p) {
  auto const is_rung = [](std::int32_t units) {
    return std::abs(units % 10000) <= 1 || std::abs(units % 10000) >= 9999;
  };
  std::int32_t const east = p.lon_e7() - 1'185'200'000;
  std::int32_t const north = p.lat_e7() - 350'000'000;
  return east >= -1 && east <= 20001 && north >= -1 && north <= 10001 &&
         (is_rung(east) || is_rung(north));
}

double turn_deg(double from, double to) {
  double const turn = std::abs(to - from);
  return std::min(turn, 360 - turn);
}

} // namespace

TEST_CASE("walkers stay on the streets and move at a walking pace") {
  StreetWalkers walkers(ladder(), 30, 1);
  auto before = walkers.fixes();
  for (int i = 0; i < 600; ++i) {
    walkers.step(1);
    auto const now = walkers.fixes();
    for (std::size_t w = 0; w < now.size(); ++w) {
      CHECK(on_ladder(now[w].place));
      CHECK((now[w].speed_mps >= 1.1 && now[w].speed_mps < 1.4));
      CHECK(geo::distance_m(before[w].place, now[w].place) < 1.45);
      if (now[w].heading_deg == before[w].heading_deg) {
        CHECK(geo::distance_m(before[w].place, now[w].place) ==
              Approx(now[w].speed_mps).margin(0.03));
      }
    }
    before = now;
  }
}

TEST_CASE("nobody turns back where there is a way on") {
  StreetWalkers walkers(ladder(), 30, 2);
  auto before = walkers.fixes();
  for (int i = 0; i < 2000; ++i) {
    walkers.step(1);
    auto const now = walkers.fixes();
    for (std::size_t w = 0; w < now.size(); ++w) {
      CHECK(turn_deg(before[w].heading_deg, now[w].heading_deg) < 120);
    }
    before = now;
  }
}

TEST_CASE("a dead end turns a walker round") {
  StreetWalkers walkers(std::vector<geo::LineString>{{at(0, 0), at(0, 10000)}}, 1, 3);
  std::set<int> headings;
  for (int i = 0; i < 300; ++i) {
    walkers.step(1);
    headings.insert(static_cast<int>(std::lround(walkers.fixes().front().heading_deg)));
  }
  CHECK(headings == std::set<int>{0, 180});
}

TEST_CASE("heading is clockwise from north") {
  StreetWalkers walkers(std::vector<geo::LineString>{{at(0, 0), at(10000, 0)}}, 20, 4);
  std::set<int> headings;
  for (WalkerFix const &fix : walkers.fixes()) {
    headings.insert(static_cast<int>(std::lround(fix.heading_deg)));
  }
  CHECK(headings == std::set<int>{90, 270});
}

TEST_CASE("walkers reach every street of a ladder") {
  StreetWalkers walkers(ladder(), 10, 5);
  std::set<std::pair<int, int>> cells;
  for (int i = 0; i < 3000; ++i) {
    walkers.step(5);
    for (WalkerFix const &fix : walkers.fixes()) {
      cells.emplace((fix.place.lon_e7() - 1'185'200'000 + 2500) / 5000,
                    (fix.place.lat_e7() - 350'000'000 + 2500) / 5000);
    }
  }
  // Six corners and the middles of seven streets.
  CHECK(cells.size() == 13);
}

TEST_CASE("the same seed walks the same way, whoever else walks") {
  StreetWalkers few(ladder(), 3, 6);
  StreetWalkers many(ladder(), 9, 6);
  StreetWalkers others(ladder(), 3, 7);
  for (int i = 0; i < 200; ++i) {
    few.step(1);
    many.step(1);
    others.step(1);
  }
  bool differs = false;
  for (std::size_t w = 0; w < 3; ++w) {
    CHECK(few.fixes()[w].place == many.fixes()[w].place);
    differs |= few.fixes()[w].place != others.fixes()[w].place;
  }
  CHECK(differs);
}

TEST_CASE("one long step covers as much ground as many short ones") {
  std::vector<geo::LineString> const loop{
      {at(0, 0), at(10000, 0), at(10000, 10000), at(0, 10000), at(0, 0)}};
  StreetWalkers once(loop, 5, 8);
  StreetWalkers often(loop, 5, 8);
  once.step(1000);
  for (int i = 0; i < 4000; ++i) {
    often.step(0.25);
  }
  for (std::size_t w = 0; w < 5; ++w) {
    CHECK(geo::distance_m(once.fixes()[w].place, often.fixes()[w].place) < 0.05);
  }
}

TEST_CASE("streets without length and senseless times are refused") {
  CHECK_THROWS_AS(StreetWalkers(std::vector<geo::LineString>{}, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(StreetWalkers(std::vector<geo::LineString>{{at(0, 0), at(0, 0)}}, 1, 1),
                  std::invalid_argument);
  StreetWalkers walkers(ladder(), 1, 1);
  CHECK_THROWS_AS(walkers.step(-1), std::invalid_argument);
  CHECK_THROWS_AS(walkers.step(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
  CHECK_THROWS_AS(walkers.step(std::numeric_limits<double>::infinity()), std::invalid_argument);
}
