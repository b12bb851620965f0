#include "tests/e2e/fault_stage.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <thread>

// Row 21 of the reliability table, and the memory of a viewer: small here, in full by
// tools/checks/netfaults.

using namespace yuntu::test;

namespace {

double seconds_since(Crowd::Clock::time_point begin) {
  return std::chrono::duration<double>(Crowd::Clock::now() - begin).count();
}

std::size_t anonymous_kb(StagedServer const &server) {
  return rss_kb(server.pid(), "RssAnon");
}

/// Connects so many, each of which sends `first`, and waits until the server has them.
void open_sockets(std::deque<RawSocket> &sockets, StagedServer const &server, std::size_t count,
                  std::string const &first) {
  while (sockets.size() < count) {
    sockets.emplace_back(server.port()).send(first);
  }
  auto const deadline = Crowd::Clock::now() + std::chrono::seconds(20);
  while (metric(server.port(), "yuntu_connections") <= static_cast<double>(count) &&
         Crowd::Clock::now() < deadline) {
    std::this_thread::sleep_for(Millis{20});
  }
  REQUIRE(Crowd::Clock::now() < deadline);
  std::this_thread::sleep_for(Millis{200}); // what it was sent has been read
}

} // namespace

TEST_CASE("sockets that ask for nothing are small, and closed", "[row21]") {
  raise_file_limit();
  auto const line = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";
  auto const [kind, first] = GENERATE_COPY(table<std::string, std::string>(
      {{"silent", ""}, {"half_a_head", line}, {"nearly_a_head", line + std::string(8'000, 'x')}}));
  TownCopy const town;
  StagedServer const server(town.data());
  auto const count = full_or(2'000, 500);
  std::deque<RawSocket> sockets;
  open_sockets(sockets, server, 50, first); // what is needed once has been taken
  auto const few = anonymous_kb(server);
  auto const begin = Crowd::Clock::now();
  open_sockets(sockets, server, count, first);
  auto const kb_each = (static_cast<double>(anonymous_kb(server)) - static_cast<double>(few)) /
                       static_cast<double>(count - 50);
  double closed_s = 0;
  bool const is_awaited = is_full_run() || kind == "silent"; // the others take as long
  while (is_awaited && closed_s < 15 && metric(server.port(), "yuntu_connections") > 1) {
    std::this_thread::sleep_for(Millis{100});
    closed_s = seconds_since(begin);
  }
  print_figures({{"name", "row21_slow_requests"},
                 {"kind", kind},
                 {"sockets", count},
                 {"kb_each", kb_each},
                 {"closed_within_s", closed_s}});
  CHECK(kb_each <= 16);
  if (is_awaited) {
    CHECK(metric(server.port(), "yuntu_connections") <= 1);
  }
}

TEST_CASE("upgrades that never sign in are bounded, small and closed", "[row21]") {
  raise_file_limit();
  TownCopy const town;
  StagedServer const server(town.data());
  std::size_t opened = 0;
  std::size_t refused = 0;
  std::size_t closed = 0;
  std::vector<bool> is_open(1'000);
  Crowd::Hooks hooks;
  hooks.on_open = [&](std::size_t viewer) {
    ++opened;
    is_open[viewer] = true;
    return "";
  };
  hooks.on_end = [&](std::size_t viewer, unsigned code) {
    closed += is_open[viewer] && code == 1008 ? 1 : 0;
    refused += is_open[viewer] ? 0 : 1;
    return Crowd::never;
  };
  Crowd crowd(server.port(), "", hooks);
  CHECK(metric(server.port(), "yuntu_live_sockets") == 0); // and what is needed once is taken
  auto const before = anonymous_kb(server);
  constexpr std::size_t allowed = 128;
  for (std::size_t i = 0; i < allowed; ++i) {
    crowd.add();
  }
  auto const begin = Crowd::Clock::now();
  CHECK(crowd.turn_until([&] { return opened == allowed; }, Millis{10'000}));
  auto const kb_each = (static_cast<double>(anonymous_kb(server)) - static_cast<double>(before)) /
                       static_cast<double>(allowed);
  for (std::size_t i = allowed; i < is_open.size(); ++i) {
    crowd.add();
  }
  CHECK(crowd.turn_until([&] { return refused == is_open.size() - allowed; }, Millis{10'000}));
  auto const plus_kb = static_cast<double>(anonymous_kb(server)) - static_cast<double>(before);
  CHECK(crowd.turn_until([&] { return closed == opened; }, Millis{10'000}));
  auto const closed_s = seconds_since(begin);
  print_figures({{"name", "row21_idle_upgrades"},
                 {"opened", opened},
                 {"refused", refused},
                 {"closed_within_s", closed_s},
                 {"kb_each", kb_each},
                 {"plus_kb", plus_kb}}); // with the refused ones
  CHECK(opened == allowed);
  CHECK(kb_each <= 16);
  CHECK(plus_kb <= 32 * 1'024);
}

TEST_CASE("an idle viewer is small", "[idle]") {
  raise_file_limit();
  TownCopy const town;
  StagedServer const server(town.data());
  auto const viewers = full_or(2'000, 500);
  Crowd::Hooks hooks;
  hooks.on_open = [](std::size_t) { return subscribe_text(); };
  Crowd crowd(server.port(), demo_town().token("desk"), hooks);
  auto const grow_to = [&](std::size_t count) {
    while (crowd.open() < count) {
      crowd.add();
      crowd.turn_until([&, now = crowd.open()] { return crowd.open() > now; }, Millis{5'000});
    }
    crowd.turn_for(Millis{500});
    return anonymous_kb(server);
  };
  auto const few = grow_to(100); // what is needed once has been taken
  auto const many = grow_to(viewers);
  auto const kb_each =
      (static_cast<double>(many) - static_cast<double>(few)) / static_cast<double>(viewers - 100);
  print_figures({{"name", "idle_viewer"}, {"viewers", viewers}, {"kb_each", kb_each}});
  CHECK(kb_each <= 10);
}
