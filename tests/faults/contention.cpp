#include "tests/faults/contention.hpp"

#include "tests/faults/town.hpp"
#include "tests/server/store/raw_sqlite.hpp"

#include <poll.h>

#include <thread>

namespace yuntu::faults {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using testing::RawSqlite;

constexpr std::uint64_t wal_promise = 64 * 1024 * 1024;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// A request's status and how long it took.
struct Timed {
  unsigned status = 0;
  double ms = 0;
};

Timed report(Town &town, test::RunningServer const &server, int number) {
  auto const &place = town.places[0];
  auto const begin = Clock::now();
  auto const answer =
      town.as(server, "desk")
          .post("/api/v1/incidents", test::incident_report(number, place.lon, place.lat));
  if (answer.status == 200 || answer.status == 201) {
    town.acknowledged.incidents.insert(number);
  }
  return {answer.status, ms_since(begin)};
}

Timed read(Town &town, test::RunningServer const &server, std::string const &path) {
  auto const begin = Clock::now();
  auto const status = town.as(server, "desk").get(path).status;
  return {status, ms_since(begin)};
}

void finish(Town &town, test::RunningServer &server, Outcome &outcome) {
  outcome.expect(server.stop() == 0, "no orderly end: " + server.errors());
  auto const restarted = town.start();
  outcome.expect(restarted != nullptr, town.refusal);
  if (restarted) {
    town.check_kept(*restarted, outcome);
    outcome.take_violations(town.ledger.verify());
  }
}

std::uint64_t wal_bytes(Town const &town) {
  std::error_code error;
  auto const bytes = fs::file_size(town.data() / "log.sqlite-wal", error);
  return error ? 0 : bytes;
}

/// "yuntu_name 12" of /metrics; -1 when there is none.
double metric(Town &town, test::RunningServer const &server, std::string const &name) {
  auto const text = "\n" + town.as(server, "desk").get("/metrics").raw.body;
  auto const at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

/// Sends a request and ends the connection with a reset, either when the answer is there, unread,
/// or at once.
void ask_and_hang_up(test::RunningServer const &server, std::string const &token,
                     std::string const &path, test::json const &body, bool is_answered) {
  test::RawSocket socket(server.port());
  auto const text = body.dump();
  socket.send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
              "\r\nAuthorization: Bearer " + token +
              "\r\nContent-Type: application/json\r\nContent-Length: " +
              std::to_string(text.size()) + "\r\n\r\n" + text);
  if (is_answered) {
    (void)socket.read_exactly(1); // it has begun to come: the commit is done
  }
  socket.reset();
}

/// The same identity with another content is named as a conflict and stored nowhere.
bool is_conflict(test::ApiClient const &client, std::string const &path, test::json body) {
  if (path == "/api/v1/incidents") {
    body["text"] = "something else";
    return client.post(path, body).status == 409;
  }
  auto &report = body["reports"][0];
  report["accuracy_m"] = 6;
  auto const answer = client.post(path, body);
  return answer.status == 200 && answer.body.at("accepted").empty() &&
         answer.body.at("conflicts") == test::json::array({report.at("seq")});
}

} // namespace

