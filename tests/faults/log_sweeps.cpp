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

/// A folder for one log, and what its writer says.
struct Writing {
  test::TempDir folder;
  std::uint64_t acknowledged = 0; ///< seq
  int code = -1;
  std::string errors;
  ShimCounts counts;

  [[nodiscard]] std::filesystem::path data() const { return folder.path() / "data"; }
  [[nodiscard]] std::filesystem::path log() const { return data() / "log.sqlite"; }

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
  try {
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
  } catch (std::exception const &error) {
    outcome.expect(false, where + ": " + error.what());
  }
}

DiskFaults end_faults(End end, std::uint64_t at) {
  DiskFaults faults;
  faults.kill_at = at;
  faults.is_torn = end == End::killed_in_half_a_write;
  faults.has_power_cuts = end == End::power_cut;
  return faults;
}

} // namespace

Outcome end_log_at_every_call(End end, std::uint64_t commits, bool is_eager) {
  Outcome outcome;
  std::uint64_t at = 1;
  for (;; ++at) {
    Writing writing;
    writing.write(commits, end_faults(end, at), is_eager);
    auto const where = "call " + std::to_string(at);
    if (writing.code != exit_killed) {
      outcome.expect(writing.code == 0, where + ": " + writing.errors);
      outcome.expect(writing.acknowledged == commits, where + ": not all was written");
      break;
    }
    check_log(writing, where, outcome);
  }
  outcome.add("calls", at - 1);
  outcome.add("commits", commits);
  return outcome;
}

Outcome fail_log_at_every_sync(std::uint64_t commits) {
  Outcome outcome;
  std::uint64_t at = 1;
  std::uint64_t ended = 0;
  for (;; ++at) {
    Writing writing;
    DiskFaults faults;
    faults.fail_sync_at = at;
    faults.has_power_cuts = true;
    writing.write(commits, faults);
    if (writing.counts.faults == 0) {
      break;
    }
    auto const where = "sync " + std::to_string(at);
    // The last ones belong to closing: everything has been acknowledged by then.
    bool const is_told = writing.code == exit_storage_failed;
    ended += is_told ? 1 : 0;
    outcome.expect(is_told || (writing.code == 0 && writing.acknowledged == commits),
                   where + ": exit code " + std::to_string(writing.code) + ": " + writing.errors);
    check_log(writing, where, outcome);
  }
  outcome.add("syncs", at - 1);
  outcome.add("exit_70", ended);
  return outcome;
}

Outcome fill_log_at_every_write(std::uint64_t commits) {
  Outcome outcome;
  std::uint64_t at = 1;
  std::uint64_t refused = 0;
  for (;; ++at) {
    Writing writing;
    DiskFaults faults;
    faults.fail_write_at = at;
    writing.write(commits, faults);
    if (writing.counts.faults == 0) {
      break;
    }
    auto const where = "write " + std::to_string(at);
    bool const is_at_start = writing.acknowledged == 0 && writing.code == 75;
    refused += is_at_start ? 1 : 0;
    outcome.expect(writing.code == 0 || is_at_start,
                   where + ": exit code " + std::to_string(writing.code) + ": " + writing.errors);
    try {
      store::LogStore log(writing.log());
      // A group that was told "full" is stored all the same: its sender repeated it.
      outcome.expect(log.head().seq >= writing.acknowledged, where + ": acknowledged and lost");
      outcome.expect(log.verify().ok, where + ": the chain is broken");
    } catch (std::exception const &error) {
      outcome.expect(false, where + ": " + error.what());
    }
  }
  outcome.add("writes", at - 1);
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
    outcome.expect(writing.code == 0 && writing.acknowledged == commits,
                   where + ": exit code " + std::to_string(writing.code) + ": " + writing.errors);
    check_log(writing, where, outcome);
    shortened += writing.counts.faults;
  }
  outcome.add("rounds", static_cast<std::uint64_t>(rounds));
  outcome.add("shortened_or_interrupted", shortened);
  return outcome;
}

Outcome end_migration_at_every_call(End end, int rows) {
  Outcome outcome;
  std::uint64_t at = 1;
  std::uint64_t versions[newest_schema] = {};
  for (;; ++at) {
    Writing writing;
    auto const file = writing.data() / "words.sqlite";
    make_database(file, 1, rows);
    writing.run({"migrate", file.string()}, end_faults(end, at));
    auto const where = "call " + std::to_string(at);
    bool const is_over = writing.code != exit_killed;
    outcome.expect(!is_over || writing.code == 0, where + ": " + writing.errors);
    try {
      auto const version = whole_schema_of(file, rows);
      ++versions[version - 1];
      outcome.expect(!is_over || version == newest_schema, where + ": not migrated");
      migrate_to_newest(file);
      outcome.expect(whole_schema_of(file, rows) == newest_schema, where + ": not completed");
    } catch (std::exception const &error) {
      outcome.expect(false, where + ": " + error.what());
    }
    if (is_over) {
      break;
    }
  }
  outcome.add("calls", at - 1);
  for (std::size_t version = 0; version < newest_schema; ++version) {
    outcome.add("left_at_schema_" + std::to_string(version + 1), versions[version]);
  }
  return outcome;
}

} // namespace yuntu::faults
