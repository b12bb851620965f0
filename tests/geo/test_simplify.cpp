#include "geo/simplify.hpp"

#include "geo/predicates.hpp"
#include "geo/ring_crossings.hpp"
#include "geo/tile_math.hpp"
#include "tests/support/random_coverage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

using namespace yuntu;
using namespace yuntu::geo;
using test::RandomCoverage;

namespace {

constexpr int seeds = 25;

std::int64_t twice_area(Ring const &ring) {
  std::int64_t sum = 0;
  auto const origin = ring.front();
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const ax = std::int64_t{ring[i - 1].lon_e7()} - origin.lon_e7();
    auto const ay = std::int64_t{ring[i - 1].lat_e7()} - origin.lat_e7();
    auto const bx = std::int64_t{ring[i].lon_e7()} - origin.lon_e7();
    auto const by = std::int64_t{ring[i].lat_e7()} - origin.lat_e7();
    sum += ax * by - ay * bx;
  }
  return sum;
}

using Edges = std::multiset<std::pair<LonLat, LonLat>>;

/// The edges that no other ring runs back along.
Edges outer_edges(std::vector<Ring> const &rings) {
  Edges edges;
  for (auto const &ring : rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      auto const back = edges.find({ring[i], ring[i - 1]});
      if (back != edges.end()) {
        edges.erase(back);
      } else {
        edges.emplace(ring[i - 1], ring[i]);
      }
    }
  }
  return edges;
}

/// A coverage's rings at each level and what they become.
class DrawnCoverage {
public:
  explicit DrawnCoverage(unsigned seed) : coverage_(seed) {
    std::vector<Chain> chains;
    for (int const size : RandomCoverage::levels) {
      areas_.push_back(coverage_.areas(size));
    }
    for (auto const &level : areas_) {
      for (auto const &area : level) {
        chains.push_back({area.outer});
      }
    }
    zooms_ = std::make_unique<VertexZooms>(chains, SimplifyScale{});
  }
  [[nodiscard]] std::vector<std::vector<Polygon>> const &areas() const { return areas_; }
  [[nodiscard]] std::vector<Ring> drawn(std::size_t level, std::uint8_t zoom) const {
    std::vector<Ring> rings;
    for (auto const &area : areas_[level]) {
      rings.push_back(drawn_at(area.outer, *zooms_, zoom));
    }
    return rings;
  }

private:
  RandomCoverage coverage_;
  std::vector<std::vector<Polygon>> areas_;
  std::unique_ptr<VertexZooms> zooms_;
};

struct Pixel {
  double x, y;
};
Pixel pixel(LonLat p, std::uint8_t zoom) {
  auto const world = to_world(p);
  return {std::ldexp(world.x, 9 + zoom - 32), std::ldexp(world.y, 9 + zoom - 32)};
}
double distance(Pixel p, Pixel a, Pixel b) {
  double const x = b.x - a.x;
  double const y = b.y - a.y;
  double const length2 = x * x + y * y;
  double const t =
      length2 > 0 ? std::clamp(((p.x - a.x) * x + (p.y - a.y) * y) / length2, 0.0, 1.0) : 0;
  return std::hypot(a.x + t * x - p.x, a.y + t * y - p.y);
}

/// The largest distance of a vertex from the line drawn in its place.
double deviation_px(Ring const &ring, Ring const &drawn, std::uint8_t zoom) {
  std::set<LonLat> const kept(drawn.begin(), drawn.end());
  auto const start = static_cast<std::size_t>(
      std::find_if(ring.begin(), ring.end(), [&](LonLat p) { return kept.contains(p); }) -
      ring.begin());
  auto const count = ring.size() - 1;
  auto const at = [&](std::size_t i) { return ring[(start + i) % count]; };
  double worst = 0;
  for (std::size_t i = 0; i < count;) {
    std::size_t next = i + 1;
    while (next < count && !kept.contains(at(next))) {
      ++next;
    }
    for (auto k = i + 1; k < next; ++k) {
      worst = std::max(
          worst, distance(pixel(at(k), zoom), pixel(at(i), zoom), pixel(at(next % count), zoom)));
    }
    i = next;
  }
  return worst;
}

