#include "server/store/log_store.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace yuntu;
using namespace yuntu::testing;
using store::LogStore;

namespace fs = std::filesystem;

namespace {

bool is_private(fs::path const &file) {
  return fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write);
}

/// Knows the connection opened last: a limit on its pages is the way to a disk that is full.
struct ConnectionSpy {
  static inline sqlite3 *newest = nullptr;

  ConnectionSpy() { sqlite3_auto_extension(hook()); }
  ~ConnectionSpy() { sqlite3_cancel_auto_extension(hook()); }
  ConnectionSpy(ConnectionSpy const &) = delete;
  ConnectionSpy &operator=(ConnectionSpy const &) = delete;

  static int number(char const *pragma) {
    int value = -1;
    sqlite3_exec(
        newest, pragma,
        [](void *into, int, char **row, char **) {
          *static_cast<int *>(into) = std::atoi(row[0]);
          return 0;
        },
        &value, nullptr);
    return value;
  }

private:
  static int note(sqlite3 *connection, char **, sqlite3_api_routines const *) {
    newest = connection;
    return SQLITE_OK;
  }
  static void (*hook())() { return reinterpret_cast<void (*)()>(&note); }
};

} // namespace

TEST_CASE("the log, its write-ahead log and its mark are files of the owner alone") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  log.append(small_group(log.head()));
  CHECK(is_private(folder / "log.sqlite"));
  CHECK(is_private(folder / "log.sqlite-wal"));
  CHECK(is_private(folder / "log.head"));
}

TEST_CASE("every commit is flushed to the disk before it is acknowledged") {
  TempDirectory folder;
  ConnectionSpy const spy;
  LogStore log(folder / "log.sqlite");
  CHECK(ConnectionSpy::number("PRAGMA synchronous") == 2); // FULL: NORMAL loses commits
  CHECK(ConnectionSpy::number("PRAGMA foreign_keys") == 1);
  CHECK(ConnectionSpy::number("PRAGMA journal_size_limit") == 64 * 1024 * 1024);
}

TEST_CASE("a log opened again goes on where it ended") {
  TempDirectory folder;
  Random random(1);
  store::LogHead head;
  {
    LogStore log(folder / "log.sqlite");
    append_random(log, random, 20);
    head = log.head();
  }
  LogStore log(folder / "log.sqlite");
  CHECK(log.head().epoch == head.epoch);
  CHECK(log.head().hash == head.hash);
  append_random(log, random, 20);
  CHECK(log.verify().ok);
  CHECK(log.head().tick == 40);
}

TEST_CASE("two new logs have different epochs and salts") {
  TempDirectory first;
  TempDirectory second;
  LogStore a(first / "log.sqlite");
  LogStore b(second / "log.sqlite");
  CHECK(a.head().epoch != b.head().epoch);
}

TEST_CASE("SQL cannot edit, delete, replace or reorder facts and commits") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  log.append(small_group(log.head()));
  log.append(small_group(log.head()));
  RawSqlite raw(folder / "log.sqlite");
  CHECK(raw.try_run("UPDATE facts SET actor = 'x'") == "facts are never edited");
  CHECK(raw.try_run("DELETE FROM facts WHERE seq = 2") == "facts are never deleted");
  CHECK(raw.try_run("UPDATE commits SET time_ms = 1") == "commits are never edited");
  CHECK(raw.try_run("DELETE FROM commits") == "commits are never deleted");
  CHECK(raw.try_run("UPDATE texts SET body = 'x'") == "texts are erased, never edited");
  CHECK(raw.try_run("REPLACE INTO facts SELECT * FROM facts WHERE seq = 2") ==
        "facts are appended in order");
  CHECK(raw.try_run("REPLACE INTO commits SELECT * FROM commits WHERE tick = 1") ==
        "commits are appended in order");
  CHECK(log.verify().ok);
}

TEST_CASE("an erased text is expired, reads as empty and cannot be guessed from its digest") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  log.append(small_group(log.head()));
  log.append(small_group(log.head()));
  RawSqlite raw(folder / "log.sqlite");
  CHECK(raw.try_run("CREATE TABLE t AS SELECT 1 WHERE (SELECT count(DISTINCT text_digest) "
                    "FROM facts) = 2 AND (SELECT count(DISTINCT body) FROM texts) = 1")
            .empty());
  raw.run("INSERT INTO t SELECT 1 / (SELECT count(*) FROM t)"); // the same text, two digests
  raw.run("DELETE FROM texts WHERE seq = 1");
  auto const report = log.verify();
  CHECK(report.ok);
  CHECK(report.expired == 1);
  CHECK(read_all(log)[0].facts[0].text.empty());
  CHECK(read_all(log)[1].facts[0].text == "note");
}

TEST_CASE("position blocks past retention are expired") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  Random random(9);
  auto group = random_group(random, log.head());
  group.positions.push_back(random_position(random));
  log.append(group);
  RawSqlite(folder / "log.sqlite").run("DELETE FROM position_blocks");
  CHECK(log.verify().ok);
  CHECK(log.verify().expired == 1);
  CHECK(read_all(log)[0].positions.empty());
}