Outcome hold_foreign_lock(std::chrono::milliseconds how_long) {
  Outcome outcome;
  outcome.add_ms("held_ms", static_cast<double>(how_long.count()));
  Town town;
  auto const server = town.start();
  outcome.expect(report(town, *server, 1).status == 201, "not taken before the lock");
  RawSqlite other(town.data() / "log.sqlite");
  other.run("BEGIN EXCLUSIVE");
  auto const begin = Clock::now();
  Timed first;
  std::thread sender([&] { first = report(town, *server, 2); });
  std::vector<double> health;
  std::vector<double> refused;
  std::uint64_t other_answers = 0;
  for (int number = 3; Clock::now() - begin < how_long; ++number) {
    auto const healthy = read(town, *server, "/healthz");
    health.push_back(healthy.ms);
    outcome.expect(healthy.status == 200, "not healthy under the lock");
    outcome.expect(read(town, *server, "/api/v1/incidents").status == 200, "no reading");
    // While the first is waiting the queue still takes some: those would wait as it does.
    if (number % 10 == 0 && Clock::now() - begin > std::chrono::seconds{1}) {
      auto const next = report(town, *server, 1'000'000 + number);
      refused.push_back(next.ms);
      other_answers += next.status == 503 ? 0 : 1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  sender.join();
  outcome.add("first_status", first.status);
  outcome.add_ms("first_ms", first.ms);
  outcome.expect(first.status == 503, "the first got " + std::to_string(first.status));
  outcome.expect(first.ms <= 5'500, "the first waited for more than 5.5 s");
  outcome.expect(other_answers == 0, "something was taken under the lock");
  outcome.add_times("later_503", refused);
  outcome.add_times("health", health);
  other.run("ROLLBACK");
  auto const freed = Clock::now();
  Timed again;
  do {
    again = report(town, *server, 2);
  } while (again.status == 503 && ms_since(freed) < 30'000);
  outcome.add_ms("resumed_ms", ms_since(freed));
  outcome.expect(again.status == 200 || again.status == 201, "does not go on after the lock");
  finish(town, *server, outcome);
  return outcome;
}

Outcome read_for_ever(std::uint64_t commits, std::chrono::seconds patience) {
  Outcome outcome;
  Town town;
  auto const server = town.start();
  outcome.expect(report(town, *server, 1).status == 201, "not taken before the reader");
  RawSqlite reader(town.data() / "log.sqlite");
  reader.run("BEGIN; SELECT count(*) FROM facts");
  test::Load load(server->port(), town.places, 100'000, town.acknowledged);
  for (std::uint64_t i = 0; i < commits; i += 1'000) {
    load.await_acknowledgements(std::min<std::uint64_t>(i + 1'000, commits));
  }
  auto const grown = wal_bytes(town);
  town.acknowledged = load.finish();
  outcome.add("commits", commits);
  outcome.add("wal_bytes_under_reader", grown);
  outcome.expect(metric(town, *server, "yuntu_log_wal_bytes") >= static_cast<double>(grown),
                 "/metrics does not tell of the write-ahead log");
  reader.run("ROLLBACK");
  auto const begin = Clock::now();
  while (wal_bytes(town) >= grown && Clock::now() - begin < patience) {
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }
  outcome.add("wal_bytes_after", wal_bytes(town));
  outcome.add_ms("shrunk_ms", ms_since(begin));
  outcome.expect(wal_bytes(town) < grown && wal_bytes(town) <= wal_promise,
                 "the write-ahead log does not shrink");
  finish(town, *server, outcome);
  return outcome;
}

Outcome cut_answers(int requests) {
  Outcome outcome;
  Town town;
  auto const server = town.start();
  std::uint64_t differing = 0;
  std::uint64_t conflicts = 0;
  for (int number = 1; number <= requests; ++number) {
    bool const is_answered = number % 2 == 0;
    bool const is_position = number % 4 < 2;
    auto const &place = town.places[0];
    auto const seq = static_cast<std::uint64_t>(number);
    auto const body = is_position ? test::position_batch("walker", seq, place.lon, place.lat,
                                                         test::seconds_ago(requests - number))
                                  : test::incident_report(number, place.lon, place.lat);
    std::string const path = is_position ? "/api/v1/positions" : "/api/v1/incidents";
    std::string const user = is_position ? "gateway" : "desk";
    ask_and_hang_up(*server, test::demo_town().token(user), path, body, is_answered);
    auto const again = town.as(*server, user).post(path, body);
    bool const is_taken = again.status == 200 || again.status == 201;
    outcome.expect(is_taken, "sent again: " + std::to_string(again.status) + " " + again.raw.body);
    if (!is_position) {
      // What was committed before the cut is not new.
      differing += is_answered && again.status != 200 ? 1 : 0;
      town.acknowledged.incidents.insert(number);
    } else if (is_taken) {
      differing += again.body.at("accepted") == test::json::array({{seq, seq}}) ? 0 : 1;
      outcome.expect(again.body.at("conflicts").empty(), "a repeat is called a conflict");
      town.acknowledged.reports.emplace("walker", seq);
    }
    conflicts += is_conflict(town.as(*server, user), path, body) ? 1 : 0;
  }
  outcome.add("conflicts_named", conflicts);
  outcome.expect(conflicts == static_cast<std::uint64_t>(requests),
                 std::to_string(requests) + " conflicts were sent");
  outcome.expect(differing == 0,
                 std::to_string(differing) + " repeats were not known as what they are");
  outcome.add("requests", static_cast<std::uint64_t>(requests));
  outcome.add("incidents", town.acknowledged.incidents.size());
  outcome.add("reports", town.acknowledged.reports.size());
  finish(town, *server, outcome);
  return outcome;
}

} // namespace yuntu::faults
