#include "tests/e2e/fault_stage.hpp"
#include "tests/e2e/walkers.hpp"
#include "tests/e2e/world_view.hpp"
#include "tests/support/chaos_proxy.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

// Rows 23 and 24 of the reliability table. They take a minute each, and 24 a network of its own:
// tools/checks/netfaults runs them, not the suite.

using namespace yuntu::test;

TEST_CASE("a viewer whose link is cut is noticed, and resumes without a gap", "[.][row23]") {
  TownCopy const town;
  StagedServer const server(town.data());
  auto const place = demo_town().places_in(DemoTown::grid(1)).at(0);
  auto const desk = server.as("desk");
  auto const proxy = std::make_unique<ChaosProxy>(server.port(), 23);
  WorldView view;
  IncidentTimes times;
  REQUIRE(times.raise(desk, place));
  std::thread watching([&] {
    view.watch(proxy->port(), demo_town().token("desk"),
               [](WorldView const &) { return false; }); // until nothing has come for 20 s
  });
  std::this_thread::sleep_for(std::chrono::seconds(17)); // it has answered the ping after 15 s
  CHECK(metric(server.port(), "yuntu_live_sockets") == 1);
  proxy->freeze();
  auto const begin = Crowd::Clock::now();
  REQUIRE(times.raise(desk, place)); // what it will have missed
  double noticed_s = 0;
  while (noticed_s == 0 && Crowd::Clock::now() - begin < std::chrono::seconds(70)) {
    std::this_thread::sleep_for(Millis{250});
    if (metric(server.port(), "yuntu_live_sockets") == 0) {
      noticed_s = std::chrono::duration<double>(Crowd::Clock::now() - begin).count();
    }
  }
  watching.join();
  REQUIRE(times.raise(desk, place));
  CHECK(view.of("incident").size() == 1);
  CHECK(view.watch(server.port(), demo_town().token("desk"),
                   [](WorldView const &now) { return now.of("incident").size() == 3; }));
  print_figures({{"name", "row23_half_open"},
                 {"noticed_s", noticed_s},
                 {"resumed", view.resumed()},
                 {"started_over", view.started_over()}});
  CHECK(noticed_s > 0);
  CHECK(noticed_s <= 45);
  CHECK(metric(server.port(), "yuntu_live_ended_total{reason=\"silent\"}") == 1);
  CHECK(view.resumed() == 1);
}

TEST_CASE("with 5 % loss and 1 Mbit/s an incident is seen soon and none is lost", "[.][row24]") {
  TownCopy const town;
  StagedServer const server(town.data());
  auto const places = demo_town().places_in(DemoTown::grid(1));
  IncidentTimes times;
  Crowd::Hooks hooks;
  hooks.on_open = [](std::size_t) { return subscribe_text(); };
  hooks.on_message = [&](std::size_t viewer, std::string const &text) { times.take(viewer, text); };
  Crowd crowd(server.port(), demo_town().token("desk"), hooks);
  constexpr std::size_t viewers = 3;
  for (std::size_t i = 0; i < viewers; ++i) {
    crowd.add();
  }
  REQUIRE(crowd.turn_until([&] { return crowd.open() == viewers; }, Millis{30'000}));
  Walkers const load(server.port(), places, 30);
  crowd.turn_for(Millis{2'000});
  times.forget_times();
  for (int i = 0; i < 100; ++i) {
    CHECK(times.raise(server.as("desk"), places[0], &crowd));
    crowd.turn_for(Millis{300});
  }
  auto const seen_by_all = [&] {
    for (std::size_t i = 0; i < viewers; ++i) {
      if (times.seen_by(i) != times.raised()) {
        return false;
      }
    }
    return true;
  };
  CHECK(crowd.turn_until(seen_by_all, Millis{30'000}));
  print_figures({{"name", "row24_loss_and_slow_link"},
                 {"incidents", times.raised()},
                 {"p50_ms", times.percentile(0.5)},
                 {"p95_ms", times.percentile(0.95)},
                 {"p99_ms", times.percentile(0.99)}});
  CHECK(times.percentile(0.95) <= 2'000);
}
