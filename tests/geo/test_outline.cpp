#include "geo/local_frame.hpp"
#include "geo/obstacles.hpp"
#include "geo/outline.hpp"
#include "geo/predicates.hpp"
#include "geo/validity.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/random_town.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace yuntu;
using test::AsciiMap;

namespace {

/// Everything that drawing takes, around one network.
struct Drawing {
  explicit Drawing(std::vector<geo::StreetLine> const &lines, geo::OutlineOptions options = {},
                   geo::SnapOptions const &snapping = {})
      : graph(lines, {}), snapper(graph), raster(graph, snapper, snapping, snapping.obstacles),
        search(graph), sketch(raster, options) {}

  geo::MultiPolygon around(std::vector<geo::LonLat> const &places, double limit_m) {
    std::vector<geo::StreetPoint> origins;
    for (auto const place : places) {
      origins.push_back(snapper.snap(place).value().point);
    }
    search.run_to(origins, static_cast<std::int32_t>(limit_m * 1000), closed);
    return sketch.parts(search);
  }

  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  geo::WalkRaster raster;
  geo::ReachSearch search;
  geo::OutlineSketch sketch;
  geo::ClosedEdges closed;
};

bool covers(geo::MultiPolygon const &parts, geo::LonLat place) {
  return std::any_of(parts.begin(), parts.end(),
                     [place](geo::Polygon const &part) { return geo::covers(part, place); });
}

double boundary_distance_m(geo::MultiPolygon const &parts, geo::LonLat place) {
  double nearest = std::numeric_limits<double>::infinity();
  for (auto const &part : parts) {
    nearest = std::min(nearest, geo::boundary_distance_m(part, place));
  }
  return nearest;
}

std::vector<geo::Ring> rings_of(geo::MultiPolygon const &parts) {
  std::vector<geo::Ring> rings;
  for (auto const &part : parts) {
    rings.push_back(part.outer);
    rings.insert(rings.end(), part.holes.begin(), part.holes.end());
  }
  return rings;
}

/// Do any two rings, or a ring and itself beyond its corners, have a point in common?
bool do_rings_touch(geo::MultiPolygon const &parts) {
  auto const rings = rings_of(parts);
  for (std::size_t i = 0; i < rings.size(); ++i) {
    for (std::size_t j = i + 1; j < rings.size(); ++j) {
      for (std::size_t k = 1; k < rings[i].size(); ++k) {
        for (std::size_t l = 1; l < rings[j].size(); ++l) {
          if (geo::segments_intersect(rings[i][k - 1], rings[i][k], rings[j][l - 1], rings[j][l])) {
            return true;
          }
        }
      }
    }
  }
  return false;
}

geo::LonLat moved(geo::LonLat place, double east_m, double north_m) {
  return geo::LocalFrame(place).to_lon_lat({east_m, north_m});
}

/// The same streets, three times as far apart: blocks of 150 m have room for holes.
std::vector<geo::StreetLine> spread(std::vector<geo::StreetLine> streets) {
  for (auto &street : streets) {
    for (auto &place : street.points) {
      place = geo::LonLat::from_units(1'183'500'000 + (place.lon_e7() - 1'183'500'000) * 3,
                                      350'500'000 + (place.lat_e7() - 350'500'000) * 3)
                  .value();
    }
  }
  return streets;
}

/// Metres from a place that the parts extend to.
struct Extent {
  double west, south, east, north;
};

Extent extent_from(geo::LonLat place, geo::MultiPolygon const &parts) {
  geo::Envelope box;
  for (auto const &part : parts) {
    box.expand(geo::envelope_of(part));
  }
  auto const frame = geo::LocalFrame(place);
  auto const low = frame.to_metric(geo::LonLat::from_units(box.west, box.south).value());
  auto const high = frame.to_metric(geo::LonLat::from_units(box.east, box.north).value());
  return {-low.easting, -low.northing, high.easting, high.northing};
}

constexpr double cell_m = geo::WalkRaster::spacing_m;
constexpr double access_m = 100;

AsciiMap const straight("A---------B---------C", 20); // 200 m each

AsciiMap const park(R"(
    A-----------------------------B
    |                             |
    |                             |
    |              P              |
    |                             |
    |                             |
    C-----------------------------D
)",
                    20); // 600 m across, rows are stretched below

} // namespace

