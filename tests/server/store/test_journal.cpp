#include "server/store/journal.hpp"
#include "server/store/memory_log.hpp"
#include "tests/server/store/sample_log.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <future>
#include <mutex>

using namespace yuntu;
using namespace yuntu::testing;
using store::Admission;
using store::CommitOutcome;
using store::Journal;
using store::JournalEntry;
using store::MemoryLog;

namespace {

/// A log whose appends wait at a gate: what gathers meanwhile is seen without sleeping.
class GatedLog final : public store::EventLog {
public:
  explicit GatedLog(store::EventLog &inner) : inner_(inner) {}

  void close() { set(false); }
  void open() { set(true); }
  /// Until an append stands at the gate.
  void wait_for_arrival() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_waiting_; });
  }

  [[nodiscard]] store::LogHead head() const override { return inner_.head(); }
  void append(model::CommitGroup const &group) override {
    {
      std::unique_lock lock(mutex_);
      is_waiting_ = true;
      changed_.notify_all();
      changed_.wait(lock, [&] { return is_open_; });
      is_waiting_ = false;
    }
    inner_.append(group);
  }
  void for_each_commit(std::uint64_t after,
                       std::function<void(model::CommitGroup const &)> const &visit) override {
    inner_.for_each_commit(after, visit);
  }
  std::optional<model::CityState> newest_checkpoint() override {
    return inner_.newest_checkpoint();
  }
  void write_checkpoint(model::CityState const &state) override { inner_.write_checkpoint(state); }
  store::VerifyReport verify(std::string const &head) override { return inner_.verify(head); }

private:
  void set(bool is_open) {
    std::lock_guard const lock(mutex_);
    is_open_ = is_open;
    changed_.notify_all();
  }

  store::EventLog &inner_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = true;
  bool is_waiting_ = false;
};

/// What the tickets and callbacks were told, awaited with a deadline.
class Witness {
public:
  store::Ticket ticket() {
    return [this](CommitOutcome outcome) { note(outcomes_, outcome); };
  }
  Journal::OnFailure on_failure() {
    return [this](std::string const &reason) { note(failures_, reason); };
  }
  std::vector<CommitOutcome> outcomes(std::size_t count) { return await(outcomes_, count); }
  std::vector<std::string> failures(std::size_t count) { return await(failures_, count); }

private:
  template <typename T>
  void note(std::vector<T> &list, T const &value) {
    std::lock_guard const lock(mutex_);
    list.push_back(value);
    changed_.notify_all();
  }
  template <typename T>
  std::vector<T> await(std::vector<T> &list, std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return list.size() >= count; });
    return list;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<CommitOutcome> outcomes_;
  std::vector<std::string> failures_;
};

/// A journal on a gated memory log, and the decided seq that its facts continue.
struct Bench {
  MemoryLog memory{"epoch", counting_salts()};
  GatedLog log{memory};
  Witness witness;
  std::vector<std::shared_ptr<model::CommitGroup const>> commits; // journal thread
  std::vector<std::size_t> told; ///< commits when all tickets were told; journal thread
  std::uint64_t seq = 0;
  store::JournalLimits limits;
  std::optional<Journal> journal;

  void start() {
    limits.retry_after = std::chrono::milliseconds{1};
    journal.emplace(
        log, limits, [] { return model::from_unix_ms(sample_start_ms); },
        [this](std::shared_ptr<model::CommitGroup const> group) { commits.push_back(group); },
        witness.on_failure(), [this] { told.push_back(commits.size()); });
  }
  JournalEntry entry(std::size_t facts, std::size_t positions) {
    JournalEntry made;
    for (std::size_t i = 0; i < facts; ++i) {
      auto fact = small_group({}).facts[0];
      fact.seq = ++seq;
      made.facts.push_back(fact);
    }
    Random random(81);
    for (std::size_t i = 0; i < positions; ++i) {
      made.positions.push_back(random_position(random));
    }
    made.ticket = witness.ticket();
    return made;
  }
  /// One entry stands at the gate; what is submitted from now on gathers behind it.
  void hold_first() {
    log.close();
    journal->submit(entry(1, 0));
    log.wait_for_arrival();
  }
};

} // namespace

