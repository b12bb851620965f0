// What the real server and its log promise on bad disks, with bad neighbours and under kills; each
// in short. The long form: tools/checks/README.md.
#include "tests/faults/bit_flips.hpp"
#include "tests/faults/clock_jumps.hpp"
#include "tests/faults/contention.hpp"
#include "tests/faults/crash_rounds.hpp"
#include "tests/faults/disk_faults.hpp"
#include "tests/faults/log_sweeps.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::faults;
using namespace std::chrono_literals;

namespace {

void check(Outcome const &outcome) {
  WARN(outcome.summary()); // figures are shown, not judged
  for (auto const &violation : outcome.violations) {
    FAIL_CHECK(violation);
  }
}

std::uint64_t figure(Outcome const &outcome, std::string const &wanted) {
  for (auto const &[name, value] : outcome.figures) {
    if (name == wanted) {
      return std::stoull(value);
    }
  }
  FAIL("no figure " + wanted);
  return 0;
}

} // namespace

TEST_CASE("after kill -9 at random instants under load everything acknowledged is there, once") {
  auto const outcome = kill_rounds(30, 20);
  check(outcome);
  CHECK(figure(outcome, "incidents") > 20);
  CHECK(figure(outcome, "reports") > 20);
}

TEST_CASE("a server killed at a call that changes a file comes up with what it acknowledged") {
  check(kill_server_at_calls(7, 31, 0));
}

TEST_CASE("a log whose writer is ended at any call holds what was acknowledged and goes on") {
  check(
      end_log_at_every_call(GENERATE(End::killed, End::killed_in_half_a_write, End::power_cut), 8));
}

TEST_CASE("a writer that acknowledges before it commits is caught") {
  CHECK_FALSE(end_log_at_every_call(End::killed, 3, true).violations.empty());
}

TEST_CASE("after a power cut everything acknowledged is there, once") {
  auto const outcome = power_cut_rounds(5, 21);
  check(outcome);
  CHECK(figure(outcome, "incidents") > 3);
}

TEST_CASE("with synchronous NORMAL a power cut takes what was acknowledged") {
  auto const outcome = power_cuts_with("NORMAL", 2, 22);
  check(outcome);
  CHECK(figure(outcome, "lost") > 0);
  auto const full = power_cuts_with("FULL", 2, 22); // the same harness, the setting that we ship
  check(full);
  CHECK(figure(full, "lost") == 0);
}

TEST_CASE("a failed fsync ends the server with 70, and nothing acknowledged is lost") {
  auto const outcome = fail_server_syncs({1, 4, 9, 30});
  check(outcome);
  CHECK(figure(outcome, "failed_syncs") == 4);
}

TEST_CASE("a failed fsync of a log ends its writer with 70, whichever it is") {
  check(fail_log_at_every_sync(6));
}

TEST_CASE("a write without space is refused or put off, and the server goes on") {
  check(fill_server_writes({1, 12, 25, 40}));
}

TEST_CASE("a log's write without space is put off, whichever it is") {
  check(fill_log_at_every_write(4));
}

TEST_CASE("a disk that is full refuses reports, serves readers, and goes on once there is space") {
  check(fill_real_disk());
}

TEST_CASE("writes that are cut short or interrupted change nothing") {
  check(shorten_writes(8, 20));
}

TEST_CASE("a damaged write-ahead log is never served without a word") {
  check(damage_write_ahead_log(12, 3, 23));
}

TEST_CASE("under a foreign lock senders hear 503, readers are served, and nothing is lost") {
  check(hold_foreign_lock(6'500ms));
}

TEST_CASE("a report whose answer was cut off is sent again and stored once") {
  check(cut_answers(100));
}

TEST_CASE("a clock that is set and put right again changes nothing but the log") {
  check(jump_clock(2));
}

TEST_CASE("a clock that is set for good raises no incident in the moment when it counts") {
  check(set_clock_for_good());
}

TEST_CASE("SIGTERM under load again and again: 0 within 5 s, nothing lost") {
  check(stop_rounds(3, 24));
}

TEST_CASE("a migration killed at any call leaves the old schema or the new one") {
  auto const end = GENERATE(End::killed, End::killed_in_half_a_write, End::power_cut);
  auto const outcome = end_migration_at_every_call(end, 200);
  check(outcome);
  CHECK(figure(outcome, "left_at_schema_1") > 0);
  CHECK(figure(outcome, "left_at_schema_2") > 0);
  CHECK(figure(outcome, "left_at_schema_3") > 0);
}
