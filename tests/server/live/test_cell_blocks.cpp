#include "server/live/cell_blocks.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using live::BlockKey;
using live::CellBlocks;
using test::areas_of;
using test::at_s;
using test::place;

namespace {

model::Worker worker_at(std::string const &id, double lon, std::string const &grid,
                        std::uint64_t tick) {
  model::Worker worker;
  worker.id = id;
  worker.fix = model::WorkerFix{place(lon, 35.05), 50, at_s(0), areas_of("S1", "C1", grid)};
  worker.tick = tick;
  return worker;
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
  auto const range = live::cells_of({-180, -90, 180, 90});
  CHECK(range.first.x == 0);
  CHECK(range.first.y == 0);
  CHECK(range.last.x == (1U << 14U) - 1);
  CHECK(range.last.y == (1U << 14U) - 1);
}

TEST_CASE("a worker that moves within its block changes that block only") {
  CellBlocks blocks;
  CHECK(blocks.update(worker_at("w1", 118.350, "G1", 1), 1).size() == 1);
  CHECK(blocks.update(worker_at("w1", 118.3501, "G1", 2), 2).size() == 1);
  auto const *block = blocks.find(*blocks.block_of("w1"));
  REQUIRE(block != nullptr);
  CHECK(block->departed.empty());
}

TEST_CASE("a worker that changes its grid leaves one block and enters another in the same cell") {
  CellBlocks blocks;
  blocks.update(worker_at("w1", 118.350, "G1", 1), 1);
  auto const before = *blocks.block_of("w1");
  auto const changed = blocks.update(worker_at("w1", 118.350, "G2", 2), 2);
  auto const after = *blocks.block_of("w1");
  CHECK(changed == std::vector<BlockKey>{before, after});
  CHECK(before.cell == after.cell);
  CHECK(blocks.find(before)->members.empty());
  CHECK(blocks.find(before)->departed ==
        std::vector<std::pair<std::string, std::uint64_t>>{{"w1", 2}});
}

TEST_CASE("a worker without a fix is in no block") {
  CellBlocks blocks;
  blocks.update(worker_at("w1", 118.350, "G1", 1), 1);
  auto const key = *blocks.block_of("w1");
  auto gone = worker_at("w1", 118.350, "G1", 2);
  gone.fix.reset();
  CHECK(blocks.update(gone, 2) == std::vector<BlockKey>{key});
  CHECK(blocks.block_of("w1") == nullptr);
  CHECK(blocks.update(gone, 3).empty());
}

TEST_CASE("departures are forgotten after their time and named once a worker") {
  CellBlocks blocks;
  for (std::uint64_t tick = 1; tick <= 6; tick += 2) {
    blocks.update(worker_at("w1", 118.350, "G1", tick), tick);
    blocks.update(worker_at("w1", 118.350, "G2", tick + 1), tick + 1);
  }
  BlockKey const key{live::cell_at(place(118.35, 35.05)), {"S1", "C1", "G1"}};
  CHECK(blocks.find(key)->departed ==
        std::vector<std::pair<std::string, std::uint64_t>>{{"w1", 6}});
  auto const later = CellBlocks::remembered_ticks + 10;
  blocks.update(worker_at("w2", 118.350, "G1", later), later);
  blocks.update(worker_at("w2", 118.350, "G2", later + 1), later + 1);
  CHECK(blocks.find(key)->departed ==
        std::vector<std::pair<std::string, std::uint64_t>>{{"w2", later + 1}});
}

TEST_CASE("a block since a tick holds the workers that changed after it") {
  CellBlocks blocks;
  model::CityState state;
  for (std::uint64_t tick = 1; tick <= 3; ++tick) {
    auto const worker = worker_at("w" + std::to_string(tick), 118.350, "G1", tick);
    state.workers[worker.id] = worker;
    state.tick = tick;
    blocks.update(worker, tick);
  }
  auto const key = *blocks.block_of("w1");
  auto const block = live::changed_since(blocks, key, state, 1);
  CHECK(block.audience == "G1");
  CHECK(block.version == 3);
  CHECK(block.previous == 1);
  REQUIRE(block.rows.size() == 2);
  CHECK(block.rows[0].id == "w2");
  CHECK(live::changed_since(blocks, key, state, 0).rows.size() == 3);
  CHECK(live::changed_since(blocks, key, state, 3).rows.empty());
}