TEST_CASE("an entry is committed at once when the journal is idle") {
  Bench bench;
  bench.start();
  bench.journal->submit(bench.entry(2, 3));
  CHECK(bench.witness.outcomes(1) == std::vector{CommitOutcome::committed});
  bench.journal->stop();
  CHECK(bench.memory.head().tick == 1);
  CHECK(bench.memory.head().seq == 2);
}

TEST_CASE("what gathers while a commit runs goes into the next one, facts first, in order") {
  Bench bench;
  bench.start();
  bench.hold_first();
  for (int i = 0; i < 5; ++i) {
    bench.journal->submit(bench.entry(1, 2));
  }
  bench.log.open();
  bench.witness.outcomes(6);
  bench.journal->stop();
  REQUIRE(bench.commits.size() == 2);
  CHECK(bench.commits[1]->facts.size() == 5);
  CHECK(bench.commits[1]->positions.size() == 10);
  CHECK(bench.commits[1]->facts.front().seq == 2);
  CHECK(bench.told == std::vector<std::size_t>{1, 2}); // once for all six tickets
  CHECK(read_all(bench.memory) == std::vector{*bench.commits[0], *bench.commits[1]});
}

TEST_CASE("positions alone keep to the pace, and a fact takes them along at once") {
  Bench bench;
  bench.limits.pace = std::chrono::hours{1};
  bench.start();
  bench.journal->submit(bench.entry(0, 1)); // the first turn
  bench.witness.outcomes(1);
  bench.journal->submit(bench.entry(0, 2));
  bench.journal->submit(bench.entry(0, 3));
  bench.journal->submit(bench.entry(1, 0));
  CHECK(bench.witness.outcomes(4).size() == 4);
  bench.journal->submit(bench.entry(0, 4));
  bench.journal->stop(); // nor does stopping wait
  CHECK(bench.witness.outcomes(5).size() == 5);
  REQUIRE(bench.commits.size() == 3);
  CHECK(bench.commits[0]->positions.size() == 1);
  CHECK(bench.commits[1]->positions.size() == 5);
  CHECK(bench.commits[1]->facts.size() == 1);
  CHECK(bench.commits[2]->positions.size() == 4);
}

TEST_CASE("many positions do not wait for their turn") {
  Bench bench;
  bench.limits.pace = std::chrono::hours{1};
  bench.limits.hurry_reports = 10;
  bench.start();
  bench.journal->submit(bench.entry(0, 1));
  bench.witness.outcomes(1);
  bench.journal->submit(bench.entry(0, 9));
  bench.journal->submit(bench.entry(0, 1));
  CHECK(bench.witness.outcomes(3).size() == 3);
}

TEST_CASE("an entry that stands alone shares its commit neither with those before nor behind it") {
  Bench bench;
  bench.start();
  bench.hold_first();
  bench.journal->submit(bench.entry(1, 2));
  auto alone = bench.entry(1, 0);
  alone.stands_alone = true;
  bench.journal->submit(std::move(alone));
  bench.journal->submit(bench.entry(1, 2));
  bench.log.open();
  bench.witness.outcomes(4);
  bench.journal->stop();
  REQUIRE(bench.commits.size() == 4);
  CHECK(bench.commits[1]->positions.size() == 2);
  CHECK(bench.commits[2]->facts.size() == 1);
  CHECK(bench.commits[2]->positions.empty());
  CHECK(bench.commits[3]->positions.size() == 2);
}

TEST_CASE("the journal gives the ticks: the group's one after its facts'") {
  Bench bench;
  bench.start();
  for (int i = 0; i < 3; ++i) {
    bench.journal->submit(bench.entry(1, 0));
    bench.witness.outcomes(static_cast<std::size_t>(i) + 1);
  }
  bench.journal->stop();
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(bench.commits[i]->tick == i + 1);
    CHECK(bench.commits[i]->facts[0].tick == i);
    CHECK(bench.commits[i]->time == model::from_unix_ms(sample_start_ms));
  }
}

