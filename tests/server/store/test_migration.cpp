#include "tests/server/store/tracked_log.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace yuntu;
using namespace yuntu::testing;

namespace fs = std::filesystem;

namespace {

/// As version 1 left it.
void step_back(fs::path const &file) {
  RawSqlite raw(file);
  raw.run(
      "BEGIN; DROP INDEX facts_of_tracks; DROP TABLE keyframes; PRAGMA user_version = 1; COMMIT");
}

std::int64_t has(fs::path const &file, std::string const &name) {
  return count_of(file, "sqlite_master WHERE name = '" + name + "'");
}

void fill(fs::path const &file) {
  store::LogStore log(file);
  Random random(81);
  append_random(log, random, 60);
  checkpoint(log);
}

} // namespace

TEST_CASE("a log of schema 1 is brought to schema 2 with all that is in it") {
  TempDirectory folder;
  auto const file = folder / "log.sqlite";
  fill(file);
  step_back(file);
  store::LogStore log(file);
  CHECK(has(file, "facts_of_tracks") == 1);
  CHECK(has(file, "keyframes") == 1);
  CHECK(log.head().tick == 60);
  CHECK(log.verify().ok);
  checkpoint(log);
  CHECK(count_of(file, "keyframes") == 1);
}

TEST_CASE("a log of schema 1 is not inspected, and not changed by trying") {
  TempDirectory folder;
  auto const file = folder / "log.sqlite";
  fill(file);
  step_back(file);
  store::LogOptions options;
  options.use = store::LogUse::inspect;
  CHECK_THROWS_AS(store::LogStore(file, options), store::StorageFailed);
  CHECK(has(file, "keyframes") == 0);
}

TEST_CASE("killed in the migration the log is old or new, never half, 50 rounds") {
  TempDirectory folder;
  auto const file = folder / "log.sqlite";
  fill(file);
  Random random(82);
  int old_ones = 0;
  for (int round = 0; round < 50; ++round) {
    step_back(file);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      try {
        store::LogStore const log(file);
        ::pause();
      } catch (std::exception const &) {
      }
      ::_exit(3);
    }
    ::usleep(static_cast<useconds_t>(random() % 12'000)); // where it hits is the point
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto const is_new = count_of(file, "pragma_user_version WHERE user_version = 2");
    REQUIRE(has(file, "keyframes") == is_new);
    REQUIRE(has(file, "facts_of_tracks") == is_new);
    old_ones += is_new == 0 ? 1 : 0;
    store::LogStore log(file);
    REQUIRE(log.head().tick == 60);
  }
  store::LogStore log(file);
  CHECK(log.verify().ok);
  WARN("killed before the migration's commit: " << old_ones << " of 50");
}
