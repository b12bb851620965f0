#include "tests/server/store/tracked_log.hpp"

#include "server/model/day.hpp"
#include "server/store/log_history.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::testing;
using store::LogStore;
using store::TrackCompactor;

namespace fs = std::filesystem;

namespace {

auto const first_day = model::day_of(model::from_unix_ms(sample_start_ms));

/// One fix at noon of the day, committed `late` days after it.
void append_fix(LogStore &log, int day, int late = 0) {
  auto const head = log.head();
  model::CommitGroup group;
  group.tick = head.tick + 1;
  auto const noon = model::start_of(first_day + std::chrono::days{day}) + std::chrono::hours{12};
  group.time = noon + std::chrono::days{late};
  group.positions.push_back({"u1", "tablet", 1, group.tick, group.tick * 8,
                             model::PositionVerdict::accepted, model::PositionFlag::none, noon,
                             *geo::LonLat::from_units(1'183'500'000, 350'500'000), 50});
  log.append(group);
}

struct Days {
  Days() {
    for (int day = 0; day < 5; ++day) {
      append_fix(log, day);
      checkpoint(log); // each day also a keyframe
      seal_all(log, compactor);
    }
    log.delete_sealed_blocks(100);
  }
  void expire_before(int day) {
    auto const facts = compactor.expire(first_day + std::chrono::days{day});
    if (!facts.empty()) {
      append_facts(log, facts);
    }
    compactor.remove_expired();
  }
  [[nodiscard]] bool has_file(int day) const {
    return fs::exists(folder / "tracks" / model::day_text(first_day + std::chrono::days{day}));
  }
  TempDirectory folder;
  fs::path file = folder / "log.sqlite";
  LogStore log{file};
  TrackCompactor compactor{file};
};

} // namespace

TEST_CASE("days past retention are unlinked; their count and digests stay, and verify is content") {
  Days days;
  auto const facts = days.compactor.expire(first_day + std::chrono::days{3});
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].positions == 1);
  CHECK(facts[0].digest.size() == 64);
  append_facts(days.log, facts);
  CHECK(days.compactor.remove_expired() == 3);
  CHECK_FALSE(days.has_file(0));
  CHECK_FALSE(days.has_file(2));
  CHECK(days.has_file(3));
  auto const report = days.log.verify();
  CHECK(report.ok);
  CHECK(report.expired == 3);
  CHECK(report.segments == 2);
  CHECK(days.log.damaged_tracks().empty());
  CHECK(days.compactor.expire(first_day + std::chrono::days{3}).empty());
  auto const groups = read_all(days.log);
  CHECK(groups[0].positions.empty());
}

TEST_CASE("a kill between the fact and the unlinking is made good the next time") {
  Days days;
  append_facts(days.log, days.compactor.expire(first_day + std::chrono::days{1}));
  CHECK(days.has_file(0));
  CHECK(days.log.verify().ok);
  TrackCompactor after_the_kill(days.file);
  CHECK(after_the_kill.remove_expired() == 1);
  CHECK_FALSE(days.has_file(0));
}

TEST_CASE("what looking back starts from goes with the days it belongs to") {
  Days days;
  CHECK(count_of(days.file, "keyframes") == 5);
  days.expire_before(2);
  CHECK(count_of(days.file, "keyframes") == 3);
}

TEST_CASE("a fix of an expired day that comes late after all is kept until the next round") {
  Days days;
  days.expire_before(2);
  append_fix(days.log, 0, 6);
  checkpoint(days.log);
  auto const facts = days.compactor.write_next();
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].segment == 2);
  CHECK(facts[0].offset == 0);
  CHECK(days.compactor.remove_expired() == 0); // its fact is on its way
  append_facts(days.log, facts);
  days.log.delete_sealed_blocks(100);
  CHECK(days.has_file(0));
  CHECK(days.log.verify().ok);
  days.expire_before(2);
  CHECK_FALSE(days.has_file(0));
  CHECK(days.log.verify().ok);
}

TEST_CASE("history says which days have expired") {
  Days days;
  days.expire_before(2);
  store::LogHistory history(days.file);
  CHECK(history.is_expired(first_day));
  CHECK(history.is_expired(first_day - std::chrono::days{9}));
  CHECK(history.is_expired(first_day + std::chrono::days{1}));
  CHECK_FALSE(history.is_expired(first_day + std::chrono::days{2}));
}
