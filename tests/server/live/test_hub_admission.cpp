#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// A town with so much in it that a few snapshots are all that a flush may answer.
struct Storm {
  static constexpr int incidents = 500;

  LiveTown town;
  std::vector<LiveTown::Viewer> viewers;

  explicit Storm(std::size_t count) {
    std::vector<model::FactBody> reports;
    for (int i = 0; i < incidents; ++i) {
      model::IncidentReported body;
      body.id = "i" + std::to_string(i);
      body.position = place(118.33, 35.05);
      body.areas = LiveTown::locate(body.position);
      body.category = std::string(2000, 'x');
      body.time = town.now;
      reports.emplace_back(body);
    }
    town.commit(reports, {}, "x");
    for (std::size_t i = 0; i < count; ++i) {
      viewers.push_back(town.connect(commander()));
      viewers.back().take();
    }
  }

  /// Ids of those who were answered since the last call.
  std::vector<std::size_t> answered() {
    std::vector<std::size_t> answered;
    for (std::size_t i = 0; i < viewers.size(); ++i) {
      for (auto const &message : viewers[i].take()) {
        if (message.at("type") == "snapshot") {
          answered.push_back(i);
        }
      }
    }
    return answered;
  }
};

} // namespace

TEST_CASE("a storm of viewers is served in the order of asking, some at each flush") {
  Storm storm(20);
  for (auto const &viewer : storm.viewers) {
    storm.town.subscribe(viewer, everything_in(whole_town));
  }
  auto served = storm.answered();
  REQUIRE_FALSE(served.empty());
  CHECK(served.size() < 10);
  CHECK(storm.town.hub().counts().waiting == 20 - served.size());
  int flushes = 0;
  while (served.size() < 20 && flushes < 20) {
    storm.town.flush();
    ++flushes;
    auto const now = storm.answered();
    CHECK_FALSE(now.empty());
    served.insert(served.end(), now.begin(), now.end());
  }
  CHECK(flushes > 1);
  REQUIRE(served.size() == 20);
  CHECK(std::is_sorted(served.begin(), served.end()));
  CHECK(storm.town.hub().counts().waiting == 0);
  CHECK(storm.town.hub().counts().snapshots == 20);
}

TEST_CASE("who asks again and again waits no shorter and takes nobody's turn") {
  Storm storm(12);
  auto const &greedy = storm.viewers.front();
  std::vector<std::size_t> served;
  for (std::size_t i = 1; i < storm.viewers.size(); ++i) {
    storm.town.subscribe(storm.viewers[i], everything_in(whole_town));
    for (int again = 0; again < 5; ++again) {
      storm.town.subscribe(greedy, everything_in(whole_town));
    }
  }
  for (int flush = 0; flush < 12; ++flush) {
    auto const now = storm.answered();
    served.insert(served.end(), now.begin(), now.end());
    for (int again = 0; again < 5; ++again) {
      storm.town.subscribe(greedy, everything_in(whole_town));
    }
    storm.town.flush();
    CHECK(storm.town.hub().counts().waiting <= storm.viewers.size());
  }
  for (std::size_t i = 1; i < storm.viewers.size(); ++i) {
    CHECK(std::count(served.begin(), served.end(), i) == 1);
  }
}

TEST_CASE("a viewer that waits is sent facts and goes on with what it held") {
  Storm storm(12);
  protocol::ViewBox const empty_part{118.45, 35.0, 118.5, 35.1};
  auto late = storm.town.watch(commander(), everything_in(empty_part));
  for (auto const &viewer : storm.viewers) {
    storm.town.subscribe(viewer, everything_in(whole_town));
  }
  storm.town.subscribe(late, everything_in(whole_town));
  REQUIRE(storm.town.hub().counts().waiting > 0);
  storm.town.report("i-new", 118.47);
  auto const messages = late.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "incident") == Ids{"i-new"});
  for (int flush = 0; flush < 12; ++flush) {
    storm.town.flush();
  }
  auto const answer = late.take();
  REQUIRE(answer.size() == 1);
  CHECK(upserted(answer[0], "incident").size() == Storm::incidents + 1);
}

TEST_CASE("a viewer that leaves while it waits is forgotten") {
  Storm storm(12);
  for (auto const &viewer : storm.viewers) {
    storm.town.subscribe(viewer, everything_in(whole_town));
  }
  auto const waiting = storm.town.hub().counts().waiting;
  REQUIRE(waiting > 0);
  storm.town.disconnect(storm.viewers.back());
  storm.viewers.pop_back();
  CHECK(storm.town.hub().counts().waiting == waiting - 1);
  for (int flush = 0; flush < 12; ++flush) {
    storm.town.flush();
  }
  CHECK(storm.town.hub().counts().waiting == 0);
}

TEST_CASE("viewers who look at the same share a snapshot, and a flush") {
  LiveTown town;
  town.place_worker("w1", 118.33);
  town.flush();
  std::vector<LiveTown::Viewer> viewers;
  for (int i = 0; i < 5; ++i) {
    viewers.push_back(town.watch(commander(), everything_in(whole_town)));
  }
  CHECK(town.hub().counts().shared == 4);
  town.flush();
  town.move("w1", 118.331);
  town.flush();
  CHECK(town.hub().counts().shared == 8);
  auto const first = viewers.front().take();
  for (std::size_t i = 1; i < viewers.size(); ++i) {
    CHECK(viewers[i].take() == first);
  }
}
