#include "tests/e2e/fault_stage.hpp"
#include "tests/e2e/walkers.hpp"

#include <catch2/catch.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

// Rows 17, 19 and 22 of the reliability table: small here, in full by tools/checks/netfaults.

using namespace yuntu::test;

namespace {

std::string const desk_token = demo_town().token("desk");

double seconds_since(Crowd::Clock::time_point begin) {
  return std::chrono::duration<double>(Crowd::Clock::now() - begin).count();
}

/// Raises incidents one after the other for so long while the crowd reads.
void raise_for(Crowd &crowd, IncidentTimes &times, ApiClient const &desk, DemoPlace const &place,
               Millis time) {
  auto const deadline = Crowd::Clock::now() + time;
  while (Crowd::Clock::now() < deadline) {
    CHECK(times.raise(desk, place, &crowd));
    crowd.turn_for(Millis{200});
  }
}

} // namespace

TEST_CASE("viewers that stop reading cost little, are closed, and nobody else notices", "[row17]") {
  raise_file_limit();
  TownCopy const town;
  StagedServer const server(town.data());
  auto const places = demo_town().places_in(DemoTown::grid(1));
  auto const viewers = full_or(500, 40);
  auto const stopping = viewers / 10;
  IncidentTimes times;
  Crowd::Hooks hooks;
  hooks.on_open = [](std::size_t) { return subscribe_text(); };
  hooks.on_message = [&](std::size_t viewer, std::string const &text) { times.take(viewer, text); };
  Crowd crowd(server.port(), desk_token, hooks, 16 * 1024);
  for (std::size_t i = 0; i < viewers; ++i) {
    crowd.add(Millis{static_cast<int>(i)});
  }
  REQUIRE(crowd.turn_until([&] { return crowd.open() == viewers; }, Millis{20'000}));
  Walkers const load(server.port(), places, 100);
  auto const desk = server.as("desk");
  raise_for(crowd, times, desk, places[0], Millis{is_full_run() ? 10'000 : 1'500});
  auto const p99_before = times.percentile(0.99);
  auto const rss_before = rss_kb(server.pid());
  times.forget_times();
  for (std::size_t i = 0; i < stopping; ++i) {
    crowd.stop_reading(i);
  }
  // The server's close frame waits behind a full window: only the server knows.
  auto const begin = Crowd::Clock::now();
  std::size_t closed = 0;
  double last_closed_s = 0;
  std::size_t rss_most = rss_before;
  while (seconds_since(begin) < (is_full_run() ? 60 : 3) && closed < stopping) {
    raise_for(crowd, times, desk, places[0], Millis{1'000});
    rss_most = std::max(rss_most, rss_kb(server.pid()));
    auto const now = static_cast<std::size_t>(
        metric(server.port(), "yuntu_live_ended_total{reason=\"stalled\"}"));
    last_closed_s = now != closed ? seconds_since(begin) : last_closed_s;
    closed = now;
  }
  auto const sockets = metric(server.port(), "yuntu_live_sockets");
  auto const kb_each = static_cast<double>(rss_most - rss_before) / static_cast<double>(stopping);
  print_figures({{"name", "row17_slow_readers"},
                 {"viewers", viewers},
                 {"stopped", stopping},
                 {"kb_each", kb_each},
                 {"closed_as_stalled", closed},
                 {"closed_within_s", last_closed_s},
                 {"live_sockets_left", sockets},
                 {"p99_ms_before", p99_before},
                 {"p99_ms_while", times.percentile(0.99)}});
  CHECK(crowd.open() == viewers - stopping);
  crowd.turn_until([&] { return times.seen_by(viewers - 1) == times.raised(); }, Millis{5'000});
  for (std::size_t i = stopping; i < viewers; ++i) {
    CHECK(times.seen_by(i) == times.raised());
  }
  if (is_full_run()) {
    CHECK(closed == stopping);
    CHECK(last_closed_s <= 45);
    CHECK(sockets == static_cast<double>(viewers - stopping + 1)); // and the gateway's
    CHECK(kb_each <= 256 + 64);
  }
}

TEST_CASE("a flood of connections past the file limit neither spins nor lasts", "[row19]") {
  raise_file_limit();
  TownCopy const town;
  StagedServer const server(town.data(), {"--nofile=1024"});
  std::vector<int> sockets;
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  void const *const place = &address;
  for (std::size_t i = 0; i < full_or(6'000, 3'000); ++i) {
    sockets.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    ::connect(sockets.back(), static_cast<::sockaddr const *>(place), sizeof address);
  }
  std::this_thread::sleep_for(Millis{500});
  auto const cpu = cpu_seconds(server.pid());
  auto const watched = Millis{is_full_run() ? 5'000 : 2'000};
  std::this_thread::sleep_for(watched);
  auto const share =
      (cpu_seconds(server.pid()) - cpu) / (static_cast<double>(watched.count()) / 1e3);
  for (auto const socket : sockets) {
    ::close(socket);
  }
  auto const begin = Crowd::Clock::now();
  auto const answer = ask(server.port(), "GET /healthz");
  auto const recovered_s = seconds_since(begin);
  print_figures({{"name", "row19_connection_flood"},
                 {"connects", sockets.size()},
                 {"cpu_share_of_a_core", share},
                 {"recovered_s", recovered_s}});
  CHECK(answer.status == 200);
  CHECK(share < 0.5);
  CHECK(server.errors().find("event=accept_failed") != std::string::npos); // the limit was met
}

TEST_CASE("after kill -9 and a restart every viewer is back with every fact", "[row22]") {
  raise_file_limit();
  TownCopy const town;
  auto server = std::make_unique<StagedServer>(town.data());
  auto const port = server->port();
  auto const place = demo_town().places_in(DemoTown::grid(1)).at(0);
  auto const viewers = full_or(2'000, 200);
  IncidentTimes times;
  std::vector<Cursor> cursors(viewers);
  std::vector<std::size_t> tries(viewers);
  std::size_t snapshots = 0;
  std::mt19937 random(22);
  Crowd::Hooks hooks;
  hooks.on_open = [&](std::size_t viewer) {
    tries[viewer] = 0;
    return subscribe_text(cursors[viewer].epoch.empty() ? nullptr : &cursors[viewer]);
  };
  hooks.on_message = [&](std::size_t viewer, std::string const &text) {
    times.take(viewer, text);
    auto const message = json::parse(text);
    auto &cursor = cursors[viewer];
    cursor.epoch = message.value("epoch", cursor.epoch);
    if (message.at("type") == "changes" || message.at("type") == "snapshot") {
      snapshots += message.at("type") == "snapshot" ? 1 : 0;
      cursor.seq = std::max(cursor.seq, message.value("seq", std::uint64_t{0}));
      cursor.tick = std::max(cursor.tick, message.value("tick", std::uint64_t{0}));
    }
  };
  // Full jitter, the first try within 5 s: what the browser's client does.
  hooks.on_end = [&](std::size_t viewer, unsigned) {
    auto const n = tries[viewer]++;
    auto const longest = n == 0 ? 5'000U : std::min(30'000U, 1'000U << std::min<std::size_t>(n, 5));
    return Millis{static_cast<int>(random() % longest)};
  };
  Crowd crowd(port, desk_token, hooks);
  for (std::size_t i = 0; i < viewers; ++i) {
    crowd.add(Millis{static_cast<int>(random() % 2'000)});
  }
  auto const all_know_all = [&] {
    for (std::size_t i = 0; i < viewers; ++i) {
      if (times.seen_by(i) != times.raised()) {
        return false;
      }
    }
    return true;
  };
  REQUIRE(crowd.turn_until([&] { return crowd.open() == viewers; }, Millis{30'000}));
  for (int i = 0; i < 5; ++i) {
    REQUIRE(times.raise(server->as("desk"), place));
  }
  REQUIRE(crowd.turn_until(all_know_all, Millis{20'000}));
  auto const snapshots_before = snapshots;

  server->kill();
  server.reset();
  crowd.turn_for(Millis{300});
  auto const begin = Crowd::Clock::now();
  server = std::make_unique<StagedServer>(town.data(), std::vector<std::string>{}, port);
  for (int i = 0; i < 5; ++i) {
    REQUIRE(times.raise(server->as("desk"), place)); // while most are away
  }
  std::size_t rss_most = 0;
  double nearly_all_s = 0;
  auto const is_back = [&] {
    rss_most = std::max(rss_most, rss_kb(server->pid()));
    if (nearly_all_s == 0 && crowd.open() * 100 >= viewers * 95) {
      nearly_all_s = seconds_since(begin);
    }
    return crowd.open() == viewers;
  };
  auto const came = crowd.turn_until(is_back, Millis{40'000});
  auto const all_s = seconds_since(begin);
  CHECK(came);
  CHECK(crowd.turn_until(all_know_all, Millis{10'000}));
  print_figures({{"name", "row22_restart"},
                 {"viewers", viewers},
                 {"95_percent_s", nearly_all_s},
                 {"all_s", all_s},
                 {"know_all_s", seconds_since(begin)},
                 {"snapshots", snapshots - snapshots_before},
                 {"rss_kb", rss_most}});
  CHECK(snapshots == snapshots_before); // each was told its gap
}