VertexZooms zooms_of(std::vector<Polygon> const &polygons, SimplifyScale scale = {}) {
  std::vector<Chain> chains;
  for (auto const &polygon : polygons) {
    chains.push_back({polygon.outer});
    for (auto const &hole : polygon.holes) {
      chains.push_back({hole});
    }
  }
  return VertexZooms(chains, scale);
}

LonLat at(int east, int north) {
  return LonLat::from_units(1'185'000'000 + east, 350'000'000 + north).value();
}

} // namespace

TEST_CASE("at every zoom areas tile the level above them without gap or overlap") {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    DrawnCoverage const coverage(seed);
    auto const zoom = static_cast<std::uint8_t>(seed % 19);
    for (std::uint8_t const z : {zoom, std::uint8_t{0}, std::uint8_t{10}, std::uint8_t{13}}) {
      CAPTURE(seed, static_cast<int>(z));
      auto const whole = coverage.drawn(0, z);
      for (std::size_t level = 1; level < 4; ++level) {
        auto const parts = coverage.drawn(level, z);
        REQUIRE(outer_edges(parts) == outer_edges(whole));
        std::int64_t sum = 0;
        for (auto const &part : parts) {
          sum += twice_area(part);
        }
        REQUIRE(sum == twice_area(whole[0]));
      }
    }
  }
}

TEST_CASE("at every zoom each ring is simple, has an area and winds as before") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    DrawnCoverage const coverage(seed);
    for (std::uint8_t zoom = 0; zoom <= 18; ++zoom) {
      CAPTURE(seed, static_cast<int>(zoom));
      for (std::size_t level = 0; level < 4; ++level) {
        for (auto const &ring : coverage.drawn(level, zoom)) {
          REQUIRE(ring.size() >= 4);
          REQUIRE(twice_area(ring) > 0);
          REQUIRE_FALSE(find_crossing({ring, {}}));
        }
      }
    }
  }
}

TEST_CASE("what is left out lies within half a pixel of what is drawn, and much is left out") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    DrawnCoverage const coverage(seed);
    for (std::uint8_t zoom = 6; zoom <= 18; ++zoom) {
      auto const &before = coverage.areas()[3];
      auto const after = coverage.drawn(3, zoom);
      std::size_t vertices = 0;
      std::size_t kept = 0;
      for (std::size_t i = 0; i < before.size(); ++i) {
        CAPTURE(seed, static_cast<int>(zoom), i);
        REQUIRE(deviation_px(before[i].outer, after[i], zoom) <= 0.5 + 1e-9);
        vertices += before[i].outer.size();
        kept += after[i].size();
      }
      CHECK((zoom < 18 || kept == vertices));
      CHECK((zoom > 9 || kept * 4 < vertices));
    }
  }
}

TEST_CASE("two areas that share two borders keep both apart") {
  // Between the nodes both borders are nearly straight: thinned to straight lines they would
  // lie upon each other and the lens between them vanish.
  Polygon const lens{{at(0, 0), at(500, -3), at(1000, 0), at(500, 3), at(0, 0)}, {}};
  Polygon const south{{at(0, 0), at(0, -900), at(1000, -900), at(1000, 0), at(500, -3), at(0, 0)},
                      {}};
  Polygon const north{{at(0, 0), at(500, 3), at(1000, 0), at(1000, 900), at(0, 900), at(0, 0)}, {}};
  auto const zooms = zooms_of({lens, south, north});
  for (std::uint8_t zoom = 0; zoom <= 18; ++zoom) {
    CHECK(twice_area(drawn_at(lens.outer, zooms, zoom)) > 0);
  }
}

