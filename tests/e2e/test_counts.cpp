#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::test;

namespace {

/// The lines of a subscription to counts of grids, for who looks from afar.
json subscription_at(double zoom) {
  return {{"type", "subscribe"},
          {"bbox", {118.4, 34.9, 118.7, 35.1}},
          {"zoom", zoom},
          {"layers", {"worker", "incident", "count"}}};
}

Lines lines_of(json const &message) {
  Lines lines;
  for (auto const &upsert : message.at("upserts")) {
    lines.push_back(describe(upsert));
  }
  return lines;
}

} // namespace

TEST_CASE("from afar a viewer is sent how much each grid holds, and what changes of it") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  scene.raise(1, scene.here.at(1));
  auto client = scene.watch_as("desk");
  client.socket().send(Opcode::text, subscription_at(11.5).dump());
  auto const snapshot =
      client.await([](json const &message) { return message.at("type") == "snapshot"; });
  auto const grid = DemoTown::grid(1);
  CHECK(starting_with("worker", lines_of(snapshot)).empty());
  CHECK(starting_with("incident", lines_of(snapshot)).empty());
  CHECK(starting_with("count " + grid, lines_of(snapshot)) == Lines{"count " + grid + " 1 1 0 0"});
  scene.report("bob", 1, scene.here.at(2));
  (void)client.await([&](json const &message) {
    return message.at("type") == "changes" &&
           lines_of(message) == Lines{"count " + grid + " 2 1 0 0"};
  });
}

TEST_CASE("a grid worker counts its own grid and no other") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  scene.report("bob", 1, scene.there.at(0));
  auto client = scene.watch_as("worker-1");
  client.socket().send(Opcode::text, subscription_at(11.5).dump());
  auto const snapshot =
      client.await([](json const &message) { return message.at("type") == "snapshot"; });
  CHECK(lines_of(snapshot) == Lines{"count " + DemoTown::grid(1) + " 1 0 0 0"});
}
