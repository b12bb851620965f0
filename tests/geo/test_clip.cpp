#include "geo/clip.hpp"

#include <algorithm>
#include <iterator>

#include <catch2/catch.hpp>

using namespace yuntu::geo;

namespace {

constexpr ClipBox frame{0, 100};

std::int64_t doubled_area(TileRing const &ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += std::int64_t{ring[i - 1].x} * ring[i].y - std::int64_t{ring[i].x} * ring[i - 1].y;
  }
  return sum;
}

bool is_in(TilePoint p, ClipBox box) {
  return p.x >= box.min && p.x <= box.max && p.y >= box.min && p.y <= box.max;
}

} // namespace

TEST_CASE("a ring inside the box is kept as it is") {
  TileRing const ring{{10, 10}, {90, 10}, {50, 90}, {10, 10}};
  CHECK(clip_ring(ring, frame) == ring);
}

TEST_CASE("a ring over a corner of the box keeps the corner") {
  TileRing const ring{{-50, -50}, {50, -50}, {50, 50}, {-50, 50}, {-50, -50}};
  auto const cut = clip_ring(ring, frame);
  CHECK(doubled_area(cut) == 2 * 50 * 50);
  CHECK(std::all_of(cut.begin(), cut.end(), [](TilePoint p) { return is_in(p, frame); }));
  CHECK(cut.front() == cut.back());
}

TEST_CASE("a ring around the box becomes the box, one beside it nothing") {
  CHECK(doubled_area(clip_ring({{-500, -500}, {600, -500}, {600, 600}, {-500, 600}, {-500, -500}},
                               frame)) == 2 * 100 * 100);
  CHECK(clip_ring({{200, 0}, {300, 0}, {300, 100}, {200, 0}}, frame).empty());
}

TEST_CASE("rings that shrink to a line or a point are dropped") {
  CHECK(clip_ring({{5, 5}, {5, 5}, {5, 5}, {5, 5}}, frame).empty());
  CHECK(clip_ring({{5, 5}, {50, 5}, {20, 5}, {5, 5}}, frame).empty());
  CHECK(clip_ring({{100, 0}, {150, 0}, {150, 90}, {100, 90}, {100, 0}}, frame).empty());
}

TEST_CASE("two areas that share an edge still share it when cut") {
  // Cut from either side the slanted edge meets the frame in the same point.
  TileRing const left{{10, 30}, {137, 71}, {10, 71}, {10, 30}};
  TileRing const right{{137, 71}, {10, 30}, {137, 30}, {137, 71}};
  auto const crossing = [](TileRing const &ring) {
    std::vector<TilePoint> on_frame;
    // From the second point: the first is the last.
    std::copy_if(ring.begin() + 1, ring.end(), std::back_inserter(on_frame),
                 [](TilePoint p) { return p.x == 100 && p.y > 30 && p.y < 71; });
    return on_frame;
  };
  auto const a = crossing(clip_ring(left, frame));
  auto const b = crossing(clip_ring(right, frame));
  REQUIRE(a.size() == 1);
  CHECK(a == b);
}

TEST_CASE("a line that leaves and returns comes back in pieces") {
  TileLine const line{{50, 50}, {150, 50}, {150, 80}, {50, 80}};
  auto const pieces = clip_line(line, frame);
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0] == TileLine{{50, 50}, {100, 50}});
  CHECK(pieces[1] == TileLine{{100, 80}, {50, 80}});
}

TEST_CASE("a line across the box is cut at both sides, one beside it vanishes") {
  CHECK(clip_line({{-50, 50}, {150, 50}}, frame) == std::vector<TileLine>{{{0, 50}, {100, 50}}});
  CHECK(clip_line({{-50, 120}, {150, 120}}, frame).empty());
  CHECK(clip_line({{-50, 40}, {40, -50}}, frame).empty());
}

TEST_CASE("a line that only touches the box's corner is nothing") {
  CHECK(clip_line({{-50, 50}, {0, 100}, {50, 150}}, frame).empty());
}

TEST_CASE("a line inside stays one piece through repeated points") {
  CHECK(clip_line({{1, 1}, {5, 5}, {5, 5}, {9, 1}}, frame).size() == 1);
}

TEST_CASE("spikes go, corners on a straight run stay where a neighbour may have one") {
  TileRing const ring{{10, 10}, {50, 10}, {90, 10}, {90, 90},
                      {90, 95}, {90, 90}, {10, 90}, {10, 10}};
  CHECK(clip_ring(ring, frame) ==
        TileRing{{10, 10}, {50, 10}, {90, 10}, {90, 90}, {10, 90}, {10, 10}});
  // A spike on the first point.
  CHECK(clip_ring({{5, 10}, {90, 10}, {90, 90}, {10, 90}, {10, 10}, {5, 10}}, frame) ==
        TileRing{{90, 10}, {90, 90}, {10, 90}, {10, 10}, {90, 10}});
}
