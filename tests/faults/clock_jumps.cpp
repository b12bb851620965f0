#include "tests/faults/clock_jumps.hpp"

#include "tests/faults/town.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <thread>

namespace yuntu::faults {
namespace {

namespace fs = std::filesystem;

constexpr long hour = 3'600;
constexpr long day = 24 * hour;

/// A clock that a file sets, for one program; the steady clock goes on as it is.
class FakeClock {
public:
  FakeClock() { set(0); }
  [[nodiscard]] std::vector<std::string> environment() const {
    return {"LD_PRELOAD=" YUNTU_CLOCK_SHIM, "YUNTU_SHIM_CLOCK=" + file().string()};
  }
  /// In place: the program has the file in its memory.
  void set(std::int64_t seconds) const {
    std::fstream file(this->file(), is_new_ ? std::ios::out | std::ios::binary
                                            : std::ios::in | std::ios::out | std::ios::binary);
    file.write(reinterpret_cast<char const *>(&seconds), sizeof seconds);
    is_new_ = false;
  }

private:
  [[nodiscard]] fs::path file() const { return folder_.path() / "clock"; }
  test::TempDir folder_;
  mutable bool is_new_ = true;
};

std::string in_seconds(long seconds) {
  return test::seconds_ago(static_cast<int>(-seconds));
}

void let_it_notice() {
  std::this_thread::sleep_for(std::chrono::milliseconds{2'500}); // its rhythm is a second
}

/// "Cookie: yuntu_session=..." of a new session.
std::string sign_in(Town &town, test::RunningServer const &server) {
  auto const link = test::yuntu({"user", "link", "--data", town.data().string(), "--name", "desk"});
  auto const code = test::json::parse(link.out).at("code");
  auto const answer = test::ApiClient(server.port(), "")
                          .post("/api/v1/session", {{"code", code}}, {"Origin: " + server.url()});
  auto const header = answer.raw.header("set-cookie");
  return "Cookie: " + header.substr(0, header.find(';'));
}

/// One county, one jump there and back.
class Episode {
public:
  Episode(Town &town, FakeClock const &clock, test::RunningServer const &server, Outcome &outcome,
          std::string where)
      : town_(town), clock_(clock), server_(server), outcome_(outcome), where_(std::move(where)) {}

  void run(long jump) {
    auto const cookie = sign_in(town_, server_);
    close_street(1, hour);
    raise(1);
    report(1, -30);
    clock_.set(jump);
    let_it_notice();
    raise(2);
    report(2, -20);
    expect(session_status(cookie) == (jump >= 12 * hour ? 401 : 200),
           "a session of 12 h: " + std::to_string(session_status(cookie)));
    expect(closures() == 1, "a closure ended by a clock that was wrong for a moment");
    clock_.set(0);
    let_it_notice();
    raise(3);
    report(3, 0);
    expect(session_status(cookie) == 200, "the session did not come back");
    expect(closures() == 1, "a closure ended by a clock that was wrong for a moment");
    expect(is_on_duty(), "the worker is not on duty any more");
    auto const errors = server_.errors();
    bool const is_large = jump > 5 || jump < -5;
    expect((errors.find("event=clock_jump") != std::string::npos) == is_large,
           "the jump in the server's log: " + errors);
    expect_no_alarm();
    auto const &jumps = town_.ledger.jumps();
    expect(jumps.size() == (is_large ? 1U : 0U), std::to_string(jumps.size()) + " jumps recorded");
    if (is_large && !jumps.empty()) {
      expect(!jumps.front().is_adopted && is_about(jumps.front(), jump), "another jump recorded");
    }
  }

  /// A jump that stays: what it makes overdue is not told in the moment it counts.
  void run_for_good(long jump) {
    raise(1);
    clock_.set(jump);
    bool is_adopted = false;
    for (auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
         !is_adopted && std::chrono::steady_clock::now() < end;) {
      let_it_notice();
      is_adopted = server_.errors().find("event=clock_adopted") != std::string::npos;
    }
    expect(is_adopted, "the new time does not count: " + server_.errors());
    let_it_notice();
    raise(2);
    expect_no_alarm();
    auto const &jumps = town_.ledger.jumps();
    expect(jumps.size() == 2, std::to_string(jumps.size()) + " jumps recorded");
    if (jumps.size() == 2) {
      expect(!jumps[0].is_adopted && jumps[1].is_adopted && is_about(jumps[1], jump),
             "other jumps recorded");
    }
  }

private:
  void expect_no_alarm() {
    outcome_.take_violations(town_.ledger.read_on());
    expect(town_.ledger.alarms() == 0,
           std::to_string(town_.ledger.alarms()) + " milestones missed or incidents raised");
  }
  static bool is_about(model::ClockJumped const &jump, long seconds) {
    auto const by = jump.to - jump.from;
    return std::chrono::abs(by - std::chrono::seconds{seconds}) < std::chrono::seconds{1};
  }
  void expect(bool holds, std::string const &violation) {
    outcome_.expect(holds, where_ + ": " + violation);
  }
  void raise(int number) {
    auto const &place = town_.places.at(0);
    auto const answer =
        town_.as(server_, "desk")
            .post("/api/v1/incidents", test::incident_report(number, place.lon, place.lat));
    expect(answer.status == 201, "incident: " + answer.raw.body);
    town_.acknowledged.incidents.insert(number);
  }
  /// Sent by a tablet whose clock is right.
  void report(std::uint64_t seq, long seconds) {
    auto const &place = town_.places.at(0);
    auto const answer =
        town_.as(server_, "gateway")
            .post("/api/v1/positions",
                  test::position_batch("walker", seq, place.lon, place.lat, in_seconds(seconds)));
    expect(answer.status == 200 && answer.body.at("accepted").size() == 1,
           "position: " + answer.raw.body);
    town_.acknowledged.reports.emplace("walker", seq);
  }
  void close_street(int number, long until) {
    for (auto const &place : town_.places) { // not every building has a street within 20 m
      auto const answer = town_.as(server_, "desk")
                              .post("/api/v1/closures", {{"id", test::uuid(number)},
                                                         {"lon", place.lon},
                                                         {"lat", place.lat},
                                                         {"until", in_seconds(until)}});
      if (answer.status == 201) {
        return;
      }
    }
    expect(false, "no street to close");
  }
  std::size_t closures() {
    return town_.as(server_, "desk").get("/api/v1/closures").body.at("items").size();
  }
  unsigned session_status(std::string const &cookie) {
    return test::ApiClient(server_.port(), "").send("GET /api/v1/session", {cookie}, {}).status;
  }
  bool is_on_duty() {
    auto const list = town_.as(server_, "desk").get("/api/v1/workers").body;
    for (auto const &worker : list.at("items")) {
      if (worker.at("id") == "walker") {
        return worker.at("on_duty").get<bool>();
      }
    }
    return false;
  }

  Town &town_;
  FakeClock const &clock_;
  test::RunningServer const &server_;
  Outcome &outcome_;
  std::string where_;
};

} // namespace

Outcome jump_clock(int scenarios) {
  Outcome outcome;
  std::vector<long> const jumps{2 * hour, -day, day,  -2 * hour, 3,       30,
                                -30,      600,  -600, 7 * day,   -7 * day};
  for (int i = 0; i < scenarios; ++i) {
    auto const jump = jumps[static_cast<std::size_t>(i) % jumps.size()];
    auto const where = "scenario " + std::to_string(i) + ", " + std::to_string(jump) + " s";
    Town town;
    FakeClock const clock;
    auto const server = town.start(clock.environment());
    if (!server) {
      outcome.expect(false, where + ": " + town.refusal);
      continue;
    }
    Episode(town, clock, *server, outcome, where).run(jump);
    outcome.expect(server->stop() == 0, where + ": no orderly end: " + server->errors());
    auto const restarted = town.start();
    outcome.expect(restarted != nullptr, where + ": " + town.refusal);
    if (restarted) {
      town.check_kept(*restarted, outcome);
      outcome.take_violations(town.ledger.verify());
    }
  }
  outcome.add("scenarios", static_cast<std::uint64_t>(scenarios));
  outcome.add("false_alarms", outcome.violations.size());
  return outcome;
}

Outcome set_clock_for_good() {
  Outcome outcome;
  for (long const jump : {day, -day}) {
    auto const where = "for good, " + std::to_string(jump) + " s";
    Town town;
    FakeClock const clock;
    auto const server = town.start(clock.environment());
    outcome.expect(server != nullptr, where + ": " + town.refusal);
    if (!server) {
      continue;
    }
    Episode(town, clock, *server, outcome, where).run_for_good(jump);
    outcome.expect(server->stop() == 0, where + ": no orderly end: " + server->errors());
    // While it is held it stays held through a start.
    auto const restarted = town.start(clock.environment());
    outcome.expect(restarted != nullptr, where + ": " + town.refusal);
    if (restarted) {
      let_it_notice();
      town.check_kept(*restarted, outcome);
      outcome.expect(town.ledger.alarms() == 0, where + ": an alarm at the start");
    }
  }
  return outcome;
}

} // namespace yuntu::faults