TEST_CASE("what reaches nothing has no outline") {
  Drawing drawing({straight.line("ABC")});
  CHECK(drawing.around({straight.at('B')}, -1).empty());
  drawing.closed = geo::ClosedEdges{0};
  CHECK(drawing.around({straight.at('B')}, 500).empty());
  Drawing nowhere({});
  nowhere.search.run_to(std::span<geo::StreetPoint const>(), 500'000, nowhere.closed);
  CHECK(nowhere.sketch.parts(nowhere.search).empty());
  auto const outline = nowhere.sketch.outline(nowhere.search, {}, {});
  CHECK(outline == geo::Outline{});
}

TEST_CASE("a search never run has no outline") {
  Drawing drawing({straight.line("ABC")});
  CHECK(drawing.sketch.parts(drawing.search).empty());
}

TEST_CASE("a straight street walked to its ends is a capsule as wide as the access legs") {
  Drawing drawing({straight.line("ABC")});
  auto const parts = drawing.around({straight.at('B')}, 1000);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].holes.empty());
  auto const extent = extent_from(straight.at('B'), parts);
  CHECK(extent.west == Approx(200 + access_m).margin(cell_m));
  CHECK(extent.east == Approx(200 + access_m).margin(cell_m));
  CHECK(extent.north == Approx(access_m).margin(cell_m));
  CHECK(extent.south == Approx(access_m).margin(cell_m));
  CHECK(covers(parts, moved(straight.at('A'), -50, 50)));
  CHECK_FALSE(covers(parts, moved(straight.at('A'), -85, 85))); // its ends are round
}

TEST_CASE("an access leg takes its part of the time") {
  Drawing drawing({straight.line("ABC")});
  auto const parts = drawing.around({straight.at('B')}, 120);
  REQUIRE(parts.size() == 1);
  auto const extent = extent_from(straight.at('B'), parts);
  CHECK(extent.west == Approx(120).margin(6));
  CHECK(extent.east == Approx(120).margin(6));
  CHECK(covers(parts, moved(straight.at('B'), 60, 50)));
  CHECK_FALSE(covers(parts, moved(straight.at('B'), 60, 70)));
}

TEST_CASE("the origin alone is drawn when there is time for a few steps") {
  Drawing drawing({straight.line("ABC")});
  auto const parts = drawing.around({straight.at('B')}, 15);
  for (auto const &part : parts) {
    CHECK_FALSE(geo::find_defect(part));
  }
  CHECK(extent_from(straight.at('B'), parts).east < 15 + 1);
}

TEST_CASE("a ring road around a large park has a hole in the park") {
  Drawing drawing({park.line("ABDCA")});
  auto const parts = drawing.around({park.at('A')}, 5000);
  REQUIRE(parts.size() == 1);
  // 600 m x 120 m: no place in it is farther than 60 m.
  CHECK(parts[0].holes.empty());
  AsciiMap const wide(R"(
    A-------B
    |       |
    |   P   |
    |       |
    C-------D
  )",
                      100);
  Drawing around_park({wide.line("ABDCA")});
  auto const with_park = around_park.around({wide.at('A')}, 5000);
  REQUIRE(with_park.size() == 1);
  REQUIRE(with_park[0].holes.size() == 1);
  CHECK_FALSE(covers(with_park, wide.at('P')));
  CHECK(boundary_distance_m(with_park, wide.at('P')) == Approx(200 - access_m).margin(cell_m));
  CHECK(covers(with_park, moved(wide.at('A'), 200, -50)));
}

TEST_CASE("two parts stay two parts") {
  AsciiMap const two(R"(
    A---B        C---D
  )",
                     50);
  Drawing drawing({two.line("AB"), two.line("CD")});
  CHECK(drawing.around({two.at('A'), two.at('D')}, 1000).size() == 2);
  CHECK(drawing.around({two.at('A')}, 1000).size() == 1);
  // By ferry, too: nobody walks on the water between.
  auto ferry = two.line("BC", geo::StreetClass::ferry);
  ferry.duration_s = 60;
  Drawing by_ferry({two.line("AB"), two.line("CD"), ferry});
  auto const parts = by_ferry.around({two.at('A')}, 1000);
  REQUIRE(parts.size() == 2);
  CHECK_FALSE(do_rings_touch(parts));
  CHECK_FALSE(covers(parts, moved(two.at('B'), 225, 0)));
}