TEST_CASE("a group ends at its limit of bytes and never splits an entry") {
  Bench bench;
  bench.limits.group_bytes = 1'000;
  bench.start();
  bench.hold_first();
  bench.journal->submit(bench.entry(0, 20)); // 640
  bench.journal->submit(bench.entry(0, 20)); // 1,280: the next group
  bench.journal->submit(bench.entry(0, 90)); // alone too large
  bench.log.open();
  bench.witness.outcomes(4);
  bench.journal->stop();
  REQUIRE(bench.commits.size() == 4);
  CHECK(bench.commits[1]->positions.size() == 20);
  CHECK(bench.commits[2]->positions.size() == 20);
  CHECK(bench.commits[3]->positions.size() == 90);
}

TEST_CASE("an entry with nothing to store is answered in its turn without a commit") {
  Bench bench;
  bench.start();
  bench.journal->submit(bench.entry(0, 0));
  CHECK(bench.witness.outcomes(1) == std::vector{CommitOutcome::committed});
  bench.journal->stop();
  CHECK(bench.memory.head().tick == 0);
  CHECK(bench.commits.empty());
}

TEST_CASE("intake closes while too many reports wait, and opens again") {
  Bench bench;
  bench.limits.queued_reports = 10;
  bench.limits.queued_age = std::chrono::hours{1};
  bench.start();
  bench.hold_first();
  bench.journal->submit(bench.entry(0, 9));
  CHECK(bench.journal->admission() == Admission::open);
  bench.journal->submit(bench.entry(0, 1));
  CHECK(bench.journal->admission() == Admission::full);
  bench.log.open();
  bench.witness.outcomes(3);
  CHECK(bench.journal->admission() == Admission::open);
}

TEST_CASE("intake closes while the oldest entry waits too long") {
  Bench bench;
  bench.limits.queued_age = std::chrono::milliseconds{-1}; // any age is too long
  bench.start();
  CHECK(bench.journal->admission() == Admission::open);
  bench.hold_first();
  CHECK(bench.journal->admission() == Admission::full);
  bench.log.open();
  bench.witness.outcomes(1);
  CHECK(bench.journal->admission() == Admission::open);
}

