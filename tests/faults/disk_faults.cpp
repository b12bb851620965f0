#include "tests/faults/disk_faults.hpp"

#include "tests/faults/faulty_disk.hpp"
#include "tests/faults/town.hpp"

#include <chrono>

namespace yuntu::faults {
namespace {

constexpr int exit_storage_failed = 70;
constexpr int exit_killed = 128 + 9;

std::string at(std::string const &what, std::uint64_t number) {
  return what + " " + std::to_string(number);
}

/// Comes up on a good disk with everything acknowledged, and stops in order.
void check_restart(Town &town, std::string const &where, Outcome &outcome) {
  auto const server = town.start();
  if (!server) {
    outcome.expect(false, where + ": " + town.refusal);
    return;
  }
  Outcome found;
  town.send_again(*server, found);
  town.check_kept(*server, found);
  found.expect(server->stop() == 0, "no orderly end: " + server->errors());
  found.take_violations(town.ledger.verify());
  for (auto const &violation : found.violations) {
    outcome.expect(false, where + ": " + violation);
  }
}

/// Three incidents, three positions, somebody goes off duty. Each until it is taken; 507 is
/// counted.
class Scenario {
public:
  Scenario(Town &town, test::RunningServer const &server) : town_(town), server_(server) {}

  /// False: the server was gone.
  bool play() {
    try {
      for (int number = 1; number <= 3; ++number) {
        auto const &place = town_.places.at(static_cast<std::size_t>(number));
        if (!take("desk", "/api/v1/incidents",
                  test::incident_report(number, place.lon, place.lat))) {
          return false;
        }
        town_.acknowledged.incidents.insert(number);
        auto const seq = static_cast<std::uint64_t>(number);
        if (!take("gateway", "/api/v1/positions",
                  test::position_batch("walker", seq, town_.places[0].lon, town_.places[0].lat,
                                       test::seconds_ago(60 - 10 * number)))) {
          return false;
        }
        town_.acknowledged.reports.emplace("walker", seq);
      }
      if (!take("gateway", "/api/v1/duty", {{"on", false}, {"worker", "walker"}})) {
        return false;
      }
      town_.acknowledged.off_duty.insert("walker");
      return true;
    } catch (std::runtime_error const &) {
      return false; // cannot connect
    }
  }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
  bool take(std::string const &user, std::string const &path, test::json const &body) {
    auto const deadline = test::in(test::Millis{10'000});
    while (std::chrono::steady_clock::now() < deadline) {
      auto const answer = town_.as(server_, user).post(path, body);
      if (answer.status == 200 || answer.status == 201) {
        return true;
      }
      if (answer.status != 507 && answer.status != 503) {
        return false;
      }
      refused_ += answer.status == 507 ? 1 : 0;
    }
    return false;
  }

  Town &town_;
  test::RunningServer const &server_;
  std::uint64_t refused_ = 0;
};

} // namespace

Outcome fail_server_syncs(std::vector<std::uint64_t> const &which) {
  Outcome outcome;
  std::uint64_t hit = 0;
  std::uint64_t went_on = 0;
  for (auto const number : which) {
    Town town;
    DiskFaults faults;
    faults.fail_sync_at = number;
    faults.has_power_cuts = true;
    FaultyDisk const disk(town.data(), faults);
    auto const where = at("sync", number);
    auto const server = town.start(disk.environment());
    if (server) {
      test::Load load(server->port(), town.places, 0, {});
      auto const code = server->wait(test::Millis{5'000});
      went_on += code == -1 ? 1 : 0;
      outcome.expect(code == exit_storage_failed || code == -1,
                     where + ": exit code " + std::to_string(code) + ": " + server->errors());
      server->kill();
      town.acknowledged = load.finish();
    } else {
      outcome.expect(exit_code_of(town.refusal) == exit_storage_failed,
                     where + ": " + town.refusal);
    }
    hit += disk.counts().faults;
    disk.cut_power();
    check_restart(town, where, outcome);
  }
  outcome.add("rounds", which.size());
  outcome.add("failed_syncs", hit);
  outcome.add("went_on", went_on);
  return outcome;
}

Outcome fill_server_writes(std::vector<std::uint64_t> const &which) {
  Outcome outcome;
  std::uint64_t hit = 0;
  std::uint64_t refused = 0;
  std::uint64_t at_start = 0;
  for (auto const number : which) {
    Town town;
    DiskFaults faults;
    faults.fail_write_at = number;
    FaultyDisk const disk(town.data(), faults);
    auto const where = at("write", number);
    auto const server = town.start(disk.environment());
    if (server) {
      Scenario scenario(town, *server);
      outcome.expect(scenario.play(), where + ": the server did not go on: " + server->errors());
      refused += scenario.refused();
      outcome.expect(server->stop() == 0, where + ": no orderly end: " + server->errors());
    } else {
      ++at_start;
      outcome.expect(town.refusal.find("space") != std::string::npos ||
                         town.refusal.find("full") != std::string::npos,
                     where + ": refused without saying why: " + town.refusal);
    }
    hit += disk.counts().faults;
    check_restart(town, where, outcome);
  }
  outcome.add("rounds", which.size());
  outcome.add("failed_writes", hit);
  outcome.add("answers_507", refused);
  outcome.add("refused_at_start", at_start);
  return outcome;
}

Outcome kill_server_at_calls(std::uint64_t first, std::uint64_t step, std::uint64_t last) {
  Outcome outcome;
  std::uint64_t kills = 0;
  for (auto number = first; last == 0 || number <= last; number += step) {
    Town town;
    DiskFaults faults;
    faults.kill_at = number;
    faults.is_torn = number % 2 == 0;
    FaultyDisk const disk(town.data(), faults);
    auto const where = at("call", number);
    auto const server = town.start(disk.environment());
    int code = exit_code_of(town.refusal);
    if (server) {
      Scenario scenario(town, *server);
      (void)scenario.play();
      code = server->stop();
    }
    outcome.expect(code == 0 || code == exit_killed, where + ": exit code " + std::to_string(code));
    check_restart(town, where, outcome);
    if (code == 0) {
      outcome.add("last_call", disk.counts().calls);
      break;
    }
    ++kills;
  }
  outcome.add("kills", kills);
  return outcome;
}

} // namespace yuntu::faults
