#include "server/services/history_service.hpp"

#include "server/services/position_service.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/temp_directory.hpp"
#include "tests/support/recorded_town.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace yuntu;
using namespace yuntu::test;
using nlohmann::json;
using yuntu::testing::TempDirectory;

namespace fs = std::filesystem;

namespace {

/// Two workers walk, one in each grid; one incident in G1.
struct Afternoon {
  Afternoon() {
    for (auto const *const worker : {"w1", "w2"}) {
      town.tell({model::DutyChanged{worker, true, at_s(0), "person"}}, at_s(0));
    }
    model::IncidentReported incident;
    incident.id = "i1";
    incident.position = place(118.352, 35.052);
    incident.areas = areas_of("S1", "C1", "G1");
    incident.time = town.now();
    town.tell({incident, model::ReachChanged{"T1", 900, 7, 21, "d"}});
    for (int i = 1; i <= 20; ++i) {
      town.pass(std::chrono::seconds{10});
      fix("w1", i, 118.351 + i * 0.0001);
      fix("w2", i, 118.362 + i * 0.0001);
    }
  }
  void fix(std::string const &worker, int seq, double lon) {
    services::PositionService positions(town.city);
    model::PositionBatch batch{
        "tablet-" + worker,
        1,
        {{static_cast<std::uint64_t>(seq), town.now(), lon, 35.052, 5, "wgs84", {}, {}, {}}},
        worker};
    Answer<model::Acknowledgement> answer;
    positions.report(gateway(), batch, town.now(), answer.done());
    REQUIRE(answer.get()->accepted.size() == 1);
  }
  services::HistoryService service() const {
    return {store::LogHistory(town.file()), RecordedTown::map_of_layers};
  }
  services::TrackQuestion track_of(std::string worker) const {
    return {std::move(worker), at_s(0), at_s(1'000)};
  }

  TempDirectory folder;
  RecordedTown town{folder.path()};
};

std::vector<std::string> ids(json const &upserts, std::string const &layer) {
  std::vector<std::string> found;
  for (auto const &item : upserts) {
    if (item["layer"] == layer) {
      found.push_back(item["id"]);
    }
  }
  return found;
}

json state_at(services::HistoryService &service, model::Principal const &principal, double second) {
  auto const answer = service.state(principal, {at_s(second), {}}, at_s(5'000));
  REQUIRE(answer);
  return json::parse(protocol::state_json(*answer));
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("looking back shows workers, incidents and reach as a snapshot would have") {
  Afternoon day;
  auto service = day.service();
  auto const state = state_at(service, commander(), 105);
  CHECK(state["at"] == model::format_rfc3339(at_s(105)));
  CHECK(state["as_of"].is_null());
  CHECK(state["time"] == model::format_rfc3339(at_s(100)));
  CHECK_FALSE(state["expired"].get<bool>());
  CHECK(ids(state["upserts"], "worker") == Ids{"w1", "w2"});
  CHECK(state["upserts"][0]["lon"].get<double>() == Approx(118.352));
  CHECK(state["upserts"][0]["areas"]["grid"] == "G1");
  CHECK(ids(state["upserts"], "incident") == Ids{"i1"});
  CHECK(ids(state["upserts"], "reach") == Ids{"T1"});
  CHECK(state["upserts"].back()["buildings"] == 7);
}

TEST_CASE("today's rights decide what of that day is seen") {
  Afternoon day;
  auto service = day.service();
  auto const of_g2 = state_at(service, grid_worker("G2"), 105)["upserts"];
  CHECK(ids(of_g2, "worker") == Ids{"w2"});
  CHECK(ids(of_g2, "incident").empty());
  model::Principal const planner{"u9", model::Role::planner, {}, {}};
  auto const of_planner = state_at(service, planner, 105)["upserts"];
  CHECK(ids(of_planner, "worker").empty());
  CHECK(ids(of_planner, "incident").empty());
  CHECK(ids(of_planner, "reach") == Ids{"T1"});
}

TEST_CASE("a time before the log, in the future or without a question is told as what it is") {
  Afternoon day;
  auto service = day.service();
  CHECK(service.state(commander(), {at_s(-1), {}}, at_s(500)).error().status == 404);
  CHECK_THAT(service.state(commander(), {at_s(-1), {}}, at_s(500)).error().detail,
             Catch::Contains(model::format_rfc3339(at_s(0))));
  CHECK(service.state(commander(), {{}, at_s(-1)}, at_s(500)).error().status == 404);
  CHECK(service.state(commander(), {at_s(501), {}}, at_s(500)).error().status == 400);
  CHECK(service.state(commander(), {{}, at_s(501)}, at_s(500)).error().status == 400);
  CHECK(service.state(commander(), {{}, {}}, at_s(500)).error().status == 400);
  CHECK(service.state(commander(), {at_s(50), at_s(60)}, at_s(500)).error().status == 400);
  CHECK(service.state(commander(), {at_s(60), at_s(50)}, at_s(500)));
}

TEST_CASE("an empty log has nothing to look back at") {
  TempDirectory folder;
  RecordedTown town(folder.path());
  services::HistoryService service(store::LogHistory(town.file()), RecordedTown::map_of_layers);
  CHECK(service.state(commander(), {town.now(), {}}, town.now()).error().status == 404);
  CHECK(service.track(commander(), {"w1", at_s(0), at_s(9)}, at_s(9))->fixes.empty());
}

TEST_CASE("a track is every fix in order of time, page by page without a hole or a repeat") {
  Afternoon day;
  if (GENERATE(false, true)) {
    day.town.compact();
  }
  day.town.pass(std::chrono::seconds{10});
  day.fix("w1", 21, 118.3531);
  auto service = day.service();
  auto const all = service.track(commander(), day.track_of("w1"), at_s(5'000));
  REQUIRE(all);
  REQUIRE(all->fixes.size() == 21);
  CHECK(all->next.empty());
  CHECK(all->fixes[0].time == at_s(10));
  CHECK(all->fixes[20].time == at_s(210));
  auto question = day.track_of("w1");
  question.limit = GENERATE(1U, 2U, 5U, 20U, 21U);
  std::vector<protocol::TrackFix> paged;
  do {
    auto const page = service.track(commander(), question, at_s(5'000));
    REQUIRE(page);
    REQUIRE(page->fixes.size() <= question.limit);
    paged.insert(paged.end(), page->fixes.begin(), page->fixes.end());
    question.cursor = page->next;
  } while (!question.cursor.empty() && paged.size() < 100);
  CHECK(paged == all->fixes);
}

TEST_CASE("fixes of one and the same instant do not confuse the pages") {
  TempDirectory folder;
  RecordedTown town(folder.path());
  town.tell({model::DutyChanged{"w1", true, at_s(0), "person"}}, at_s(0));
  services::PositionService positions(town.city);
  for (int device = 0; device < 7; ++device) {
    model::PositionBatch batch{
        "t" + std::to_string(device),
        1,
        {{1, at_s(5), 118.352 + device * 1e-4, 35.052, 5, "wgs84", {}, {}, {}}},
        "w1"};
    Answer<model::Acknowledgement> answer;
    town.pass(std::chrono::seconds{1});
    positions.report(gateway(), batch, at_s(60), answer.done());
    REQUIRE(answer.get()->accepted.size() == 1);
  }
  services::HistoryService service(store::LogHistory(town.file()), RecordedTown::map_of_layers);
  services::TrackQuestion question{"w1", at_s(0), at_s(9), {}, 3};
  std::vector<std::int32_t> lons;
  do {
    auto const page = service.track(commander(), question, at_s(100));
    for (auto const &fix : page->fixes) {
      lons.push_back(fix.position.lon_e7());
    }
    question.cursor = page->next;
  } while (!question.cursor.empty() && lons.size() < 50);
  REQUIRE(lons.size() == 7);
  CHECK(std::is_sorted(lons.begin(), lons.end()));
}

TEST_CASE("a worker sees its own whole track, others what lay in their areas") {
  Afternoon day;
  day.town.pass(std::chrono::seconds{60});
  day.fix("w1", 21, 118.3612); // over the border, in G2
  auto service = day.service();
  auto const count = [&](model::Principal const &principal) {
    return service.track(principal, day.track_of("w1"), at_s(5'000))->fixes.size();
  };
  CHECK(count(commander()) == 21);
  CHECK(count({"w1", model::Role::grid_worker, {}, {}}) == 21);
  CHECK(count(grid_worker("G1")) == 20);
  CHECK(count(grid_worker("G2")) == 1);
  CHECK(count(grid_worker("G3")) == 0);
  CHECK(count({"u9", model::Role::command, {"G2"}, {}}) == 1);
}

TEST_CASE("the areas of a track are those of that day, not of today") {
  Afternoon day;
  day.town.pass(std::chrono::hours{30});
  day.town.publish(model::LayerKind::grid, "v2"); // 118.3555 to 118.36 go to G2
  auto service = day.service();
  day.fix("w1", 30, 118.357);
  services::TrackQuestion question{"w1", at_s(0), day.town.now()};
  auto const track = service.track(grid_worker("G2"), question, day.town.now());
  REQUIRE(track->fixes.size() == 1);
  CHECK(track->fixes[0].time == day.town.now());
}

TEST_CASE("a track of nonsense is refused in words") {
  Afternoon day;
  auto service = day.service();
  auto const status = [&](services::TrackQuestion const &question) {
    auto const answer = service.track(commander(), question, at_s(5'000));
    return answer ? 200U : answer.error().status;
  };
  CHECK(status({"w1", at_s(2), at_s(1)}) == 400);
  CHECK(status({"w1", at_s(0), at_s(0) + std::chrono::hours{24 * 32}}) == 400);
  for (auto const *const cursor : {"x", "-", "1-", "-1-1-", "1 2", "99999999999999999999-1"}) {
    CHECK(status({"w1", at_s(0), at_s(9), cursor}) == 400);
  }
  CHECK(status({"nobody", at_s(0), at_s(9)}) == 200);
}

TEST_CASE("positions past retention are said to have expired, facts are still there") {
  Afternoon day;
  day.town.compact();
  auto const expired = day.town.compactor.expire(model::day_of(at_s(0)) + std::chrono::days{1});
  REQUIRE(expired.size() == 1);
  day.town.pass(std::chrono::hours{40 * 24});
  day.town.tell({expired.begin(), expired.end()}, {}, "server");
  CHECK(day.town.compactor.remove_expired() == 1);
  auto service = day.service();
  auto const answer = service.state(commander(), {at_s(105), {}}, day.town.now());
  REQUIRE(answer);
  auto const state = json::parse(protocol::state_json(*answer));
  CHECK(state["expired"].get<bool>());
  CHECK(ids(state["upserts"], "worker").empty());
  CHECK(ids(state["upserts"], "incident") == Ids{"i1"});
  auto const track = service.track(commander(), day.track_of("w1"), day.town.now());
  CHECK(track->is_expired);
  CHECK(track->fixes.empty());
  CHECK_FALSE(service.track(commander(), {"w1", day.town.now(), day.town.now()}, day.town.now())
                  ->is_expired);
}

TEST_CASE("a damaged track is answered as that, and the rest goes on") {
  Afternoon day;
  day.town.compact();
  for (auto const &entry : fs::directory_iterator(day.folder / "tracks")) {
    std::ofstream(entry.path(), std::ios::binary | std::ios::trunc) << "nonsense";
  }
  auto service = day.service();
  CHECK(service.state(commander(), {at_s(105), {}}, at_s(5'000)).error().status == 500);
  CHECK(service.track(commander(), day.track_of("w1"), at_s(5'000)).error().status == 500);
  CHECK(service.state(commander(), {day.town.now(), {}}, at_s(5'000))); // from the keyframe alone
}

TEST_CASE("the areas of a time are those in force then, before all of them the first known") {
  TempDirectory const folder;
  RecordedTown town(folder.path());
  auto const grid_at = [&](double second) {
    services::HistoryService service(store::LogHistory(town.file()), RecordedTown::map_of_layers);
    auto const map = service.map_at(at_s(second));
    REQUIRE(map);
    return (*map)->locate(place(118.357, 35.052))[model::AreaLevel::grid];
  };
  town.pass(std::chrono::seconds{100});
  town.publish(model::LayerKind::grid, "v1");
  town.pass(std::chrono::seconds{100});
  // Told later than it took effect.
  town.tell({model::LayerPublished{model::LayerKind::grid, "v2", 2, at_s(150)}}, at_s(150));
  CHECK(grid_at(-1000) == "G1");
  CHECK(grid_at(100) == "G1");
  CHECK(grid_at(149) == "G1");
  CHECK(grid_at(150) == "G2");
}
