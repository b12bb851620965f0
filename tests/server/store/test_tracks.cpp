#include "tests/server/store/tracked_log.hpp"

#include "server/model/day.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace yuntu;
using namespace yuntu::testing;
using store::CompactorLimits;
using store::LogStore;
using store::TrackCompactor;

namespace fs = std::filesystem;

namespace {

/// 300 commits with a checkpoint after the 200th.
struct Filled {
  Filled() {
    append_random(log, random, 200);
    at_checkpoint = store::load_state(log, sample_areas);
    log.write_checkpoint(at_checkpoint);
    append_random(log, random, 100);
    at_end = store::load_state(log, sample_areas);
  }
  /// The same but for the facts that say where positions are.
  void expect_the_same(model::CityState state) const {
    state.seq = at_end.seq;
    state.tick = at_end.tick;
    CHECK(state == at_end);
  }
  TempDirectory folder;
  fs::path file = folder / "log.sqlite";
  Random random{21};
  LogStore log{file};
  model::CityState at_checkpoint;
  model::CityState at_end;
};

std::vector<fs::path> track_files(fs::path const &folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder / "tracks")) {
    for (auto const &entry : fs::directory_iterator(folder / "tracks")) {
      files.push_back(entry.path());
    }
  }
  return files;
}

void change_a_byte(fs::path const &file) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(100);
  auto const byte = static_cast<char>(stream.get());
  stream.seekp(100);
  stream.put(static_cast<char>(byte ^ 1));
}

} // namespace

TEST_CASE("positions before the newest checkpoint move into the files of their days") {
  Filled log;
  TrackCompactor compactor(log.file);
  auto const before = count_of(log.file, "position_blocks");
  auto const segments = seal_all(log.log, compactor);
  CHECK(segments == track_files(log.folder.path()).size());
  CHECK(track_files(log.folder.path()).size() >= 2); // a day and a night of random times
  while (log.log.delete_sealed_blocks(30) > 0) {
  }
  CHECK(count_of(log.file, "position_blocks") > 0); // those behind the checkpoint stay
  CHECK(count_of(log.file, "position_blocks") < before / 2);
  CHECK(count_of(log.file, "position_blocks WHERE tick <= 200") == 0);
  CHECK(count_of(log.file, "position_blocks WHERE tick > 200") > 0);
  CHECK(log.log.verify().ok);
}