TEST_CASE("a log held by another process is busy, and takes the same group afterwards") {
  TempDirectory folder;
  ConnectionSpy const spy;
  LogStore log(folder / "log.sqlite");
  CHECK(ConnectionSpy::number("PRAGMA busy_timeout") == 5'000);
  sqlite3_busy_timeout(ConnectionSpy::newest, 1); // the test need not wait so long
  RawSqlite other(folder / "log.sqlite");
  auto const group = small_group(log.head());
  other.run("BEGIN IMMEDIATE");
  try {
    log.append(group);
    FAIL("appended beside a writer");
  } catch (store::StorageBusy const &error) {
    CHECK(error.cause() == store::StorageBusy::Cause::locked);
    CHECK_THAT(error.what(), Catch::Contains("log.sqlite"));
  }
  CHECK(log.head().tick == 0);
  other.run("ROLLBACK");
  log.append(group);
  CHECK(log.head().tick == 1);
}

TEST_CASE("a log without room is full, keeps what it has and goes on when there is room") {
  TempDirectory folder;
  ConnectionSpy const spy;
  LogStore log(folder / "log.sqlite");
  auto *const connection = ConnectionSpy::newest;
  log.append(small_group(log.head()));
  sqlite3_exec(connection, "PRAGMA max_page_count = 30", nullptr, nullptr, nullptr);
  auto group = small_group(log.head());
  group.facts[0].text.assign(1'000'000, 'x');
  try {
    log.append(group);
    FAIL("appended without room");
  } catch (store::StorageBusy const &error) {
    CHECK(error.cause() == store::StorageBusy::Cause::full);
    CHECK_THAT(error.what(), Catch::Contains("free space"));
  }
  CHECK(log.head().tick == 1);
  CHECK(read_all(log).size() == 1);
  sqlite3_exec(connection, "PRAGMA max_page_count = 100000", nullptr, nullptr, nullptr);
  log.append(group);
  CHECK(log.verify().ok);
  CHECK(log.head().tick == 2);
}

TEST_CASE("the write-ahead log is emptied once no reader is in the way, and never waits for one") {
  TempDirectory folder;
  ConnectionSpy const spy;
  LogStore log(folder / "log.sqlite");
  auto *const connection = ConnectionSpy::newest;
  RawSqlite reader(folder / "log.sqlite");
  ConnectionSpy::newest = connection;
  reader.run("BEGIN; SELECT count(*) FROM facts");
  log.append(small_group(log.head()));
  auto const grown = log.write_ahead_bytes();
  CHECK(grown > 0);
  log.shorten_write_ahead_log(); // at once: the limit of a test is shorter than two waits of 5 s
  CHECK(ConnectionSpy::number("PRAGMA busy_timeout") == 5'000);
  CHECK(log.write_ahead_bytes() == grown);
  reader.run("ROLLBACK");
  log.shorten_write_ahead_log();
  CHECK(log.write_ahead_bytes() == 0);
  log.append(small_group(log.head()));
  CHECK(log.verify().ok);
}

TEST_CASE("a checkpoint that was changed or stands on another commit is passed over") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  Random random(3);
  append_random(log, random, 10);
  auto const older = store::load_state(log, sample_areas);
  log.write_checkpoint(older);
  append_random(log, random, 10);
  auto const newer = store::load_state(log, sample_areas);
  log.write_checkpoint(newer);
  RawSqlite raw(folder / "log.sqlite");
  SECTION("body changed") {
    raw.run("UPDATE checkpoints SET body = replace(body, 'u1', 'u2') WHERE tick = 20");
  }
  SECTION("commit changed") {
    raw.run("UPDATE checkpoints SET commit_hash = x'00' WHERE tick = 20");
  }
  CHECK(log.newest_checkpoint() == older);
  CHECK(store::load_state(log, sample_areas) == newer);
}

TEST_CASE("only the newest two checkpoints are kept") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  Random random(4);
  for (int i = 0; i < 5; ++i) {
    append_random(log, random, 2);
    log.write_checkpoint(store::load_state(log, sample_areas));
  }
  RawSqlite raw(folder / "log.sqlite");
  raw.run("CREATE TABLE t (n CHECK (n = 2)); INSERT INTO t SELECT count(*) FROM checkpoints");
}

TEST_CASE("inspecting reads beside a running server and writes nothing") {
  TempDirectory folder;
  LogStore server(folder / "log.sqlite");
  Random random(5);
  append_random(server, random, 10);
  LogStore inspector(folder / "log.sqlite", {store::LogUse::inspect, {}, nullptr});
  append_random(server, random, 10);
  auto const report = inspector.verify();
  CHECK(report.ok);
  CHECK(report.head == server.head().hash);
  CHECK_THROWS_AS(inspector.append(small_group(inspector.head())), std::logic_error);
}

TEST_CASE("a log that is not there is not made by inspecting it") {
  TempDirectory folder;
  CHECK_THROWS_AS(LogStore(folder / "log.sqlite", {store::LogUse::inspect, {}, nullptr}),
                  store::StorageFailed);
  CHECK_FALSE(fs::exists(folder / "log.sqlite"));
}