TEST_CASE("a border never passes over a neighbour's corner") {
  // The dent of the large area holds a small one; filling the dent would cover it.
  Polygon const small{{at(450, 30), at(550, 30), at(500, 38), at(450, 30)}, {}};
  Polygon const dented{{at(0, -900), at(1000, -900), at(1000, 40), at(700, 40), at(500, 5),
                        at(300, 40), at(0, 40), at(0, -900)},
                       {}};
  auto const zooms = zooms_of({small, dented});
  for (std::uint8_t zoom = 0; zoom <= 18; ++zoom) {
    Polygon const drawn{drawn_at(dented.outer, zooms, zoom), {}};
    auto const beside = drawn_at(small.outer, zooms, zoom);
    CHECK_FALSE(find_crossing({drawn.outer, {beside}}));
    CHECK(locate(drawn, beside.front()) == Location::outside);
  }
  CHECK(zooms.zoom_of(at(500, 5)) < zooms.zoom_of(at(300, 40))); // it would have gone first
}

TEST_CASE("a hole stays in its area") {
  Polygon area{{at(0, 0), at(500, -40), at(1000, 0), at(1000, 1000), at(0, 1000), at(0, 0)}, {}};
  area.holes.push_back({at(480, -30), at(500, -20), at(520, -30), at(500, -35), at(480, -30)});
  REQUIRE_FALSE(find_crossing(area));
  auto const zooms = zooms_of({area});
  for (std::uint8_t zoom = 0; zoom <= 18; ++zoom) {
    Polygon drawn{drawn_at(area.outer, zooms, zoom), {drawn_at(area.holes[0], zooms, zoom)}};
    CHECK(drawn.holes[0].size() >= 4);
    CHECK_FALSE(find_crossing(drawn));
  }
}

TEST_CASE("ends of lines and crossings stay, the bends between them go") {
  LineString const east{at(0, 0), at(300, 2), at(600, -2), at(1000, 0)};
  LineString const on{at(1000, 0), at(1500, 3), at(2000, 0)};
  LineString const north{at(600, -2), at(603, 500), at(600, 1000)};
  auto constexpr line = Chain::Kind::line;
  std::vector<Chain> const chains{{east, line}, {on, line}, {north, line}};
  VertexZooms const zooms(chains, {});
  CHECK(drawn_at(east, zooms, 10) == LineString{at(0, 0), at(600, -2), at(1000, 0)});
  CHECK(drawn_at(on, zooms, 10) == LineString{at(1000, 0), at(2000, 0)});
  CHECK(drawn_at(north, zooms, 10) == LineString{at(600, -2), at(600, 1000)});
  CHECK(drawn_at(east, zooms, 18) == east);
}

TEST_CASE("a line that comes back to its start stays closed") {
  LineString round{at(0, 0), at(500, -3), at(1000, 0), at(1000, 1000), at(0, 1000), at(-3, 500)};
  round.push_back(round.front());
  VertexZooms const zooms(std::vector<Chain>{{round, Chain::Kind::line}}, {});
  for (std::uint8_t zoom = 0; zoom <= 18; ++zoom) {
    auto const drawn = drawn_at(round, zooms, zoom);
    CHECK(drawn.front() == round.front());
    CHECK(drawn.back() == round.back());
  }
}

TEST_CASE("below the lowest and from the exact zoom nothing more is left out") {
  Polygon const area{{at(0, 0), at(500, -4), at(1000, 0), at(1000, 1000), at(0, 1000), at(0, 0)},
                     {}};
  auto const zooms = zooms_of({area}, {10, 14});
  CHECK(zooms.zoom_of(at(500, -4)) == 14);
  CHECK(drawn_at(area.outer, zooms, 14) == area.outer);
  CHECK(drawn_at(area.outer, zooms, 13).size() == 5);
  CHECK(drawn_at(area.outer, zooms, 3) == drawn_at(area.outer, zooms, 10));
  CHECK(zooms.zoom_of(at(7, 7)) == 0);
}

TEST_CASE("the order of the chains makes no difference") {
  RandomCoverage const coverage(3);
  auto areas = coverage.areas(1);
  auto const zooms = zooms_of(areas);
  std::mt19937 random(5);
  std::shuffle(areas.begin(), areas.end(), random);
  auto const again = zooms_of(areas);
  for (auto const &area : areas) {
    for (auto const p : area.outer) {
      REQUIRE(zooms.zoom_of(p) == again.zoom_of(p));
    }
  }
}