TEST_CASE("nothing is reached beyond a river without a bridge") {
  AsciiMap const river(R"(
    A-----------------B

    X-----------------Y
  )",
                       40);
  Drawing drawing({river.line("AB"), river.line("XY")});
  auto const parts = drawing.around({river.at('A')}, 3000);
  auto const extent = extent_from(river.at('A'), parts);
  // The far bank is 80 m south: half of that is the river's middle.
  CHECK(extent.south <= 40 + cell_m / 2);
  CHECK(extent.north == Approx(access_m).margin(cell_m));
  for (double east = 0; east <= 680; east += 5) {
    REQUIRE_FALSE(covers(parts, moved(river.at('X'), east, 25)));
  }
  Drawing bridged({river.line("AB"), river.line("XY"), river.line("BY")});
  CHECK(covers(bridged.around({river.at('A')}, 3000), river.at('X')));
}

TEST_CASE("nor is the far bank when it has no street of its own") {
  AsciiMap const river(R"(
    A-----------------B
    W-----------------E
    w-----------------e
  )",
                       20);
  std::vector<geo::LineString> const banks = {river.line("WE").points, river.line("we").points};
  geo::Obstacles const water(banks);
  geo::SnapOptions snapping;
  snapping.obstacles = &water;
  auto const far_bank = [&](double east) { return moved(river.at('w'), east, -15); };
  Drawing drawing({river.line("AB")}, {}, snapping);
  auto const parts = drawing.around({river.at('A')}, 1000);
  CHECK(covers(parts, moved(river.at('A'), 100, 30)));
  for (double east = 0; east <= 340; east += 5) {
    REQUIRE_FALSE(covers(parts, far_bank(east)));
  }
  Drawing dry({river.line("AB")});
  CHECK(covers(dry.around({river.at('A')}, 1000), far_bank(100)));
}

TEST_CASE("ten minutes lie inside fifteen") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    Drawing drawing(test::random_streets(random, 16, 70));
    auto const origin = test::random_point(random, drawing.graph);
    drawing.search.run_to(origin, 200'000, drawing.closed);
    auto const ten = drawing.sketch.parts(drawing.search);
    drawing.search.run_to(origin, 300'000, drawing.closed);
    auto const fifteen = drawing.sketch.parts(drawing.search);
    CAPTURE(seed);
    for (auto const &ring : rings_of(ten)) {
      for (auto const corner : ring) {
        bool const is_within =
            covers(fifteen, corner) || boundary_distance_m(fifteen, corner) <= cell_m;
        REQUIRE(is_within);
      }
    }
  }
}

TEST_CASE("outlines of two hundred random towns are valid and their rings apart") {
  std::size_t holes = 0;
  std::size_t several = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    auto const tolerance_m = seed % 3 == 0 ? 0.0 : seed % 3 == 1 ? 5.0 : 40.0;
    Drawing drawing(spread(test::random_streets(random, 12, 40 + static_cast<int>(seed % 60))),
                    {tolerance_m});
    std::vector<geo::StreetPoint> origins(1 + random() % 3);
    for (auto &origin : origins) {
      origin = test::random_point(random, drawing.graph);
    }
    drawing.closed =
        geo::ClosedEdges{static_cast<geo::EdgeId>(random() % drawing.graph.edge_count())};
    drawing.search.run_to(origins, static_cast<std::int32_t>(random() % 2'500'000), drawing.closed);
    auto const parts = drawing.sketch.parts(drawing.search);
    CAPTURE(seed);
    for (auto const &part : parts) {
      auto const defect = geo::find_defect(part);
      CAPTURE(defect ? defect->reason : std::string());
      REQUIRE_FALSE(defect);
      REQUIRE(geo::normalised(part) == part); // wound as RFC 7946 has it
      holes += part.holes.size();
    }
    several += parts.size() > 1 ? 1 : 0;
    REQUIRE_FALSE(do_rings_touch(parts));
    // No part lies in another, unless in its hole.
    for (auto const &part : parts) {
      auto const covering = std::count_if(parts.begin(), parts.end(), [&](auto const &other) {
        return geo::covers(other, part.outer.front());
      });
      REQUIRE(covering == 1);
    }
  }
  CHECK(holes > 20); // the towns are worth the while
  CHECK(several > 20);
}

