#include "tests/faults/log_sweeps.hpp"

#include "server/store/log_store.hpp"
#include "tests/e2e/child.hpp"
#include "tests/faults/faulty_disk.hpp"
#include "tests/faults/old_schema.hpp"

#include <memory>
#include <sstream>

namespace yuntu::faults {
namespace {

constexpr int exit_killed = 128 + 9;
constexpr int exit_storage_failed = 70;
constexpr int exit_storage_full = 75;

/// A folder for one log, and what its writer says.
struct Writing {
  test::TempDir folder;
  std::uint64_t acknowledged = 0; ///< seq
  int code = -1;
  std::string errors;
  ShimCounts counts;

  [[nodiscard]] std::filesystem::path data() const { return folder.path() / "data"; }
  [[nodiscard]] std::filesystem::path log() const { return data() / "log.sqlite"; }
  [[nodiscard]] std::string ending() const {
    return ": exit code " + std::to_string(code) + ": " + errors;
  }

  Writing() { std::filesystem::create_directory(data()); }
  void run(std::vector<std::string> const &arguments, DiskFaults const &faults) {
    FaultyDisk const disk(data(), faults);
    test::Child child(YUNTU_LOG_WRITER, arguments, {}, disk.environment());
    code = child.wait(test::Millis{30'000}).value_or(-1);
    errors = child.errors();
    std::istringstream lines(child.out());
    for (std::uint64_t seq = 0; lines >> seq;) {
      acknowledged = seq;
    }
    counts = disk.counts();
    if (faults.has_power_cuts) {
      disk.cut_power();
    }
  }
  void write(std::uint64_t commits, DiskFaults const &faults, bool is_eager = false) {
    run({is_eager ? "write-eagerly" : "write", log().string(), std::to_string(commits)}, faults);
  }
};

/// Opens, holds what was acknowledged and at most one more, is whole, takes more.
void check_log(Writing const &writing, std::string const &where, Outcome &outcome) {
  outcome.attempt(where, [&] {
    store::LogStore log(writing.log());
    auto const seq = log.head().seq;
    outcome.expect(seq >= writing.acknowledged && seq <= writing.acknowledged + 1,
                   where + ": acknowledged through " + std::to_string(writing.acknowledged) +
                       ", the log ends with " + std::to_string(seq));
    auto const report = log.verify();
    outcome.expect(report.ok, where + ": verify: " + (report.ok ? "" : report.first_bad->reason));
    model::CommitGroup group;
    group.tick = log.head().tick + 1;
    model::Fact fact;
    fact.seq = seq + 1;
    fact.tick = log.head().tick;
    fact.body = model::UserRevoked{"u1"};
    group.facts.push_back(fact);
    log.append(group);
  });
}

DiskFaults end_faults(End end, std::uint64_t at) {
  DiskFaults faults;
  faults.kill_at = at;
  faults.is_torn = end == End::killed_in_half_a_write;
  faults.has_power_cuts = end == End::power_cut;
  return faults;
}

/// `round(writing, at, where)` on a folder of its own, for `at` 1, 2, .., until it says that there
/// was nothing left to strike; how many were struck.
template <typename Round>
std::uint64_t sweep(std::string const &what, Round const &round) {
  for (std::uint64_t at = 1;; ++at) {
    Writing writing;
    if (!round(writing, at, what + " " + std::to_string(at))) {
      return at - 1;
    }
  }
}

} // namespace

Outcome end_log_at_every_call(End end, std::uint64_t commits, bool is_eager) {
  Outcome outcome;
  auto const calls =
      sweep("call", [&](Writing &writing, std::uint64_t at, std::string const &where) {
        writing.write(commits, end_faults(end, at), is_eager);
        if (writing.code != exit_killed) {
          outcome.expect(writing.code == 0, where + writing.ending());
          outcome.expect(writing.acknowledged == commits, where + ": not all was written");
          return false;
        }
        check_log(writing, where, outcome);
        return true;
      });
  outcome.add("calls", calls);
  outcome.add("commits", commits);
  return outcome;
}

Outcome fail_log_at_every_sync(std::uint64_t commits) {
  Outcome outcome;
  std::uint64_t ended = 0;
  auto const syncs =
      sweep("sync", [&](Writing &writing, std::uint64_t at, std::string const &where) {
        DiskFaults faults;
        faults.fail_sync_at = at;
        faults.has_power_cuts = true;
        writing.write(commits, faults);
        if (writing.counts.faults == 0) {
          return false;
        }
        // The last ones belong to closing: everything has been acknowledged by then.
        bool const is_told = writing.code == exit_storage_failed;
        ended += is_told ? 1 : 0;
        outcome.expect(is_told || (writing.code == 0 && writing.acknowledged == commits),
                       where + writing.ending());
        check_log(writing, where, outcome);
        return true;
      });
  outcome.add("syncs", syncs);
  outcome.add("exit_70", ended);
  return outcome;
}

Outcome fill_log_at_every_write(std::uint64_t commits) {
  Outcome outcome;
  std::uint64_t refused = 0;
  auto const writes =
      sweep("write", [&](Writing &writing, std::uint64_t at, std::string const &where) {
        DiskFaults faults;
        faults.fail_write_at = at;
        writing.write(commits, faults);
        if (writing.counts.faults == 0) {
          return false;
        }
        bool const is_at_start = writing.acknowledged == 0 && writing.code == exit_storage_full;
        refused += is_at_start ? 1 : 0;
        outcome.expect(writing.code == 0 || is_at_start, where + writing.ending());
        outcome.attempt(where, [&] {
          store::LogStore log(writing.log());
          // A group that was told "full" is stored all the same: its sender repeated it.
          outcome.expect(log.head().seq >= writing.acknowledged, where + ": acknowledged and lost");
          outcome.expect(log.verify().ok, where + ": the chain is broken");
        });
        return true;
      });
  outcome.add("writes", writes);
  outcome.add("refused_at_start", refused);
  return outcome;
}

Outcome shorten_writes(std::uint64_t commits, int rounds) {
  Outcome outcome;
  std::uint64_t shortened = 0;
  for (int every = 1; every <= rounds; ++every) {
    Writing writing;
    DiskFaults faults;
    faults.short_every = static_cast<std::uint64_t>(every);
    writing.write(commits, faults);
    auto const where = "every " + std::to_string(every);
    outcome.expect(writing.code == 0 && writing.acknowledged == commits, where + writing.ending());
    check_log(writing, where, outcome);
    shortened += writing.counts.faults;
  }
  outcome.add("rounds", static_cast<std::uint64_t>(rounds));
  outcome.add("shortened_or_interrupted", shortened);
  return outcome;
}

Outcome end_migration_at_every_call(End end, int rows) {
  Outcome outcome;
  std::uint64_t versions[newest_schema] = {};
  auto const calls =
      sweep("call", [&](Writing &writing, std::uint64_t at, std::string const &where) {
        auto const file = writing.data() / "words.sqlite";
        make_database(file, 1, rows);
        writing.run({"migrate", file.string()}, end_faults(end, at));
        bool const is_over = writing.code != exit_killed;
        outcome.expect(!is_over || writing.code == 0, where + writing.ending());
        outcome.attempt(where, [&] {
          auto const version = whole_schema_of(file, rows);
          ++versions[version - 1];
          outcome.expect(!is_over || version == newest_schema, where + ": not migrated");
          migrate_to_newest(file);
          outcome.expect(whole_schema_of(file, rows) == newest_schema, where + ": not completed");
        });
        return !is_over;
      });
  outcome.add("calls", calls);
  for (std::size_t version = 0; version < newest_schema; ++version) {
    outcome.add("left_at_schema_" + std::to_string(version + 1), versions[version]);
  }
  return outcome;
}

} // namespace yuntu::faults
