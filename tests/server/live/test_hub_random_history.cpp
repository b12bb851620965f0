#include "tests/server/live/folded_client.hpp"
#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// One client on a bad network, and the town it watches.
class RandomHistory {
public:
  RandomHistory(std::uint32_t seed, model::Principal who, protocol::Subscribe view)
      : random_(seed), who_(std::move(who)), view_(std::move(view)) {
    town_.format = seed % 2 == 0 ? protocol::WireFormat::json : protocol::WireFormat::binary;
  }

  void run() {
    for (int step = 0; step < 60; ++step) {
      happen();
      read();
    }
    finish();
  }

private:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
  std::string worker() { return "w" + std::to_string(pick(5)); }

  void happen() {
    switch (pick(13)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return move();
    case 4:
      return change_duty();
    case 5:
      return town_.report("i" + std::to_string(++incidents_), lon());
    case 6:
      return act();
    case 7:
      return town_.flush();
    case 8:
      town_.hub().heartbeat();
      return town_.settle();
    case 9:
      return be_stuck_or_free();
    case 10:
      return connect_or_lose();
    case 11:
      if (pick(4) == 0) {
        town_.redraw(LiveTown::locate_finely(pick(3) * 0.0015));
      }
      return;
    default:
      if (pick(10) == 0) {
        viewer_.reset();
        town_.restart();
      }
    }
  }
  /// In G1, in G2, near their border, outside every area.
  double lon() { return 118.34 + pick(40) * 0.0025; }

  void move() {
    std::vector<model::PositionRecord> fixes;
    for (unsigned i = 0; i <= pick(3); ++i) {
      fixes.push_back(town_.fix(worker(), lon(), 35.05));
    }
    town_.commit({}, fixes);
  }
  void change_duty() {
    auto const id = worker();
    auto const found = town_.state.workers.find(id);
    if (found != town_.state.workers.end() && found->second.is_on_duty()) {
      town_.go_off_duty(id);
    } else {
      town_.go_on_duty(id);
    }
  }
  void act() {
    if (town_.state.incidents.empty()) {
      return;
    }
    auto const id = "i" + std::to_string(1 + pick(incidents_));
    auto const to = static_cast<model::Stage>(pick(8));
    town_.act(id, model::Action::contact, to);
  }
  void be_stuck_or_free() {
    if (viewer_) {
      viewer_->socket->is_stuck = !viewer_->socket->is_stuck;
      town_.settle();
    }
  }
  void connect_or_lose() {
    if (viewer_) {
      if (pick(2) == 0) {
        read(); // what was sent may have arrived before the line broke, or not
      }
      town_.disconnect(*viewer_);
      viewer_.reset();
      return;
    }
    viewer_ = town_.connect(who_);
    auto message = view_;
    if (!client_.cursor.epoch.empty() && pick(5) != 0) {
      message.resume = client_.cursor;
    }
    town_.subscribe(*viewer_, message);
  }
  void read() {
    if (viewer_ && pick(2) == 0) {
      read_all();
    }
  }
  void read_all() {
    for (auto const &message : viewer_->take()) {
      client_.apply(message);
    }
  }
  void finish() {
    if (!viewer_) {
      connect_or_lose();
    }
    viewer_->socket->is_stuck = false;
    town_.settle();
    town_.flush();
    read_all();
    FoldedClient fresh;
    auto other = town_.connect(who_);
    town_.subscribe(other, view_);
    for (auto const &message : other.take()) {
      fresh.apply(message);
    }
    CHECK(client_.workers == fresh.workers);
    CHECK(client_.incidents == fresh.incidents);
    CHECK(client_.cursor.seq <= town_.state.seq);
    CHECK(client_.cursor.tick <= town_.state.tick);
  }

  std::mt19937 random_;
  model::Principal who_;
  protocol::Subscribe view_;
  LiveTown town_{LiveTown::locate_finely(0), LiveTown::two_grids()};
  std::optional<LiveTown::Viewer> viewer_;
  FoldedClient client_;
  unsigned incidents_ = 0;
};

void run_histories(model::Principal const &who, protocol::Subscribe const &view) {
  for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
    CAPTURE(seed);
    RandomHistory(seed, who, view).run();
  }
}

} // namespace

TEST_CASE("whatever happens, a commander's folded state is the snapshot at rest") {
  run_histories(commander(), everything_in(whole_town));
}

TEST_CASE("whatever happens, a commander's folded box is the snapshot at rest") {
  auto view = everything_in({118.35, 35.0, 118.38, 35.1});
  view.everywhere = {protocol::LiveLayer::incident};
  run_histories(commander(), view);
}

TEST_CASE("whatever happens, a grid worker's folded state is the snapshot at rest") {
  run_histories(worker_of("G1"), everything_in(whole_town));
}
