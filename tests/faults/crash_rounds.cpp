#include "tests/faults/crash_rounds.hpp"

#include "tests/faults/faulty_disk.hpp"
#include "tests/faults/town.hpp"

#include <csignal>
#include <iostream>
#include <random>
#include <thread>

namespace yuntu::faults {
namespace {

using Random = std::mt19937_64;

constexpr int numbers_a_round = 100'000;
constexpr int longest_load_ms = 150;

void wait_random(Random &random, double most_ms) {
  std::uniform_real_distribution<double> any(0, most_ms);
  std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(any(random)));
}

/// Starts a server and kills it before it is ready, or a little after.
void kill_while_starting(Town const &town, Random &random) {
  test::Child server(test::binary("yuntu-server"),
                     {"--data", town.data().string(), "--listen", "127.0.0.1:0"});
  wait_random(random, town.ready_ms.back());
  server.signal(SIGKILL);
  (void)server.wait(test::Millis{10'000});
}

void load_until_killed(Town &town, test::RunningServer &server, int round, Random &random) {
  test::Load load(server.port(), town.places, round * numbers_a_round, town.acknowledged);
  if (round % 3 != 0) { // a busy machine would else be killed before it has promised anything
    load.await_acknowledgements(5);
  }
  wait_random(random, longest_load_ms);
  server.kill();
  town.acknowledged = load.finish();
}

void check_after_restart(Town &town, test::RunningServer const &server, Outcome &outcome) {
  town.send_again(server, outcome);
  town.check_kept(server, outcome);
}

/// A run that is ended early has said how far it came.
void tell_progress(int round, int rounds, Town const &town, Outcome const &outcome) {
  if ((round + 1) % 100 == 0) {
    std::cerr << round + 1 << " of " << rounds << " rounds, "
              << town.acknowledged.incidents.size() + town.acknowledged.reports.size()
              << " acknowledged, " << outcome.violations.size() << " violations" << std::endl;
  }
}

/// The last start, and the figures.
Outcome finish(Town &town, Outcome outcome) {
  auto const server = town.start();
  outcome.expect(server != nullptr, town.refusal);
  if (server) {
    check_after_restart(town, *server, outcome);
    outcome.expect(server->stop() == 0, "no orderly end: " + server->errors());
    outcome.take_violations(town.ledger.verify());
  }
  outcome.add("incidents", town.acknowledged.incidents.size());
  outcome.add("reports", town.acknowledged.reports.size());
  outcome.add("sent_again", town.sent_again);
  outcome.add("commits", town.ledger.commits());
  outcome.add_times("ready", town.ready_ms);
  return outcome;
}

} // namespace

Outcome kill_rounds(int rounds, std::uint64_t seed) {
  Outcome outcome;
  outcome.add("rounds", static_cast<std::uint64_t>(rounds));
  outcome.add("seed", seed);
  Town town;
  Random random(seed);
  for (int round = 0; round < rounds; ++round) {
    auto const server = town.start();
    if (!server) {
      outcome.add("ended_in_round", static_cast<std::uint64_t>(round));
      outcome.expect(false, "round " + std::to_string(round) + ": " + town.refusal);
      return outcome;
    }
    check_after_restart(town, *server, outcome);
    load_until_killed(town, *server, round, random);
    if (round % 5 == 4) {
      kill_while_starting(town, random);
    }
    if (round % 50 == 49) { // a checkpoint, so that a thousand rounds do not replay them all
      auto const orderly = town.start();
      outcome.expect(orderly && orderly->stop() == 0, "no orderly end " + town.refusal);
    }
    tell_progress(round, rounds, town, outcome);
  }
  return finish(town, std::move(outcome));
}

Outcome power_cut_rounds(int rounds, std::uint64_t seed) {
  Outcome outcome;
  outcome.add("rounds", static_cast<std::uint64_t>(rounds));
  outcome.add("seed", seed);
  Town town;
  Random random(seed);
  DiskFaults faults;
  faults.has_power_cuts = true;
  for (int round = 0; round < rounds; ++round) {
    FaultyDisk const disk(town.data(), faults);
    auto const server = town.start(disk.environment());
    if (!server) {
      outcome.expect(false, "round " + std::to_string(round) + ": " + town.refusal);
      return outcome;
    }
    check_after_restart(town, *server, outcome);
    load_until_killed(town, *server, round, random);
    disk.cut_power();
  }
  return finish(town, std::move(outcome));
}

Outcome power_cuts_with(std::string const &synchronous, int rounds, std::uint64_t seed) {
  Outcome outcome;
  outcome.add("synchronous", synchronous);
  outcome.add("rounds", static_cast<std::uint64_t>(rounds));
  Random random(seed);
  DiskFaults faults;
  faults.has_power_cuts = true;
  faults.synchronous = synchronous;
  std::uint64_t acknowledged = 0;
  std::uint64_t lost = 0;
  std::uint64_t noticed = 0;
  for (int round = 0; round < rounds; ++round) {
    Town town;
    FaultyDisk const disk(town.data(), faults);
    auto server = town.start(disk.environment());
    if (!server) {
      outcome.expect(false, town.refusal);
      return outcome;
    }
    load_until_killed(town, *server, round, random);
    disk.cut_power();
    noticed += town.start() == nullptr ? 1 : 0;
    (void)town.ledger.read_on();
    acknowledged += town.acknowledged.incidents.size() + town.acknowledged.reports.size() +
                    town.acknowledged.off_duty.size();
    lost += town.ledger.missing(town.acknowledged).size();
  }
  outcome.add("acknowledged", acknowledged);
  outcome.add("lost", lost);
  outcome.add("noticed_rounds", noticed);
  return outcome;
}

Outcome stop_rounds(int rounds, std::uint64_t seed) {
  Outcome outcome;
  outcome.add("rounds", static_cast<std::uint64_t>(rounds));
  Town town;
  Random random(seed);
  std::vector<double> taken;
  for (int round = 0; round < rounds; ++round) {
    auto const server = town.start();
    if (!server) {
      outcome.expect(false, town.refusal);
      return outcome;
    }
    check_after_restart(town, *server, outcome);
    test::Load load(server->port(), town.places, round * numbers_a_round, town.acknowledged);
    wait_random(random, longest_load_ms);
    auto const begin = std::chrono::steady_clock::now();
    auto const code = server->stop(test::Millis{5'000});
    taken.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
    outcome.expect(code == 0, "SIGTERM under load: exit code " + std::to_string(code) +
                                  " (-1: not within 5 s): " + server->errors());
    town.acknowledged = load.finish();
  }
  outcome.add_times("stop", taken);
  return finish(town, std::move(outcome));
}

} // namespace yuntu::faults
