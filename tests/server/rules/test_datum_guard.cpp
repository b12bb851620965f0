#include "server/rules/datum_guard.hpp"

#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/written_degrees.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace yuntu;
using geo::DatumReading;
using test::place;

namespace {

using Random = std::mt19937;

constexpr double metres_a_degree_east = 91'200;
constexpr double metres_a_degree_north = 110'950;
constexpr double town_m = 6'000; ///< from its middle to its sides
geo::LonLat const middle = place(118.36, 35.06);

/// Metres from the middle of the town.
struct Spot {
  double east = 0;
  double north = 0;
};

geo::LonLat at(Spot const &spot) {
  return place(middle.lon() + spot.east / metres_a_degree_east,
               middle.lat() + spot.north / metres_a_degree_north);
}

Spot spot_of(geo::LonLat where) {
  return {(where.lon() - middle.lon()) * metres_a_degree_east,
          (where.lat() - middle.lat()) * metres_a_degree_north};
}

/// Streets west to east and south to north, 80 to 260 m apart.
struct Town {
  std::vector<double> easts;
  std::vector<double> norths;

  explicit Town(Random &random) {
    std::uniform_real_distribution<double> apart(80, 260);
    for (auto *const lines : {&easts, &norths}) {
      for (double line = -town_m; line < town_m; line += apart(random)) {
        lines->push_back(line);
      }
    }
  }
  static double distance(std::vector<double> const &lines, double value) {
    double nearest = town_m;
    for (auto const line : lines) {
      nearest = std::min(nearest, std::abs(line - value));
    }
    return nearest;
  }
  [[nodiscard]] bool is_on_street(geo::LonLat where) const {
    auto const spot = spot_of(where);
    return std::min(distance(easts, spot.east), distance(norths, spot.north)) <= 15;
  }
  /// Anywhere on a street in a square about the middle.
  [[nodiscard]] Spot street_spot(Random &random, double half_m) const {
    std::uniform_real_distribution<double> anywhere(-half_m, half_m);
    bool const goes_north = random() % 2 == 0;
    auto const &lines = goes_north ? easts : norths;
    double line = 0;
    do {
      line = lines[random() % lines.size()];
    } while (std::abs(line) > half_m);
    auto const along = anywhere(random);
    return goes_north ? Spot{line, along} : Spot{along, line};
  }
};

constexpr double own_half_m = 450; ///< the worker's own area is a square about the middle

bool is_in_own_area(geo::LonLat where) {
  auto const spot = spot_of(where);
  return std::abs(spot.east) <= own_half_m && std::abs(spot.north) <= own_half_m;
}

Spot with_noise(Spot spot, Random &random, double sigma_m = 6) {
  std::normal_distribution<double> error(0, sigma_m);
  return {spot.east + error(random), spot.north + error(random)};
}

std::vector<DatumReading> all_but(DatumReading one) {
  std::vector<DatumReading> others(geo::datum_readings.begin(), geo::datum_readings.end());
  std::erase(others, one);
  return others;
}

std::optional<DatumReading> judge(Town const &town, std::vector<geo::LonLat> const &walk,
                                  DatumReading meant, DatumReading declared,
                                  bool has_own_area = true) {
  std::vector<rules::SentFix> fixes;
  for (auto const where : walk) {
    fixes.push_back({test::written_degrees(where, meant), "w1"});
  }
  return rules::better_reading(fixes, declared, all_but(declared),
                               {[&](std::string const &, geo::LonLat where) {
                                  return has_own_area && is_in_own_area(where);
                                },
                                [&](geo::LonLat where) { return town.is_on_street(where); }});
}

/// One trial's fixes.
template <typename Next>
std::vector<geo::LonLat> walk_of(Next const &next) {
  std::vector<geo::LonLat> walk;
  while (walk.size() < rules::DatumGuardLimits{}.fixes) {
    walk.push_back(next());
  }
  return walk;
}

auto const declarable = {DatumReading::wgs84, DatumReading::gcj02, DatumReading::bd09};

} // namespace

TEST_CASE("a device that sends otherwise than declared is found, and how") {
  Random random(GENERATE(range(1U, 21U)));
  Town const town(random);
  auto const walk =
      walk_of([&] { return at(with_noise(town.street_spot(random, own_half_m - 20), random)); });
  for (auto const declared : declarable) {
    for (auto const meant : all_but(declared)) {
      INFO(geo::to_string(meant) << " declared as " << geo::to_string(declared));
      CHECK(judge(town, walk, meant, declared) == meant);
    }
  }
}

TEST_CASE("a device that sends as declared is left alone, in its area and along its border") {
  Random random(GENERATE(range(1U, 21U)));
  Town const town(random);
  auto const inside =
      walk_of([&] { return at(with_noise(town.street_spot(random, own_half_m), random, 15)); });
  std::vector<std::vector<geo::LonLat>> walks{inside};
  std::uniform_real_distribution<double> anywhere(-own_half_m, own_half_m);
  for (double const side : {-own_half_m, own_half_m}) { // half of these fixes lie outside
    walks.push_back(walk_of([&] { return at(with_noise({side, anywhere(random)}, random, 15)); }));
    walks.push_back(walk_of([&] { return at(with_noise({anywhere(random), side}, random, 15)); }));
  }
  for (auto const &walk : walks) {
    for (auto const declared : declarable) {
      CHECK_FALSE(judge(town, walk, declared, declared));
    }
  }
}

TEST_CASE("who helps next door, just where a wrong reading would have put them, is left alone") {
  Random random(GENERATE(range(1U, 11U)));
  Town const town(random);
  for (auto const declared : declarable) {
    for (auto const other : all_but(declared)) {
      auto const walk = walk_of([&] {
        for (;;) {
          auto const where = at(with_noise(town.street_spot(random, 3'000), random));
          auto const elsewhere = geo::read_as(test::written_degrees(where, declared), other);
          if (elsewhere && is_in_own_area(*elsewhere) && !is_in_own_area(where)) {
            return where;
          }
        }
      });
      INFO(geo::to_string(declared) << " beside " << geo::to_string(other));
      CHECK_FALSE(judge(town, walk, declared, declared));
    }
  }
}

TEST_CASE("without streets underfoot or an own area there is no finding") {
  Random random(GENERATE(range(1U, 6U)));
  Town const town(random);
  std::uniform_real_distribution<double> anywhere(-own_half_m, own_half_m);
  auto const indoors = walk_of([&] { return at({anywhere(random), anywhere(random)}); });
  CHECK_FALSE(judge(town, indoors, DatumReading::wgs84, DatumReading::wgs84));
  auto const walk =
      walk_of([&] { return at(with_noise(town.street_spot(random, own_half_m), random)); });
  CHECK_FALSE(judge(town, walk, DatumReading::gcj02, DatumReading::wgs84, false));
  CHECK_FALSE(judge(town, {}, DatumReading::gcj02, DatumReading::wgs84));
}
