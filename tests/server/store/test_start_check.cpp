#include "server/store/start_check.hpp"

#include "tests/server/store/tracked_log.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::testing;

namespace {

std::string fault_of(std::filesystem::path const &file) {
  try {
    store::StartCheck(file).await();
  } catch (store::StorageFailed const &error) {
    return error.what();
  }
  return "none";
}

/// 30 commits, a checkpoint, 30 more.
struct Log {
  Log() {
    store::LogStore log(file);
    append_random(log, random, 30);
    checkpoint(log);
    append_random(log, random, 30);
  }
  void change_fact_of_tick(int tick) const {
    RawSqlite raw(file);
    raw.drop_triggers();
    raw.run("UPDATE facts SET actor = actor || 'x' WHERE tick >= " + std::to_string(tick));
  }
  TempDirectory folder;
  std::filesystem::path file = folder / "log.sqlite";
  Random random{91};
};

} // namespace

TEST_CASE("a start looks through the chain behind the newest checkpoint") {
  Log log;
  CHECK(fault_of(log.file) == "none");
  log.change_fact_of_tick(45);
  CHECK_THAT(fault_of(log.file), Catch::Contains("was changed") && Catch::Contains("yuntu verify"));
}

TEST_CASE("without a checkpoint a start looks through all of the chain") {
  Log log;
  RawSqlite(log.file).run("DELETE FROM checkpoints");
  CHECK(fault_of(log.file) == "none");
  log.change_fact_of_tick(0);
  CHECK_THAT(fault_of(log.file), Catch::Contains("fact 1 was changed"));
}

TEST_CASE("a start's check does not mind positions that have moved into tracks") {
  Log log;
  store::LogStore opened(log.file);
  checkpoint(opened);
  store::TrackCompactor compactor(log.file);
  seal_all(opened, compactor);
  opened.delete_sealed_blocks(100'000);
  CHECK(fault_of(log.file) == "none");
  RawSqlite(log.file).run("DELETE FROM checkpoints");
  CHECK(fault_of(log.file) == "none");
}
