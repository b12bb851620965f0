#include "server/services/look_back.hpp"

#include "server/services/position_service.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/temp_directory.hpp"
#include "tests/support/recorded_town.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;
using yuntu::testing::TempDirectory;

namespace {

using Random = std::mt19937_64;

std::string pick(Random &random, std::string const &kind, std::uint64_t count) {
  return kind + std::to_string(random() % count);
}

/// A batch as a gateway sends it: in any order, sometimes late, sometimes inaccurate or refused.
void send_fixes(RecordedTown &town, Random &random,
                std::map<std::string, std::uint64_t> &sequences) {
  services::PositionService positions(town.city);
  auto const worker = pick(random, "w", 6);
  model::PositionBatch batch{"tablet-" + worker, 1, {}, worker};
  for (auto left = 1 + random() % 4; left > 0; --left) {
    auto const age = random() % 6 == 0 ? std::chrono::hours{random() % 100} : std::chrono::hours{0};
    auto const seconds = std::chrono::seconds{random() % 60};
    batch.reports.push_back({++sequences[worker],
                             town.now() - age - seconds,
                             118.351 + static_cast<double>(random() % 180) / 1e4,
                             35.051 + static_cast<double>(random() % 80) / 1e4,
                             random() % 4 == 0 ? 350.0 : 5.0,
                             "wgs84",
                             {},
                             {},
                             {}});
  }
  Answer<model::Acknowledgement> answer;
  positions.report(gateway(), batch, town.now(), answer.done());
  REQUIRE(answer.get());
}

void change_duty(RecordedTown &town, Random &random) {
  services::PositionService positions(town.city);
  Answer<services::DutyState> answer;
  auto const told_late = std::chrono::minutes{random() % 90};
  positions.change_duty(gateway(), pick(random, "w", 6), random() % 3 != 0, town.now() - told_late,
                        town.now(), answer.done());
  REQUIRE(answer.get());
}

void tell_something(RecordedTown &town, Random &random) {
  auto const id = pick(random, "i", 8);
  model::IncidentReported reported;
  reported.id = id;
  reported.position = place(118.352, 35.052);
  reported.areas = areas_of("S1", "C1", "G1");
  reported.time = town.now();
  switch (random() % 6) {
  case 0:
    return town.tell({reported});
  case 1:
    return town.tell({model::IncidentMoved{id, model::Action::accept, model::Stage::assigned,
                                           model::Stage::in_progress, 2}});
  case 2:
    return town.tell(
        {model::ReachChanged{"T1", 900, static_cast<std::uint32_t>(random() % 9), 3, "d"},
         model::ClosureAdded{id, place(118.356, 35.055), "", {}}});
  case 3:
    return town.tell(
        {model::SignInLinkIssued{"u1", id, town.now() + std::chrono::hours{1}},
         model::SessionOpened{"u1", id, id + "s", town.now() + std::chrono::hours{1}}});
  case 4:
    return town.tell({model::PersonNamed{pick(random, "p", 3)},
                      model::ShiftPlanned{pick(random, "w", 6), town.now(),
                                          town.now() + std::chrono::hours{8}}});
  default:
    return town.tell({model::ClosureRemoved{id, "opened"}});
  }
}

void live_a_while(RecordedTown &town, Random &random,
                  std::map<std::string, std::uint64_t> &sequences, int steps) {
  for (int i = 0; i < steps; ++i) {
    town.pass(model::Duration{1 + static_cast<std::int64_t>(random() % 240'000)});
    switch (random() % 40) {
    case 0:
      town.publish(random() % 2 == 0 ? model::LayerKind::grid : model::LayerKind::fence,
                   random() % 2 == 0 ? "v1" : "v2");
      break;
    case 1:
      town.checkpoint();
      break;
    case 2:
      town.compact();
      break;
    case 3:
    case 4:
    case 5:
      change_duty(town, random);
      break;
    case 6:
    case 7:
    case 8:
    case 9:
      tell_something(town, random);
      break;
    default:
      send_fixes(town, random, sequences);
    }
  }
}

/// Every instant at which something was committed, and one just before the next.
void expect_what_was_live(std::filesystem::path const &file,
                          std::vector<RecordedTown::Seen> const &seen) {
  store::LogHistory history(file);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (i + 1 < seen.size() && seen[i + 1].time == seen[i].time) {
      continue; // the later one of the same instant was live at its end
    }
    auto const point = history.point_at(seen[i].time);
    REQUIRE(point);
    REQUIRE(point->tick == seen[i].state.tick);
    auto const state = services::known_at(history, *point, RecordedTown::map_of_layers);
    REQUIRE(state == seen[i].state);
    if (i + 1 < seen.size()) {
      REQUIRE(history.point_at(seen[i + 1].time - model::Duration{1}) == point);
    }
  }
}

/// How often somebody is seen inside a fence.
std::size_t stays_in_fences(std::vector<RecordedTown::Seen> const &seen) {
  std::size_t stays = 0;
  for (auto const &moment : seen) {
    for (auto const &[id, worker] : moment.state.workers) {
      stays += worker.presence.fences.size();
    }
  }
  return stays;
}

} // namespace

TEST_CASE("the state replayed to any instant is the state that was live then") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr unsigned histories = 2;
#else
  constexpr unsigned histories = 6;
#endif
  TempDirectory folder;
  Random random(GENERATE(range(1U, histories + 1)));
  std::map<std::string, std::uint64_t> sequences;
  std::vector<RecordedTown::Seen> seen;
  {
    RecordedTown town(folder.path());
    live_a_while(town, random, sequences, 250);
    seen = town.seen();
    expect_what_was_live(town.file(), seen); // beside a log in use
    town.compact();
    seen = town.seen();
    expect_what_was_live(town.file(), seen);
  }
  {
    RecordedTown again(folder.path());
    again.pass(std::chrono::hours{30});
    live_a_while(again, random, sequences, 100);
    auto const later = again.seen();
    seen.insert(seen.end(), later.begin(), later.end());
    expect_what_was_live(again.file(), seen);
    CHECK(again.log.head().tick == seen.back().state.tick);
  }
  CHECK(stays_in_fences(seen) > 0);
  testing::RawSqlite(folder / "log.sqlite").run("DELETE FROM keyframes");
  expect_what_was_live(folder / "log.sqlite", {seen.end() - 5, seen.end()}); // from the beginning
}

TEST_CASE("before the first commit nothing is known, after the last what is known now") {
  TempDirectory folder;
  RecordedTown town(folder.path());
  store::LogHistory history(town.file());
  CHECK_FALSE(history.oldest());
  CHECK_FALSE(history.point_at(town.now()));
  town.tell({model::ClosureAdded{"k1", place(118.356, 35.055), "", {}}});
  CHECK(history.oldest() == history.newest());
  CHECK_FALSE(history.point_at(town.now() - model::Duration{1}));
  CHECK(history.point_at(town.now() + std::chrono::hours{99}) == history.newest());
}

TEST_CASE("what was true is the same whether it was told in time or late") {
  TempDirectory folder;
  RecordedTown town(folder.path());
  std::map<std::string, std::uint64_t> sequences;
  Random random(9);
  town.tell({model::DutyChanged{"w0", true, at_s(0), "person"}}, at_s(0));
  services::PositionService positions(town.city);
  auto const fix = [&](std::uint64_t seq, double second, double lon) {
    model::PositionBatch batch{
        "tablet", 1, {{seq, at_s(second), lon, 35.052, 5, "wgs84", {}, {}, {}}}, "w0"};
    Answer<model::Acknowledgement> answer;
    positions.report(gateway(), batch, town.now(), answer.done());
    REQUIRE(answer.get()->accepted.size() == 1);
  };
  town.pass(std::chrono::seconds{100});
  fix(1, 90, 118.352);
  town.pass(std::chrono::seconds{500});
  fix(2, 600, 118.353);
  bool const is_compacted = GENERATE(false, true);
  if (is_compacted) {
    town.compact();
  }
  town.pass(std::chrono::hours{2});
  fix(3, 300, 118.358); // sent two hours late
  town.tell({model::DutyChanged{"w0", false, at_s(900), "person"}}, at_s(900));
  if (is_compacted) {
    town.compact();
  }
  store::LogHistory history(town.file());
  auto const now = *history.newest();
  auto const lon_at = [&](double second, store::HistoryPoint const &known) -> double {
    auto const state = services::true_at(history, at_s(second), known, RecordedTown::map_of_layers);
    auto const &worker = state.workers.at("w0");
    return worker.fix ? worker.fix->position.lon() : 0;
  };
  CHECK(lon_at(200, now) == 118.352);
  CHECK(lon_at(400, now) == 118.358);                          // true then, though nobody knew
  CHECK(lon_at(400, *history.point_at(at_s(700))) == 118.352); // as far as it was known
  CHECK(lon_at(700, now) == 118.353);
  CHECK(lon_at(1'000, now) == 0); // had gone home by then
  auto const shown =
      services::known_at(history, *history.point_at(at_s(400)), RecordedTown::map_of_layers);
  CHECK(shown.workers.at("w0").fix->position.lon() == 118.352);
}

TEST_CASE(
    "across a clock that was set back, the state replayed to a commit is the one that was live") {
  TempDirectory folder;
  RecordedTown town(folder.path());
  std::map<std::string, std::uint64_t> sequences;
  Random random(5);
  for (int hour = 0; hour < 4; ++hour) {
    for (int i = 0; i < 20; ++i) {
      town.pass(std::chrono::seconds{90});
      i % 5 == 0 ? change_duty(town, random) : send_fixes(town, random, sequences);
    }
    town.pass(-std::chrono::hours{2});
    REQUIRE(town.city.clock_set_back(town.now()));
    if (hour == 2) {
      town.compact();
    }
  }
  auto const seen = town.seen();
  store::LogHistory history(town.file());
  std::size_t steps = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    steps += i > 0 && seen[i].time < seen[i - 1].time ? 1 : 0;
    store::HistoryPoint const point{seen[i].state.tick, seen[i].state.seq, seen[i].time};
    REQUIRE(services::known_at(history, point, RecordedTown::map_of_layers) == seen[i].state);
  }
  CHECK(steps >= 3);
  CHECK(without_ticks(town.published().workers) == without_ticks(town.city.state().workers));
}