TEST_CASE("the state comes out the same from tracks as from blocks, and again after a restart") {
  Filled log;
  TrackCompactor compactor(log.file,
                           CompactorLimits{GENERATE(values<std::size_t>({1, 50, 9'999})), nullptr});
  seal_all(log.log, compactor);
  SECTION("with the blocks still there") {}
  SECTION("with some of the blocks deleted") {
    log.log.delete_sealed_blocks(17);
  }
  SECTION("with all of them deleted") {
    log.log.delete_sealed_blocks(100'000);
  }
  log.expect_the_same(store::load_state(log.log, sample_areas));
  log.expect_the_same(state_from_scratch(log.log, log.file));
  LogStore again(log.file);
  log.expect_the_same(store::load_state(again, sample_areas));
}

TEST_CASE("track files are the owner's alone, in a folder of the owner's alone") {
  Filled log;
  TrackCompactor compactor(log.file);
  seal_all(log.log, compactor);
  CHECK(fs::status(log.folder / "tracks").permissions() == fs::perms::owner_all);
  for (auto const &file : track_files(log.folder.path())) {
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  }
}

TEST_CASE("without a checkpoint nothing moves") {
  TempDirectory folder;
  Random random(22);
  LogStore log(folder / "log.sqlite");
  append_random(log, random, 50);
  TrackCompactor compactor(folder / "log.sqlite");
  CHECK(compactor.write_next().empty());
  CHECK(track_files(folder.path()).empty());
}

TEST_CASE("a fix belongs to the day of its own time, a refused one to the day it came") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  auto const day = model::day_of(model::from_unix_ms(sample_start_ms));
  auto group = small_group(log.head());
  group.time = model::start_of(day + std::chrono::days{2}) + std::chrono::hours{1};
  Random random(23);
  for (int i = 0; i < 3; ++i) {
    auto record = random_position(random);
    record.verdict = model::PositionVerdict::accepted;
    record.time = model::start_of(day + std::chrono::days{i}) - model::Duration{1};
    group.positions.push_back(record);
  }
  group.positions.push_back(
      {"u1", "t", 1, 9, 5, model::PositionVerdict::too_fast, model::PositionFlag::none, {}, {}, 0});
  log.append(group);
  checkpoint(log);
  TrackCompactor compactor(folder / "log.sqlite");
  auto const facts = compactor.write_next();
  REQUIRE(facts.size() == 4);
  CHECK(facts[0].day ==
        model::day_text(day - std::chrono::days{1})); // a millisecond before midnight
  CHECK(facts[1].day == model::day_text(day));
  CHECK(facts[3].day == model::day_text(day + std::chrono::days{2}));
  CHECK(facts[3].positions == 1);
  append_facts(log, facts);
  log.delete_sealed_blocks(10);
  CHECK(read_all(log)[0].positions == group.positions); // split over days, back in their order
}

TEST_CASE("what was written is not written again until its facts are stored") {
  Filled log;
  TrackCompactor compactor(log.file, CompactorLimits{50, nullptr});
  auto const facts = compactor.write_next();
  REQUIRE_FALSE(facts.empty());
  CHECK(compactor.write_next().empty());
  CHECK(compactor.expire(model::Day::max()).empty());
  append_facts(log.log, facts);
  CHECK(compactor.write_next().front().from_tick == facts.front().to_tick + 1);
}

TEST_CASE("a segment whose fact was never stored is written over") {
  Filled log;
  static_cast<void>(TrackCompactor(log.file, CompactorLimits{70, nullptr}).write_next());
  TrackCompactor after_the_kill(log.file, CompactorLimits{40, nullptr});
  seal_all(log.log, after_the_kill);
  log.log.delete_sealed_blocks(100'000);
  log.expect_the_same(state_from_scratch(log.log, log.file));
  CHECK(log.log.verify().ok);
}

TEST_CASE("a block that is not what was committed stays where it is") {
  Filled log;
  RawSqlite raw(log.file);
  raw.drop_triggers();
  raw.run("UPDATE position_blocks SET body = body || x'00' WHERE tick = 3 OR tick = 4 OR tick = 5");
  TrackCompactor compactor(log.file);
  CHECK_THROWS_AS(compactor.write_next(), store::StorageFailed);
  CHECK(track_files(log.folder.path()).empty());
}

TEST_CASE("verify counts segments and positions of tracks") {
  Filled log;
  TrackCompactor compactor(log.file, CompactorLimits{50, nullptr});
  auto const segments = seal_all(log.log, compactor);
  log.log.delete_sealed_blocks(100'000);
  auto const report = log.log.verify();
  CHECK(report.ok);
  CHECK(report.expired == 0);
  CHECK(report.segments == segments);
  std::uint64_t positions = 0;
  for (auto const &group : read_all(log.log)) {
    positions += group.tick <= 200 ? group.positions.size() : 0;
  }
  CHECK(report.sealed_positions == positions);
}

TEST_CASE("a track that was changed, cut off or taken away is told by verify and at start") {
  Filled log;
  TrackCompactor compactor(log.file);
  seal_all(log.log, compactor);
  auto const file = track_files(log.folder.path()).front();
  CHECK(log.log.damaged_tracks().empty());
  SECTION("changed") {
    change_a_byte(file);
    CHECK_THAT(log.log.verify().first_bad->reason,
               Catch::Contains(file.filename().string()) && Catch::Contains("was changed"));
  }
  SECTION("cut off") {
    fs::resize_file(file, fs::file_size(file) - 1);
    CHECK_THAT(log.log.verify().first_bad->reason, Catch::Contains("was changed"));
  }
  SECTION("taken away") {
    fs::remove(file);
    CHECK_THAT(log.log.verify().first_bad->reason, Catch::Contains("is missing"));
  }
  CHECK(log.log.damaged_tracks().size() == 1);
  CHECK_THAT(log.log.damaged_tracks().front(), Catch::Contains(file.string()));
}

TEST_CASE("a changed track is not read, a changed fact about it breaks the chain") {
  Filled log;
  TrackCompactor compactor(log.file);
  seal_all(log.log, compactor);
  log.log.delete_sealed_blocks(100'000);
  SECTION("file") {
    change_a_byte(track_files(log.folder.path()).front());
    CHECK_THROWS_AS(read_all(log.log), store::StorageFailed);
    CHECK_NOTHROW(store::load_state(log.log, sample_areas)); // a start needs no track
  }
  SECTION("fact") {
    RawSqlite raw(log.file);
    raw.drop_triggers();
    raw.run("UPDATE facts SET body = replace(body, '\"digest\":\"', '\"digest\":\"0') "
            "WHERE kind = 'track_segment_sealed'");
    CHECK_THAT(log.log.verify().first_bad->reason, Catch::Contains("was changed"));
  }
}

TEST_CASE("segments that leave a gap or come twice are refused when they are appended") {
  Filled log;
  TrackCompactor compactor(log.file, CompactorLimits{50, nullptr});
  auto const facts = compactor.write_next();
  auto gap = facts;
  gap[0].from_tick += 1;
  CHECK_THROWS_AS(append_facts(log.log, gap), store::StorageFailed);
  append_facts(log.log, facts);
  CHECK_THROWS_AS(append_facts(log.log, facts), store::StorageFailed);
  CHECK(log.log.verify().ok);
}