TEST_CASE("thinning keeps every corner within its tolerance") {
  std::size_t corners_before = 0;
  std::size_t corners_after = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    auto const streets = test::random_streets(random, 14, 50);
    Drawing exact(streets, {0});
    Drawing thin(streets, {5});
    auto const origin = test::random_point(random, exact.graph);
    exact.search.run_to(origin, 300'000, exact.closed);
    thin.search.run_to(origin, 300'000, thin.closed);
    auto const before = exact.sketch.parts(exact.search);
    auto const after = thin.sketch.parts(thin.search);
    for (auto const &ring : rings_of(after)) {
      corners_after += ring.size();
    }
    for (auto const &ring : rings_of(before)) {
      corners_before += ring.size();
      for (auto const corner : ring) {
        REQUIRE(boundary_distance_m(after, corner) <= 5 + 0.02);
      }
    }
    CAPTURE(seed);
    REQUIRE(rings_of(before).size() == rings_of(after).size());
  }
  CHECK(corners_after <= corners_before * 2 / 3);
}

TEST_CASE("the counts are the search's, the disagreement is that of point in polygon") {
  std::size_t wrong = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    Drawing drawing(test::random_streets(random, 14, 50));
    auto const targets =
        geo::TargetSet(drawing.graph, test::random_targets(random, drawing.graph, 300));
    std::vector<geo::LonLat> places;
    for (geo::TargetId id = 0; id < targets.size(); ++id) {
      places.push_back(geo::LonLat::from_units(1'183'500'000 + static_cast<int>(random() % 70'000),
                                               350'500'000 + static_cast<int>(random() % 63'000))
                           .value());
    }
    auto const origin = test::random_point(random, drawing.graph);
    for (std::int32_t const limit_mm : {50'000, 200'000, 400'000}) {
      drawing.search.run_to(origin, limit_mm, drawing.closed);
      auto const outline =
          drawing.sketch.outline(drawing.search, targets, geo::TargetPlaces(places));
      std::vector<bool> is_reached(targets.size());
      for (auto const &reached : drawing.search.targets(targets)) {
        is_reached[reached.target] = true;
      }
      geo::Outline expected;
      expected.parts = outline.parts;
      for (geo::TargetId id = 0; id < targets.size(); ++id) {
        auto const add = [weight = targets.target(id).weight](geo::TargetCount &count) {
          ++count.targets;
          count.weight += weight;
        };
        bool const is_covered = covers(outline.parts, places[id]);
        if (is_reached[id]) {
          add(expected.reached);
        }
        if (is_reached[id] && !is_covered) {
          add(expected.reached_outside);
        }
        if (!is_reached[id] && is_covered) {
          add(expected.unreached_inside);
        }
      }
      CAPTURE(seed, limit_mm);
      REQUIRE(outline == expected);
      wrong += expected.reached_outside.targets + expected.unreached_inside.targets;
    }
  }
  CHECK(wrong > 1000); // places at random disagree a lot
}

TEST_CASE("a target on a corner or an edge of the outline is covered") {
  Drawing drawing({straight.line("ABC")}, {0});
  auto const parts = drawing.around({straight.at('B')}, 150);
  REQUIRE(parts.size() == 1);
  auto const &ring = parts[0].outer;
  std::vector<geo::LonLat> places(ring.begin(), ring.end() - 1);
  auto const targets =
      geo::TargetSet(drawing.graph, std::vector<geo::Target>(places.size(), {std::nullopt, 2}));
  auto const outline = drawing.sketch.outline(drawing.search, targets, geo::TargetPlaces(places));
  CHECK(outline.unreached_inside ==
        geo::TargetCount{places.size(), 2 * std::int64_t(places.size())});
}

TEST_CASE("a target without a place is a mistake of the caller") {
  Drawing drawing({straight.line("ABC")});
  auto const targets = geo::TargetSet(drawing.graph, {{std::nullopt, 1}});
  CHECK_THROWS_AS(drawing.sketch.outline(drawing.search, targets, {}), std::invalid_argument);
}

TEST_CASE("the same walk is drawn the same, whatever was drawn before") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 random(seed);
    auto const streets = test::random_streets(random, 14, 60);
    Drawing used(streets);
    auto const origin = test::random_point(random, used.graph);
    for (int i = 0; i < 5; ++i) {
      used.search.run_to(test::random_point(random, used.graph),
                         static_cast<std::int32_t>(random() % 900'000), used.closed);
      (void)used.sketch.parts(used.search);
    }
    used.search.run_to(origin, 250'000, used.closed);
    Drawing fresh(streets);
    fresh.search.run_to(origin, 250'000, fresh.closed);
    auto const parts = used.sketch.parts(used.search);
    CHECK(parts == fresh.sketch.parts(fresh.search));
    CHECK(parts == used.sketch.parts(used.search));
  }
}
