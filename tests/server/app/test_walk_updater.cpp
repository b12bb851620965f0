#include "server/app/walk_updater.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace yuntu;
using namespace yuntu::test;

namespace {

services::StationReach reach_of(std::string station, std::uint32_t buildings, std::string digest) {
  services::StationReach reach;
  reach.upsert.station = std::move(station);
  reach.upsert.limit_s = 900;
  reach.upsert.buildings = buildings;
  reach.digest = std::move(digest);
  return reach;
}

} // namespace

TEST_CASE("only stations whose reach changed make a fact, lost ones too") {
  std::map<std::string, model::ReachChanged> const known{{"T1", {"T1", 900, 2, 0, "a"}},
                                                         {"T2", {"T2", 900, 3, 0, "b"}},
                                                         {"T3", {"T3", 900, 1, 0, "c"}}};
  auto const changes = app::reach_changes(
      known, {reach_of("T1", 2, "a"), reach_of("T2", 1, "b2"), reach_of("T4", 5, "d")});
  REQUIRE(changes.size() == 3);
  CHECK(changes[0] == model::ReachChanged{"T2", 900, 1, 0, "b2"});
  CHECK(changes[1] == model::ReachChanged{"T4", 900, 5, 0, "d"});
  CHECK(changes[2] == model::ReachChanged{"T3", 0, 0, 0, {}});
}

TEST_CASE("what came in between is skipped, the newest is computed") {
  app::TaskThread thread("walk", [](auto const &, auto const &) {});
  std::promise<void> gate;
  auto opened = gate.get_future();
  thread.post([&] { opened.wait(); });
  std::vector<std::vector<services::StationReach>> computed; // on the thread
  app::WalkUpdater updater(thread, 900, [&](std::vector<services::StationReach> const &reaches) {
    computed.push_back(reaches);
  });
  auto const base = small_town::base();
  for (int i = 0; i < 5; ++i) {
    updater.update(base, {});
  }
  updater.update(base, {{"k1", {"k1", small_town::bottleneck, "", {}}}});
  gate.set_value();
  thread.stop();
  REQUIRE(computed.size() == 1);
  REQUIRE(computed[0].size() == 2);
  CHECK(computed[0][0].upsert.buildings == 1);
  REQUIRE(updater.city() != nullptr);
}

TEST_CASE("without streets there is no walk city and nothing is reached") {
  app::TaskThread thread("walk", [](auto const &, auto const &) {});
  app::WalkUpdater updater(thread, 900, [](auto const &) {});
  auto layers = small_town::layers();
  layers.erase(model::LayerKind::street);
  CHECK(updater.compute(std::make_shared<services::BaseMap const>(layers), {}).empty());
  CHECK(updater.city() == nullptr);
  CHECK(updater.compute(small_town::base(), {}).size() == 2);
  CHECK(updater.city() != nullptr);
}
