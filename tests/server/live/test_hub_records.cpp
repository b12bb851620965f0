#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// A viewer and what should have become of the reports, told one by one.
struct Watched {
  LiveTown::Viewer viewer;
  model::AudienceSet rights;
  live::CellRange cells;
  std::uint64_t offered = 0;
  std::uint64_t seen = 0;
  std::uint64_t received = 0; ///< upserts of workers, snapshots not counted

  void hear(geo::LonLat where) {
    ++offered;
    bool const is_visible =
        cells.covers(live::cell_at(where)) &&
        rights.admits(model::DataClass::worker, model::audience_of(LiveTown::locate(where)));
    seen += is_visible ? 1 : 0;
  }
  void read() {
    for (auto const &message : viewer.take()) {
      if (message.at("type") == "changes") {
        received += upserted(message, "worker").size();
      }
    }
  }
};

} // namespace

TEST_CASE("every report is delivered, superseded or unseen, for every viewer") {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    LiveTown town;
    std::mt19937 random(seed);
    auto const pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
    for (int i = 0; i < 5; ++i) {
      town.go_on_duty("w" + std::to_string(i));
    }
    std::vector<Watched> all;
    for (auto const &who : {commander(), worker_of("G1"), worker_of("C1"), commander()}) {
      auto const west = 118.30 + pick(8) * 0.01;
      protocol::ViewBox const box{west, 35.0, west + 0.03 + pick(4) * 0.02, 35.1};
      Watched watched;
      watched.viewer = town.watch(who, everything_in(box));
      watched.rights = rules::audiences_of(who);
      watched.cells = live::cells_of(box);
      all.push_back(std::move(watched));
    }
    for (int step = 0; step < 100; ++step) {
      std::vector<model::PositionRecord> fixes;
      auto const worker = "w" + std::to_string(pick(5));
      fixes.push_back(town.fix(worker, 118.29 + pick(60) * 0.0025, 35.05));
      for (auto &watched : all) {
        watched.hear(fixes.back().position);
      }
      town.commit({}, fixes);
      if (pick(4) == 0) {
        town.flush();
      }
      if (pick(6) == 0) {
        auto &socket = *all[pick(4)].viewer.socket;
        socket.is_stuck = !socket.is_stuck;
        town.settle();
      }
    }
    for (auto &watched : all) {
      watched.viewer.socket->is_stuck = false;
    }
    town.settle();
    town.flush();
    std::uint64_t offered = 0;
    std::uint64_t seen = 0;
    std::uint64_t received = 0;
    for (auto &watched : all) {
      watched.read();
      offered += watched.offered;
      seen += watched.seen;
      received += watched.received;
    }
    auto const records = town.hub().counts().records;
    CHECK(records.offered == offered);
    CHECK(records.unseen == offered - seen);
    CHECK(records.delivered == received);
    CHECK(records.conflated == seen - received);
    CHECK(records.conflated > 0);
  }
}

TEST_CASE("what a viewer has not been sent when it leaves was not delivered") {
  LiveTown town;
  town.go_on_duty("w1");
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.move("w1", 118.33);
  town.disconnect(viewer);
  auto const records = town.hub().counts().records;
  CHECK(records.offered == 1);
  CHECK(records.conflated == 1);
  CHECK(records.delivered == 0);
}

TEST_CASE("a busy viewer hears both marks with its next positions") {
  LiveTown town;
  town.go_on_duty("w1");
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.move("w1", 118.33);
  viewer.socket->is_stuck = true;
  town.flush();
  viewer.take();
  town.hub().heartbeat();
  viewer.socket->is_stuck = false;
  town.settle();
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("seq") == town.state.seq);
  CHECK(messages[0].at("tick") == town.state.tick);
}
