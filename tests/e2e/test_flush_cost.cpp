#include "tests/e2e/fault_stage.hpp"
#include "tests/e2e/walkers.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

// What a flush to many viewers costs the server. A measure and no test: asked for by name.

using namespace yuntu::test;

namespace {

/// Times a thread of the process gave up the processor to wait.
std::uint64_t waits_of(pid_t pid) {
  std::uint64_t waits = 0;
  for (auto const &task :
       std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream status(task.path() / "status");
    for (std::string line; std::getline(status, line);) {
      if (line.rfind("voluntary_ctxt_switches:", 0) == 0) {
        waits += std::stoull(line.substr(24));
      }
    }
  }
  return waits;
}

} // namespace

TEST_CASE("the cost of a flush to many viewers", "[.][flush_cost]") {
  raise_file_limit();
  TownCopy const town;
  StagedServer const server(town.data());
  Crowd::Hooks hooks;
  hooks.on_open = [](std::size_t) { return subscribe_text(); };
  Crowd crowd(server.port(), demo_town().token("desk"), hooks);
  constexpr std::size_t viewers = 1'000;
  for (std::size_t i = 0; i < viewers; ++i) {
    crowd.add(Millis{static_cast<int>(i)});
  }
  REQUIRE(crowd.turn_until([&] { return crowd.open() == viewers; }, Millis{30'000}));
  Walkers const load(server.port(), demo_town().places_in(DemoTown::grid(1)), 40);
  crowd.turn_for(Millis{2'000});
  auto const frames = crowd.frames();
  auto const cpu = cpu_seconds(server.pid());
  auto const waits = waits_of(server.pid());
  crowd.turn_for(Millis{10'000});
  auto const sent = crowd.frames() - frames;
  auto const spent = cpu_seconds(server.pid()) - cpu;
  print_figures({{"name", "flush_cost"},
                 {"viewers", viewers},
                 {"frames", sent},
                 {"cpu_s", spent},
                 {"cpu_us_a_frame", 1e6 * spent / static_cast<double>(sent)},
                 {"waits", waits_of(server.pid()) - waits}});
}
