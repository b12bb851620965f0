#include "server/model/worker.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace yuntu::model;
using yuntu::test::at_s;

TEST_CASE("a worker without a spell was never on duty") {
  Worker const worker;
  CHECK_FALSE(worker.is_on_duty());
  CHECK_FALSE(worker.was_on_duty(at_s(0)));
}

TEST_CASE("a spell counts from its beginning up to but not with its end") {
  Worker worker;
  worker.duty = {{at_s(10), at_s(20)}, {at_s(30), std::nullopt}};
  CHECK(worker.is_on_duty());
  CHECK_FALSE(worker.was_on_duty(at_s(9.999)));
  CHECK(worker.was_on_duty(at_s(10)));
  CHECK(worker.was_on_duty(at_s(19.999)));
  CHECK_FALSE(worker.was_on_duty(at_s(20)));
  CHECK_FALSE(worker.was_on_duty(at_s(29)));
  CHECK(worker.was_on_duty(at_s(30)));
  CHECK(worker.was_on_duty(at_s(1e6)));
}

TEST_CASE("after the last spell's end a worker is off duty") {
  Worker worker;
  worker.duty = {{at_s(10), at_s(20)}};
  CHECK_FALSE(worker.is_on_duty());
}

TEST_CASE("a worker's presence follows what the facts say") {
  Presence presence;
  presence.enter({AreaLevel::grid, "G1"}, at_s(5));
  CHECK(presence.areas[AreaLevel::grid] == "G1");
  CHECK(presence.since[static_cast<std::size_t>(AreaLevel::grid)] == at_s(5));
  presence.leave({AreaLevel::grid, "another"});
  CHECK(presence.areas[AreaLevel::grid] == "G1");
  presence.leave({AreaLevel::grid, "G1"});
  CHECK(presence == Presence{});
}

TEST_CASE("recent fixes keep the last eight as they came") {
  RecentFixes fixes;
  for (int i = 0; i < 10; ++i) {
    fixes.add({at_s(i), {}, static_cast<std::uint32_t>(i)});
  }
  REQUIRE(fixes.size() == 8);
  CHECK(fixes.begin()->accuracy_dm == 2);
  CHECK((fixes.end() - 1)->accuracy_dm == 9);
}

TEST_CASE("recent fixes by time come out the same in whatever order they came") {
  std::vector<int> order{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  RecentFixes expected;
  for (int const second : {2, 3, 4, 5, 6, 7, 8, 9}) {
    expected.add({at_s(second), {}, 0});
  }
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    RecentFixes fixes;
    for (int const second : order) {
      fixes.add_by_time({at_s(second), {}, 0});
    }
    CHECK(fixes == expected);
  }
}
