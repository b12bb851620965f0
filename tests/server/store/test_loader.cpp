#include "server/store/log_store.hpp"
#include "server/store/memory_log.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::testing;

namespace {

model::CommitGroup publish(store::LogHead const &head, std::string const &version,
                           model::LayerKind layer = model::LayerKind::grid) {
  auto group = small_group(head);
  group.facts[0].body = model::LayerPublished{layer, version, 8, group.time};
  return group;
}

model::CommitGroup walk(Random &random, store::LogHead const &head) {
  auto group = small_group(head); // u1 is on duty
  auto record = random_position(random);
  record.worker = "u1";
  record.verdict = model::PositionVerdict::accepted;
  record.time = group.time + std::chrono::seconds{head.tick};
  group.positions.push_back(record);
  return group;
}

model::Locate answering(std::string const &code) {
  return [code](geo::LonLat) {
    model::AreaCodes areas;
    areas.set(model::AreaLevel::grid, code);
    return areas;
  };
}

} // namespace

TEST_CASE("an empty log gives the empty state") {
  store::MemoryLog log;
  CHECK(store::load_state(log, sample_areas) == model::CityState{});
}

TEST_CASE("loading folds every commit, and tells each with the state after it") {
  store::MemoryLog log;
  Random random(51);
  auto const groups = append_random(log, random, 40);
  model::CityState expected;
  for (auto const &group : groups) {
    model::fold(expected, group, sample_areas);
  }
  std::vector<std::uint64_t> ticks;
  auto const state = store::load_state(
      log, sample_areas, [&](model::CityState const &at, model::CommitGroup const &group) {
        CHECK(at.tick == group.tick);
        ticks.push_back(group.tick);
      });
  CHECK(state == expected);
  CHECK(ticks.size() == 40);
}

TEST_CASE("with a checkpoint only the tail is folded, to the same state") {
  store::MemoryLog log;
  Random random(52);
  append_random(log, random, 30);
  log.write_checkpoint(store::load_state(log, sample_areas));
  append_random(log, random, 12);
  int folded = 0;
  auto const state = store::load_state(
      log, sample_areas, [&](model::CityState const &, model::CommitGroup const &) { ++folded; });
  CHECK(folded == 12);
  log.delete_checkpoints();
  CHECK(store::load_state(log, sample_areas) == state);
}

TEST_CASE("every derived table deleted: the same state is back") {
  TempDirectory folder;
  Random random(53);
  model::CityState before;
  {
    store::LogStore log(folder / "log.sqlite");
    for (int i = 0; i < 5; ++i) {
      append_random(log, random, 40);
      before = store::load_state(log, sample_areas);
      log.write_checkpoint(before);
    }
  }
  RawSqlite(folder / "log.sqlite").run("DELETE FROM checkpoints");
  store::LogStore log(folder / "log.sqlite");
  REQUIRE_FALSE(log.newest_checkpoint());
  auto const after = store::load_state(log, sample_areas);
  CHECK(after == before);
  CHECK(after.workers.size() > 1);
  CHECK(after.incidents.size() > 1);
}

TEST_CASE("the same state is back when layers changed on the way and only the newest is known") {
  store::MemoryLog log;
  Random random(54);
  model::CityState live;
  auto const commit = [&](model::CommitGroup const &group, std::string const &code) {
    log.append(group);
    model::fold(live, group, answering(code));
  };
  commit(publish(log.head(), "v1"), "old");
  commit(walk(random, log.head()), "old");
  commit(publish(log.head(), "v2"), "new");
  log.write_checkpoint(live);
  commit(publish(log.head(), "v3"), "newest");
  CHECK(store::load_state(log, answering("newest")) == live);
  log.delete_checkpoints();
  CHECK(store::load_state(log, answering("newest")) == live);
  CHECK(live.workers["u1"].tick == 4);
  CHECK(live.workers["u1"].fix->areas[model::AreaLevel::grid] == "newest");
}

TEST_CASE("a layer of streets moves no worker") {
  store::MemoryLog log;
  Random random(55);
  log.append(walk(random, log.head()));
  log.append(publish(log.head(), "v1", model::LayerKind::street));
  CHECK(store::load_state(log, sample_areas).workers["u1"].tick == 1);
}

TEST_CASE("the layers in use are the newest of each, before and after the checkpoint") {
  TempDirectory folder;
  store::MemoryLog memory;
  store::LogStore sqlite(folder / "log.sqlite");
  for (auto *const log :
       {static_cast<store::EventLog *>(&memory), static_cast<store::EventLog *>(&sqlite)}) {
    log->append(publish(log->head(), "g1"));
    log->append(publish(log->head(), "b1", model::LayerKind::building));
    log->write_checkpoint(store::load_state(*log, sample_areas));
    CHECK(log->layers_published(2).empty());
    log->append(small_group(log->head()));
    log->append(publish(log->head(), "g2"));
    CHECK(log->layers_published(2).size() == 1);
    auto const layers = store::layers_in_use(*log);
    CHECK(layers.size() == 2);
    CHECK(layers.at(model::LayerKind::grid).version == "g2");
    CHECK(layers.at(model::LayerKind::building).version == "b1");
  }
}

TEST_CASE("a log with a gap is not loaded") {
  store::MemoryLog log;
  Random random(56);
  append_random(log, random, 10);
  SECTION("a commit is missing") {
    log.stored().erase(log.stored().begin() + 4);
  }
  SECTION("the last commit is missing") {
    log.stored().pop_back();
  }
  SECTION("a fact is missing") {
    for (auto &commit : log.stored()) {
      if (!commit.facts.empty()) {
        commit.facts.erase(commit.facts.begin());
        break;
      }
    }
  }
  CHECK_THROWS_AS(store::load_state(log, sample_areas), store::StorageFailed);
}
