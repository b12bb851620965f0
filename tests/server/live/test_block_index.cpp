#include "server/live/block_index.hpp"
#include "server/protocol/server_messages.hpp"
#include "tests/support/live_proto.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace yuntu;
using live::Block;
using live::BlockId;
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

/// Blocks that are told of workers one by one.
struct Blocks {
  live::AudienceIds audiences;
  live::BlockIndex index{audiences};

  void put(model::Worker const &worker) { index.update(worker, worker.tick, 1); }
  BlockId block_of(std::string const &worker) {
    return index.workers()[index.workers().of(worker)].block;
  }
  std::vector<std::string> departed(BlockId id) {
    std::vector<std::string> names;
    for (auto const &[worker, tick] : index[id].departed) {
      names.push_back(index.workers()[worker].row.id + "@" + std::to_string(tick));
    }
    return names;
  }
  /// The grid or micro-grid of each worker whose areas a viewer at `since` is told.
  std::map<std::string, std::string> told_areas(BlockId id, std::uint64_t since) {
    auto const &encoded = index.encoded(id, since, since, index.changed());
    auto const message =
        test::decode_server_message(protocol::join_changes({}, {}, {encoded.bytes}));
    std::map<std::string, std::string> told;
    for (auto const &row : message.at("upserts")) {
      if (row.contains("areas")) {
        told[row.at("id")] = row.at("areas").value("microgrid", "none");
      }
    }
    return told;
  }
  std::vector<std::string> rows(BlockId id, std::uint64_t since) {
    std::vector<std::string> names;
    for (auto const *const row : index.rows_since(id, since)) {
      names.push_back(row->id);
    }
    return names;
  }
};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a worker that moves within its block changes that block only") {
  Blocks blocks;
  blocks.put(worker_at("w1", 118.350, "G1", 1));
  auto const block = blocks.block_of("w1");
  blocks.put(worker_at("w1", 118.3501, "G1", 2));
  CHECK(blocks.block_of("w1") == block);
  CHECK(blocks.index.size() == 1);
  CHECK(blocks.index[block].changed == 2);
  CHECK(blocks.departed(block).empty());
}

TEST_CASE("a worker that changes its grid leaves one block and enters another in the same cell") {
  Blocks blocks;
  blocks.put(worker_at("w1", 118.350, "G1", 1));
  auto const before = blocks.block_of("w1");
  blocks.put(worker_at("w1", 118.350, "G2", 2));
  auto const after = blocks.block_of("w1");
  REQUIRE(before != after);
  CHECK(blocks.index[before].cell == blocks.index[after].cell);
  CHECK(blocks.index[before].members.empty());
  CHECK(blocks.index[before].changed == 2);
  CHECK(blocks.departed(before) == Names{"w1@2"});
  CHECK(blocks.rows(after, 1) == Names{"w1"});
}

TEST_CASE("a worker without a fix is in no block") {
  Blocks blocks;
  blocks.put(worker_at("w1", 118.350, "G1", 1));
  auto const block = blocks.block_of("w1");
  auto gone = worker_at("w1", 118.350, "G1", 2);
  gone.fix.reset();
  blocks.put(gone);
  CHECK(blocks.block_of("w1") == live::no_block);
  CHECK(blocks.index[block].changed == 2);
  gone.tick = 3;
  blocks.put(gone);
  CHECK(blocks.index[block].changed == 2);
}

TEST_CASE("the others of a block stay in it when one leaves") {
  Blocks blocks;
  for (auto const *id : {"w1", "w2", "w3"}) {
    blocks.put(worker_at(id, 118.350, "G1", 1));
  }
  auto const block = blocks.block_of("w1");
  blocks.put(worker_at("w1", 118.350, "G2", 2));
  blocks.put(worker_at("w3", 118.350, "G2", 3));
  CHECK(blocks.rows(block, 0) == Names{"w2"});
  blocks.put(worker_at("w2", 118.350, "G2", 4));
  CHECK(blocks.rows(block, 0).empty());
}

TEST_CASE("departures are forgotten after their time and named once a worker") {
  Blocks blocks;
  for (std::uint64_t tick = 1; tick <= 6; tick += 2) {
    blocks.put(worker_at("w1", 118.350, "G1", tick));
    blocks.put(worker_at("w1", 118.350, "G2", tick + 1));
  }
  blocks.put(worker_at("w2", 118.350, "G1", 7));
  auto const first = blocks.block_of("w2");
  CHECK(blocks.departed(first) == Names{"w1@6"});
  auto const later = live::BlockIndex::remembered_ticks + 10;
  blocks.put(worker_at("w2", 118.350, "G2", later));
  CHECK(blocks.departed(first) == Names{"w2@" + std::to_string(later)});
}

TEST_CASE("of many departures the newest are remembered, and how far back they reach") {
  Blocks blocks;
  std::uint64_t tick = 0;
  BlockId block = 0;
  for (std::size_t i = 0; i <= Block::most_departures; ++i) {
    auto const id = "w" + std::to_string(i);
    blocks.put(worker_at(id, 118.350, "G1", ++tick));
    block = blocks.block_of(id);
    blocks.put(worker_at(id, 118.350, "G2", ++tick));
  }
  auto const &departed = blocks.index[block].departed;
  CHECK(departed.size() == Block::most_departures / 2 + 1);
  CHECK(departed.back().second == tick);
  CHECK(blocks.index[block].forgotten == Block::most_departures);
  CHECK(departed.front().second == Block::most_departures + 2);
}

