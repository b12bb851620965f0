#include "tests/e2e/chaos_people.hpp"
#include "tests/e2e/scene.hpp"
#include "tests/e2e/world_view.hpp"
#include "tests/support/chaos_proxy.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <deque>
#include <iostream>

using namespace yuntu::test;

namespace {

constexpr std::size_t viewers = 20;
constexpr std::size_t reporters = 20;
constexpr std::size_t desks = 10;

int number_from(char const *variable, int usual) {
  auto const *const text = std::getenv(variable);
  return text == nullptr ? usual : std::atoi(text);
}

/// 8 s in the suite; tools/checks/chaos takes a minute.
int chaos_seconds() {
  return number_from("YUNTU_CHAOS_SECONDS", 8);
}

unsigned seed() {
  return static_cast<unsigned>(number_from("YUNTU_CHAOS_SEED", 20'261'126));
}

/// All that the server says there is, told to somebody who has just come.
WorldView present(Scene const &scene) {
  WorldView fresh;
  REQUIRE(fresh.watch(scene.server.port(), demo_town().token("desk"),
                      [](WorldView const &) { return true; }));
  return fresh;
}

struct Crew {
  explicit Crew(Scene const &scene) {
    for (std::size_t i = 0; i < reporters; ++i) {
      walking.emplace_back("walker-" + std::to_string(i), scene.here,
                           seed() + static_cast<unsigned>(i));
    }
    for (std::size_t i = 0; i < desks; ++i) {
      raising.emplace_back(static_cast<int>(i) * 100'000, scene.there);
    }
    watching.resize(viewers);
  }

  void start(std::uint16_t port) {
    for (auto &view : watching) {
      view_threads.emplace_back([this, port, &view] {
        while (!view.watch(port, demo_town().token("desk"), [this](WorldView const &now) {
          return is_settled && now.cursor().seq >= last_seq && now.cursor().tick >= last_tick;
        })) {
        }
      });
    }
    for (auto &reporter : walking) {
      threads.emplace_back([this, port, &reporter] { reporter.run(port, is_closing); });
    }
    for (auto &desk : raising) {
      threads.emplace_back([this, port, &desk] { desk.run(port, is_closing); });
    }
  }

  /// Everybody brings what was begun to its end; then viewers read what there is.
  void settle(Scene const &scene) {
    is_closing = true;
    for (auto &thread : threads) {
      thread.join();
    }
    auto const now = present(scene).cursor();
    last_seq = now.seq;
    last_tick = now.tick;
    is_settled = true;
    for (auto &thread : view_threads) {
      thread.join();
    }
  }

  std::deque<ChaoticReporter> walking;
  std::deque<ChaoticDesk> raising;
  std::deque<WorldView> watching;
  Closing is_closing{false};
  std::atomic<bool> is_settled{false};
  std::atomic<std::uint64_t> last_seq{0};
  std::atomic<std::uint64_t> last_tick{0};
  std::vector<std::thread> threads;
  std::vector<std::thread> view_threads;
};

void check_facts(Crew const &crew, WorldView const &truth) {
  std::map<std::string, std::string> expected;
  std::size_t made = 0;
  for (auto const &desk : crew.raising) {
    for (int i = 0; i < desk.made(); ++i, ++made) {
      expected["incident " + uuid(desk.first() + i)] = "classified v2";
    }
  }
  auto const incidents = truth.of("incident");
  CHECK(incidents.size() == made); // none twice, none lost, none made up
  for (auto const &[id, stage] : expected) {
    auto const found = incidents.find(id);
    bool const is_there =
        found != incidents.end() && found->second.find(" " + stage + " ") != std::string::npos;
    if (!is_there) {
      INFO(id);
      CHECK(is_there);
    }
  }
}

void check_positions(Crew const &crew, WorldView const &truth) {
  auto const workers = truth.of("worker");
  CHECK(workers.size() == reporters);
  for (auto const &reporter : crew.walking) {
    INFO(reporter.worker() << " through " << reporter.made());
    CHECK(reporter.refusals() == std::vector<std::string>{});
    auto const found = workers.find("worker " + reporter.worker());
    REQUIRE(found != workers.end());
    auto const place = place_text(reporter.newest().lon, reporter.newest().lat);
    CHECK(found->second.find(" at " + place + " ") != std::string::npos);
  }
}

void print(Crew const &crew, ChaosProxy const &proxy) {
  static char const *const names[] = {"cut", "stalled", "half_closed", "reset"};
  json line{{"name", "chaos"}, {"seed", seed()}, {"clients", viewers + reporters + desks}};
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    line[names[i]] = proxy.counts()[i];
  }
  std::size_t sums[7] = {};
  for (auto const &reporter : crew.walking) {
    sums[0] += reporter.sent();
    sums[1] += reporter.repeated();
    sums[6] += reporter.put_off();
  }
  for (auto const &desk : crew.raising) {
    sums[2] += static_cast<std::size_t>(desk.made());
    sums[3] += desk.retries();
    sums[6] += desk.put_off();
  }
  for (auto const &view : crew.watching) {
    sums[4] += view.resumed();
    sums[5] += view.started_over();
  }
  line.update({{"reports_sent", sums[0]},
               {"reports_repeated", sums[1]},
               {"incidents", sums[2]},
               {"requests_repeated", sums[3]},
               {"put_off", sums[6]},
               {"resumed", sums[4]},
               {"started_over", sums[5]}});
  std::cout << line.dump() << std::endl;
}

} // namespace

TEST_CASE("after a network at its worst, facts are exactly equal and positions newest-equal",
          "[chaos]") {
  auto const seconds = chaos_seconds();
  Scene const scene;
  ChaosProxy proxy(scene.server.port(), seed());
  Crew crew(scene);
  proxy.set_faults(1'500);
  crew.start(proxy.port());
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  proxy.set_faults(0);
  crew.settle(scene);
  print(crew, proxy);

  auto const truth = present(scene);
  check_facts(crew, truth);
  check_positions(crew, truth);
  std::size_t cut_off = 0;
  for (auto const &view : crew.watching) {
    CHECK(view.things() == truth.things());
    cut_off += view.connections() > 1 ? 1 : 0;
  }
  CHECK(10 * cut_off >= 9 * crew.watching.size()); // chance may spare one
  for (auto const count : proxy.counts()) {
    CHECK(count > static_cast<std::uint64_t>(2 * seconds)); // a minute: more than 100 of each
  }
}
