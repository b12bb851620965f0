// The contract of EventLog, held against every implementation.
#include "server/store/log_store.hpp"
#include "server/store/memory_log.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace yuntu;
using namespace yuntu::testing;

namespace {

struct MemoryKind {
  std::unique_ptr<store::EventLog> log =
      std::make_unique<store::MemoryLog>("epoch", counting_salts());
};

struct SqliteKind {
  TempDirectory folder;
  std::unique_ptr<store::EventLog> log = std::make_unique<store::LogStore>(
      folder / "log.sqlite", store::LogOptions{store::LogUse::serve, "epoch", counting_salts()});
};

} // namespace

TEMPLATE_TEST_CASE("a new log ends at seq 0 and tick 0 with the epoch's hash", "", MemoryKind,
                   SqliteKind) {
  TestType kind;
  auto const head = kind.log->head();
  CHECK(head.epoch == "epoch");
  CHECK(head.seq == 0);
  CHECK(head.tick == 0);
  CHECK(head.hash == store::MemoryLog("epoch").head().hash);
  CHECK(head.hash != store::MemoryLog("another").head().hash);
}

TEMPLATE_TEST_CASE("what was appended comes back in order and equal", "", MemoryKind, SqliteKind) {
  TestType kind;
  Random random(1);
  auto const groups = append_random(*kind.log, random, 100);
  CHECK(read_all(*kind.log) == groups);
}

TEMPLATE_TEST_CASE("reading begins after the tick asked for", "", MemoryKind, SqliteKind) {
  TestType kind;
  Random random(2);
  auto const groups = append_random(*kind.log, random, 20);
  auto const tail = read_all(*kind.log, 15);
  CHECK(tail == std::vector(groups.begin() + 15, groups.end()));
  CHECK(read_all(*kind.log, 20).empty());
  CHECK(read_all(*kind.log, 99).empty());
}

TEMPLATE_TEST_CASE("the head counts facts and commits", "", MemoryKind, SqliteKind) {
  TestType kind;
  Random random(3);
  auto const groups = append_random(*kind.log, random, 30);
  std::uint64_t facts = 0;
  for (auto const &group : groups) {
    facts += group.facts.size();
  }
  CHECK(kind.log->head().tick == 30);
  CHECK(kind.log->head().seq == facts);
}

TEMPLATE_TEST_CASE("a group that does not continue the log is a mistake and stores nothing", "",
                   MemoryKind, SqliteKind) {
  TestType kind;
  kind.log->append(small_group(kind.log->head()));
  auto const before = kind.log->head();
  auto group = small_group(before);
  SECTION("wrong tick") {
    ++group.tick;
  }
  SECTION("gap in seq") {
    ++group.facts[0].seq;
  }
  SECTION("repeated seq") {
    --group.facts[0].seq;
  }
  SECTION("fact of another tick") {
    ++group.facts[0].tick;
  }
  CHECK_THROWS_AS(kind.log->append(group), std::logic_error);
  CHECK(kind.log->head().hash == before.hash);
  CHECK(read_all(*kind.log).size() == 1);
  CHECK_NOTHROW(kind.log->append(small_group(before)));
}

TEMPLATE_TEST_CASE("an untouched log verifies and names its head", "", MemoryKind, SqliteKind) {
  TestType kind;
  Random random(4);
  append_random(*kind.log, random, 40);
  auto const report = kind.log->verify();
  CHECK(report.ok);
  CHECK(report.facts == kind.log->head().seq);
  CHECK(report.head == kind.log->head().hash);
  CHECK(report.expired == 0);
  CHECK_FALSE(report.first_bad);
}

TEMPLATE_TEST_CASE("a head noted down earlier must be in the chain", "", MemoryKind, SqliteKind) {
  TestType kind;
  Random random(5);
  auto const first = kind.log->head().hash;
  append_random(*kind.log, random, 5);
  auto const noted = kind.log->head().hash;
  append_random(*kind.log, random, 5);
  CHECK(kind.log->verify(first).ok);
  CHECK(kind.log->verify(noted).ok);
  CHECK(kind.log->verify(kind.log->head().hash).ok);
  auto const report = kind.log->verify(store::MemoryLog("longer").head().hash);
  CHECK_FALSE(report.ok);
  REQUIRE(report.first_bad);
  CHECK(report.first_bad->seq == kind.log->head().seq + 1);
}

TEMPLATE_TEST_CASE("the newest checkpoint comes back equal", "", MemoryKind, SqliteKind) {
  TestType kind;
  CHECK_FALSE(kind.log->newest_checkpoint());
  Random random(6);
  for (int i = 0; i < 4; ++i) {
    append_random(*kind.log, random, 10);
    auto const state = store::load_state(*kind.log, sample_areas);
    kind.log->write_checkpoint(state);
    CHECK(kind.log->newest_checkpoint() == state);
  }
}

TEMPLATE_TEST_CASE("a checkpoint beyond the newest commit is a mistake", "", MemoryKind,
                   SqliteKind) {
  TestType kind;
  model::CityState state;
  state.tick = 1;
  CHECK_THROWS_AS(kind.log->write_checkpoint(state), std::logic_error);
}

TEST_CASE("memory and SQLite give the same head for the same epoch and groups") {
  MemoryKind memory;
  SqliteKind sqlite;
  Random first(7);
  Random second(7);
  append_random(*memory.log, first, 50);
  append_random(*sqlite.log, second, 50);
  CHECK(memory.log->head().hash == sqlite.log->head().hash);
}
