#include "server/live/cell.hpp"
#include "server/live/cell_grid.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>

using namespace yuntu;
using live::Cell;
using live::CellRange;
using test::place;

namespace {

std::multiset<Cell> cells_in(std::vector<CellRange> const &ranges) {
  std::multiset<Cell> cells;
  for (auto const &range : ranges) {
    for (auto y = range.first.y; y <= range.last.y; ++y) {
      for (auto x = range.first.x; x <= range.last.x; ++x) {
        cells.insert({x, y});
      }
    }
  }
  return cells;
}

std::set<live::BlockId> changed(live::CellGrid const &grid, CellRange const &range,
                                std::uint64_t since) {
  std::set<live::BlockId> blocks;
  grid.visit_changed(range, since, [&](live::BlockId id) { CHECK(blocks.insert(id).second); });
  return blocks;
}

} // namespace

TEST_CASE("a cell on the wire is its zoom, column and row") {
  auto const cell = live::cell_at(place(118.35, 35.05));
  CHECK(cell.packed() >> 56U == 14);
  CHECK((cell.packed() >> 28U & 0xFFFFFFFU) == cell.x);
  CHECK((cell.packed() & 0xFFFFFFFU) == cell.y);
  CHECK(cell.x == 13578);
}

TEST_CASE("a box covers exactly the cells it touches") {
  auto const range = live::cells_of({118.30, 35.00, 118.36, 35.08});
  CHECK(range.covers(live::cell_at(place(118.30, 35.08))));
  CHECK(range.covers(live::cell_at(place(118.36, 35.00))));
  CHECK_FALSE(range.covers(live::cell_at(place(118.40, 35.05))));
  CHECK_FALSE(range.covers(live::cell_at(place(118.35, 35.12))));
}

TEST_CASE("the whole world and the poles have cells") {
  CHECK(live::cells_of({-180, -90, 180, 90}) == live::all_cells);
}

TEST_CASE("what two rectangles have in common and what one has alone is all of it, once") {
  std::mt19937 random(1);
  auto const corner = [&] { return static_cast<std::uint32_t>(random() % 7); };
  auto const range = [&] {
    auto const x = corner();
    auto const y = corner();
    return CellRange{{x, y}, {x + corner(), y + corner()}};
  };
  for (int round = 0; round < 2000; ++round) {
    auto const a = range();
    auto const b = range();
    auto both = cells_in(common(a, b));
    for (auto const cell : both) {
      CHECK(b.covers(cell));
    }
    auto const alone = cells_in(difference(a, b));
    for (auto const cell : alone) {
      CHECK_FALSE(b.covers(cell));
    }
    both.insert(alone.begin(), alone.end());
    CHECK(both == cells_in({a}));
  }
}

TEST_CASE("a rectangle finds the blocks of its cells that have changed, and no others") {
  std::mt19937 random(2);
  live::CellGrid grid;
  struct Placed {
    Cell cell;
    std::uint64_t tick;
  };
  std::vector<Placed> blocks;
  auto const somewhere = [&] {
    return Cell{13'500 + static_cast<std::uint32_t>(random() % 150),
                6'400 + static_cast<std::uint32_t>(random() % 150)};
  };
  std::map<Cell, std::uint64_t> ticks;
  for (live::BlockId id = 0; id < 500; ++id) {
    auto const tick = std::uint64_t{1} + random() % 100;
    blocks.push_back({somewhere(), tick});
    auto const spot = grid.add(blocks.back().cell, id);
    live::CellGrid::touch(spot, tick);
    ticks[blocks.back().cell] = tick;
  }
  auto const expected = [&](CellRange const &range, std::uint64_t since) {
    std::set<live::BlockId> ids;
    for (live::BlockId id = 0; id < blocks.size(); ++id) {
      if (range.covers(blocks[id].cell) && ticks[blocks[id].cell] > since) {
        ids.insert(id);
      }
    }
    return ids;
  };
  for (int round = 0; round < 300; ++round) {
    auto const first = somewhere();
    auto const side = static_cast<std::uint32_t>(random() % 80);
    CellRange const range{first, {first.x + side, first.y + side}};
    auto const since = random() % 100;
    CHECK(changed(grid, range, since) == expected(range, since));
  }
  CHECK(changed(grid, live::all_cells, 50) == expected(live::all_cells, 50));
}