TEST_CASE("without space or lock senders are told, and the group is committed when it goes on") {
  using Row = std::tuple<MemoryLog::Fault, CommitOutcome, Admission>;
  auto const [fault, outcome, admission] =
      GENERATE(Row{MemoryLog::Fault::full, CommitOutcome::storage_full, Admission::storage_full},
               Row{MemoryLog::Fault::locked, CommitOutcome::storage_busy, Admission::storage_busy});
  Bench bench;
  bench.memory.fail_next(fault, 100'000);
  bench.start();
  bench.hold_first();
  bench.journal->submit(bench.entry(1, 2)); // queued behind it: told as well
  bench.log.open();
  CHECK(bench.witness.outcomes(2) == std::vector{outcome, outcome});
  CHECK(bench.journal->admission() == admission);
  bench.memory.heal();
  bench.journal->submit(bench.entry(1, 0));
  // It may still be told of the trouble, when the last attempt was under way.
  CHECK(bench.witness.outcomes(3).size() == 3);
  std::promise<void> idle;
  bench.journal->run_between([&](store::EventLog &) { idle.set_value(); });
  idle.get_future().wait();
  bench.journal->stop();
  CHECK(bench.memory.head().seq == 3);          // nothing decided is lost
  CHECK(bench.witness.outcomes(3).size() == 3); // and nobody was told twice
  CHECK(bench.witness.failures(0).empty());
  CHECK(bench.memory.verify().ok);
}

TEST_CASE("any other storage error stops all acknowledgement and is told once") {
  Bench bench;
  bench.memory.fail_next(MemoryLog::Fault::failed);
  bench.start();
  bench.hold_first();
  bench.journal->submit(bench.entry(1, 0));
  bench.log.open();
  auto const stopped = CommitOutcome::stopped;
  CHECK(bench.witness.outcomes(2) == std::vector{stopped, stopped});
  bench.journal->submit(bench.entry(1, 0));
  CHECK(bench.witness.outcomes(3) == std::vector{stopped, stopped, stopped});
  CHECK(bench.journal->admission() == Admission::stopped);
  bench.journal->stop();
  CHECK(bench.memory.head().tick == 0);
  CHECK(bench.commits.empty());
  CHECK(bench.witness.failures(1) == std::vector<std::string>{"memory log: failed, as ordered"});
}

TEST_CASE("a fact that does not continue the log is a failure, not a crash") {
  Bench bench;
  bench.start();
  bench.seq = 5;
  bench.journal->submit(bench.entry(1, 0));
  CHECK(bench.witness.outcomes(1) == std::vector{CommitOutcome::stopped});
  CHECK(bench.witness.failures(1).size() == 1);
}

TEST_CASE("an exception out of a ticket does not leave the thread nor rob the others") {
  Bench bench;
  bench.start();
  bench.hold_first();
  auto rude = bench.entry(1, 0);
  rude.ticket = [](CommitOutcome) { throw std::runtime_error("rude"); };
  bench.journal->submit(std::move(rude));
  bench.journal->submit(bench.entry(1, 0));
  bench.log.open();
  auto const committed = CommitOutcome::committed;
  CHECK(bench.witness.outcomes(2) == std::vector{committed, committed});
  CHECK(bench.witness.failures(1) == std::vector<std::string>{"rude"});
}

TEST_CASE("work runs on the journal thread between commits, and may want for space") {
  Bench bench;
  bench.start();
  bench.journal->submit(bench.entry(1, 0));
  bench.witness.outcomes(1);
  std::promise<std::uint64_t> tick;
  bench.journal->run_between([](store::EventLog &) {
    throw store::StorageBusy(store::StorageBusy::Cause::full, "no room for a checkpoint");
  });
  bench.journal->run_between([&](store::EventLog &log) { tick.set_value(log.head().tick); });
  CHECK(tick.get_future().get() == 1);
  bench.journal->run_between(
      [](store::EventLog &) { throw store::StorageFailed("checkpoint: disk error"); });
  CHECK(bench.witness.failures(1) == std::vector<std::string>{"checkpoint: disk error"});
}

TEST_CASE("stopping commits what is queued, then answers stopped") {
  Bench bench;
  bench.start();
  bench.hold_first();
  for (int i = 0; i < 10; ++i) {
    bench.journal->submit(bench.entry(1, 1));
  }
  std::thread stopper([&] { bench.journal->stop(); });
  bench.log.open();
  stopper.join();
  CHECK(bench.witness.outcomes(11) == std::vector(11, CommitOutcome::committed));
  CHECK(bench.memory.head().seq == 11);
  bench.journal->submit(bench.entry(1, 0));
  CHECK(bench.witness.outcomes(12).back() == CommitOutcome::stopped);
  CHECK(bench.journal->admission() == Admission::stopped);
  bench.journal->stop();
}

TEST_CASE("stopping without space gives up and answers everybody once") {
  Bench bench;
  bench.memory.fail_next(MemoryLog::Fault::full, 100'000);
  bench.limits.queued_age = std::chrono::hours{1};
  bench.start();
  bench.journal->submit(bench.entry(1, 0));
  bench.witness.outcomes(1);
  bench.journal->stop();
  CHECK(bench.witness.outcomes(1) == std::vector{CommitOutcome::storage_full});
  CHECK(bench.memory.head().tick == 0);
}

TEST_CASE("many threads ask and one submits, and every entry is committed once") {
  Bench bench;
  bench.start();
  constexpr std::size_t entries = 2'000;
  std::thread asker([&] {
    for (int i = 0; i < 2'000; ++i) {
      static_cast<void>(bench.journal->admission());
    }
  });
  for (std::size_t i = 0; i < entries; ++i) {
    bench.journal->submit(bench.entry(1, 1));
  }
  asker.join();
  CHECK(bench.witness.outcomes(entries).size() == entries);
  bench.journal->stop();
  CHECK(bench.memory.head().seq == entries);
  CHECK(bench.memory.verify().ok);
}
