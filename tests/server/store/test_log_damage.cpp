// What must never happen silently: a log that lost something, or that is not ours, being served.
#include "server/store/log_store.hpp"
#include "tests/server/store/bit_flips.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace yuntu;
using namespace yuntu::testing;
using Catch::Contains;
using store::LogStore;

namespace fs = std::filesystem;

namespace {

std::string reason_of_refusal(fs::path const &file) {
  try {
    LogStore log(file);
  } catch (store::StorageFailed const &error) {
    return error.what();
  }
  return "not refused";
}

void make_log(fs::path const &file, std::size_t commits) {
  LogStore log(file);
  Random random(11);
  append_random(log, random, commits);
}

void write_file(fs::path const &file, std::string const &bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// The files of a running log as a kill would leave them: with everything in the write-ahead log.
void copy_running(fs::path const &from, fs::path const &to) {
  for (auto const *const name : {"log.sqlite", "log.sqlite-wal", "log.head"}) {
    fs::copy_file(from / name, to / name, fs::copy_options::overwrite_existing);
  }
}

} // namespace

TEST_CASE("a log written by a newer version is refused") {
  TempDirectory folder;
  make_log(folder / "log.sqlite", 3);
  RawSqlite(folder / "log.sqlite").run("PRAGMA user_version = 99");
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"),
             Contains("newer yuntu") && Contains("schema 99"));
}

TEST_CASE("a database of somebody else is refused and left as it is") {
  TempDirectory folder;
  RawSqlite(folder / "log.sqlite").run("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"), Contains("not yuntu's log"));
  CHECK(RawSqlite(folder / "log.sqlite").try_run("SELECT * FROM theirs").empty());
}

TEST_CASE("a file that is no database is refused and left as it is") {
  TempDirectory folder;
  std::string const bytes(10'000, 'x');
  write_file(folder / "log.sqlite", bytes);
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"), Contains("not a database"));
  CHECK(fs::file_size(folder / "log.sqlite") == bytes.size());
}

TEST_CASE("a folder in the log's place is refused") {
  TempDirectory folder;
  fs::create_directory(folder / "log.sqlite");
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"), Contains("not a regular file"));
}

TEST_CASE("a lost log is not silently begun anew") {
  TempDirectory folder;
  make_log(folder / "log.sqlite", 3);
  SECTION("deleted") {
    fs::remove(folder / "log.sqlite");
  }
  SECTION("emptied") {
    write_file(folder / "log.sqlite", "");
  }
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"),
             Contains("there is no log, but log.head knows of 3 commits"));
  fs::remove(folder / "log.head");
  CHECK(reason_of_refusal(folder / "log.sqlite") == "not refused");
}

TEST_CASE("an empty database in place of the log is refused") {
  TempDirectory folder;
  make_log(folder / "log.sqlite", 3);
  fs::remove(folder / "log.sqlite");
  RawSqlite(folder / "log.sqlite").run("VACUUM; PRAGMA journal_mode = WAL");
  CHECK(reason_of_refusal(folder / "log.sqlite") != "not refused");
}

TEST_CASE("damaged pages are noticed at the start") {
  TempDirectory folder;
  make_log(folder / "log.sqlite", 200);
  auto const size = fs::file_size(folder / "log.sqlite");
  std::fstream stream(folder / "log.sqlite", std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(4096); // every page but the first
  stream << std::string(size - 4096, '\x55');
  stream.close();
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"), Contains("damaged") && Contains("backup"));
}

TEST_CASE("a flipped bit in the write-ahead log that drops acknowledged commits is noticed") {
  TempDirectory live;
  TempDirectory copy;
  LogStore log(live / "log.sqlite");
  Random random(12);
  append_random(log, random, 60);
  auto const size = fs::file_size(live / "log.sqlite-wal");
  for (int round = 0; round < 200; ++round) {
    copy_running(live.path(), copy.path());
    fs::remove(copy / "log.sqlite-shm");
    flip_bit(copy / "log.sqlite-wal", (32 + random() % (size - 32)) * 8 + 4);
    auto const reason = reason_of_refusal(copy / "log.sqlite");
    INFO(reason);
    CHECK(reason != "not refused");
  }
}

TEST_CASE("a log older than its mark is refused, and verify says what is missing") {
  TempDirectory folder;
  TempDirectory backup;
  make_log(folder / "log.sqlite", 5);
  fs::copy_file(folder / "log.sqlite", backup / "log.sqlite");
  {
    LogStore log(folder / "log.sqlite");
    log.append(small_group(log.head()));
  }
  fs::copy_file(backup / "log.sqlite", folder / "log.sqlite", fs::copy_options::overwrite_existing);
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"),
             Contains("acknowledged commits are missing") && Contains("log ends with 5"));
  LogStore inspector(folder / "log.sqlite", {store::LogUse::inspect, {}, nullptr});
  auto const report = inspector.verify();
  CHECK_FALSE(report.ok);
  REQUIRE(report.first_bad);
  CHECK(report.first_bad->seq == inspector.head().seq + 1);
  CHECK_THAT(report.first_bad->reason, Contains("acknowledged commits are missing"));
}

TEST_CASE("a mark of another log is refused") {
  TempDirectory folder;
  TempDirectory other;
  make_log(folder / "log.sqlite", 3);
  make_log(other / "log.sqlite", 3);
  fs::copy_file(other / "log.head", folder / "log.head", fs::copy_options::overwrite_existing);
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"), Contains("another log"));
}

TEST_CASE("one torn slot of the mark does no harm, two are refused") {
  TempDirectory folder;
  make_log(folder / "log.sqlite", 3);
  flip_bit(folder / "log.head", 300 * 8 + 4);
  CHECK(reason_of_refusal(folder / "log.sqlite") == "not refused");
  flip_bit(folder / "log.head", 10 * 8 + 4);
  flip_bit(folder / "log.head", 300 * 8 + 4);
  CHECK_THAT(reason_of_refusal(folder / "log.sqlite"), Contains("damaged"));
}

TEST_CASE("a flipped bit of the database is noticed by the start or by verify, or harmless") {
  auto const notices = flip_database_bits(150, 13);
  WARN("refused at the start " << notices.at_start << ", found by verify " << notices.by_verify
                               << ", nothing differs " << notices.nothing_differs);
  CHECK(notices.crashes == 0);
  CHECK(notices.unnoticed == 0);
  CHECK(notices.at_start + notices.by_verify > 30);
}