TEST_CASE("a block since a tick holds the workers that changed after it") {
  Blocks blocks;
  for (std::uint64_t tick = 1; tick <= 3; ++tick) {
    blocks.put(worker_at("w" + std::to_string(tick), 118.350, "G1", tick));
  }
  auto const block = blocks.block_of("w1");
  CHECK(blocks.rows(block, 1) == Names{"w2", "w3"});
  CHECK(blocks.rows(block, 0).size() == 3);
  CHECK(blocks.rows(block, 3).empty());
  CHECK(blocks.index.encoded(block, 1, 1, 3).rows == 2);
  CHECK(blocks.index.encoded(block, 0, 0, 3).previous == 0);
  CHECK(blocks.index.encoded(block, 3, 3, 3).bytes.empty());
}

TEST_CASE("a block tells the areas of those whose areas changed, or who came, after the tick") {
  Blocks blocks;
  auto const in_microgrid = [](model::Worker worker, std::string code) {
    worker.fix->areas.set(model::AreaLevel::microgrid, std::move(code));
    return worker;
  };
  using Told = std::map<std::string, std::string>;
  blocks.put(in_microgrid(worker_at("w1", 118.350, "G1", 1), "M1"));
  blocks.put(in_microgrid(worker_at("w2", 118.350, "G1", 2), "M1"));
  auto const block = blocks.block_of("w1");
  CHECK(blocks.told_areas(block, 0) == Told{{"w1", "M1"}, {"w2", "M1"}});
  blocks.put(in_microgrid(worker_at("w1", 118.3501, "G1", 3), "M1"));
  CHECK(blocks.rows(block, 2) == Names{"w1"});
  CHECK(blocks.told_areas(block, 2).empty());
  blocks.put(in_microgrid(worker_at("w2", 118.3502, "G1", 4), "M2"));
  CHECK(blocks.told_areas(block, 2) == Told{{"w2", "M2"}});
  blocks.put(in_microgrid(worker_at("w2", 118.3502, "G1", 5), "M2"));
  CHECK(blocks.told_areas(block, 3) == Told{{"w2", "M2"}}); // whoever is older has not heard it
  CHECK(blocks.told_areas(block, 4).empty());
  // Away and back, in the same areas as before.
  blocks.put(in_microgrid(worker_at("w1", 118.3501, "G2", 6), "M9"));
  blocks.put(in_microgrid(worker_at("w1", 118.3501, "G1", 7), "M1"));
  CHECK(blocks.told_areas(block, 5) == Told{{"w1", "M1"}});
  blocks.put(worker_at("w1", 118.3501, "G1", 8));
  CHECK(blocks.told_areas(block, 7) == Told{{"w1", "none"}});
}

TEST_CASE("a block is encoded once for all who lack the same of it") {
  Blocks blocks;
  blocks.put(worker_at("w1", 118.350, "G1", 1));
  blocks.put(worker_at("w2", 118.350, "G1", 2));
  auto const block = blocks.block_of("w1");
  auto const *const bytes = blocks.index.encoded(block, 1, 1, 2).bytes.data();
  CHECK(blocks.index.encoded(block, 1, 0, 2).bytes.data() == bytes);
  blocks.put(worker_at("w2", 118.3501, "G1", 3));
  CHECK(blocks.index.encoded(block, 1, 1, 3).rows == 1);
}

TEST_CASE("a block names the change of it before, not the flush before") {
  Blocks blocks;
  blocks.put(worker_at("w1", 118.350, "G1", 4));
  auto const block = blocks.block_of("w1");
  blocks.index.start_interval(10);
  blocks.put(worker_at("w1", 118.3501, "G1", 12));
  CHECK(blocks.index.encoded(block, 10, 10, 12).previous == 4);
  blocks.index.start_interval(12);
  blocks.put(worker_at("w1", 118.3502, "G1", 15));
  CHECK(blocks.index.encoded(block, 12, 12, 15).previous == 12);
  // Further back than is known: what the viewer was told.
  CHECK(blocks.index.encoded(block, 5, 3, 15).previous == 3);
}

TEST_CASE("reports are counted from any tick since the last flush") {
  Blocks blocks;
  blocks.index.start_interval(0);
  blocks.put(worker_at("w1", 118.350, "G1", 1));
  blocks.put(worker_at("w1", 118.350, "G1", 2));
  blocks.put(worker_at("w2", 118.350, "G1", 2));
  auto const block = blocks.block_of("w1");
  auto const &history = blocks.index[block].history;
  CHECK(history.records_after(0) == 3);
  CHECK(history.records_after(1) == 2);
  CHECK(history.records_after(2) == 0);
  blocks.index.start_interval(2);
  for (std::uint64_t tick = 3; tick < 1000; ++tick) {
    blocks.put(worker_at("w1", 118.350, "G1", tick));
    CHECK(history.records_after(tick - 1) == 1);
    blocks.index.start_interval(tick);
  }
  CHECK(history.size() <= 3);
}
