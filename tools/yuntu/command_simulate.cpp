#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/position_sender.hpp"
#include "tools/yuntu/walker.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <thread>

namespace yuntu::tools {
namespace {

struct Options {
  std::string url;
  std::string token;
  std::size_t workers = 20;
  std::uint64_t seed = 1;
  double interval_s = 2;
  double minutes = 0; ///< 0: until stopped
};

std::vector<geo::LineString> fetch_streets(HttpClient &client) {
  auto const answer = client.get("/api/v1/streets");
  if (answer.status != 200) {
    throw CommandError("GET /api/v1/streets answered " + std::to_string(answer.status) + ": " +
                       answer.body);
  }
  std::vector<geo::LineString> streets;
  auto const document = nlohmann::json::parse(answer.body);
  for (auto const &line : document.at("coordinates")) {
    geo::LineString points;
    for (auto const &point : line) {
      points.push_back(geo::LonLat::from_degrees(point[0], point[1]).value());
    }
    streets.push_back(std::move(points));
  }
  if (streets.empty()) {
    throw CommandError("the server has no streets to walk on: import some with --layer walk");
  }
  return streets;
}

std::string worker_name(std::size_t number) {
  char name[32];
  std::snprintf(name, sizeof name, "sim-%03zu", number + 1);
  return name;
}

int simulate(Options const &options) {
  if (options.workers == 0 || options.workers > 100'000) {
    throw CommandError("--workers must lie between 1 and 100000");
  }
  if (!(options.interval_s >= 0.1)) {
    throw CommandError("--interval must be at least 0.1 seconds");
  }
  HttpClient client(options.url, options.token);
  StreetWalkers walkers(fetch_streets(client), options.workers, options.seed);
  auto const clock = [] {
    return std::chrono::time_point_cast<model::Duration>(std::chrono::system_clock::now());
  };
  auto const started = clock();
  PositionSender sender(client, static_cast<std::uint64_t>(model::to_unix_ms(started)));
  auto const interval = model::Duration{static_cast<std::int64_t>(options.interval_s * 1000)};
  auto const rounds = options.minutes > 0
                          ? static_cast<std::uint64_t>(options.minutes * 60 / options.interval_s)
                          : UINT64_MAX;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    auto const fixes = walkers.fixes();
    for (std::size_t i = 0; i < fixes.size(); ++i) {
      auto const name = worker_name(i);
      sender.send(name, name, {{fixes[i].place, clock(), 8}});
    }
    walkers.step(options.interval_s);
    std::this_thread::sleep_until(started + interval * static_cast<std::int64_t>(round + 1));
  }
  std::cout << nlohmann::json{{"sent", sender.sent()},
                              {"accepted", sender.accepted()},
                              {"rejected", sender.rejected()}}
                   .dump()
            << "\n";
  return sender.rejected().empty() ? exit_good : exit_findings;
}

} // namespace

void add_simulate_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("simulate", "workers walking at random on the streets");
  auto const o = std::make_shared<Options>();
  command->add_option("--url", o->url, "e.g. http://127.0.0.1:8080")->required();
  command->add_option("--token", o->token, "of a gateway")->required();
  command->add_option("--workers", o->workers, "how many");
  command->add_option("--seed", o->seed, "the same seed walks the same ways");
  command->add_option("--interval", o->interval_s, "seconds between two reports");
  command->add_option("--minutes", o->minutes, "how long; 0: until stopped");
  command->callback([&run, o] { run = [o] { return simulate(*o); }; });
}

} // namespace yuntu::tools
