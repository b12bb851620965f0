#include "server/services/figure_service.hpp"

#include "server/services/counted_incidents.hpp"
#include "server/services/deadline_files.hpp"
#include "server/services/history_service.hpp"
#include "tests/server/store/temp_directory.hpp"
#include "tests/support/recorded_town.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Action;
using model::Stage;
using nlohmann::json;
using rules::Count;
using By = rules::Grouping::By;
using yuntu::testing::TempDirectory;

namespace {

services::FigurePolicy policy() {
  return {std::make_shared<rules::DeadlinePolicy const>(services::shipped_deadline_policy()),
          std::make_shared<rules::DepartmentTable const>(
              std::vector<rules::Department>{{"water", "水务公司"}},
              std::vector<rules::DepartmentRule>{}),
          services::read_counting({}), services::read_boards({})};
}

/// 20 November, from 8:00: three incidents in G1, one in G2.
struct Day {
  Day() {
    for (auto const *const id : {"a", "b", "c"}) {
      report(id, "G1");
    }
    report("d", "G2");
    town.pass(1h);
    move("a", Action::classify, Stage::classified);
    move("a", Action::finish, Stage::done);
    move("d", Action::classify, Stage::classified);
    model::Routing routing;
    routing.department = "water";
    town.tell({model::IncidentRouted{"d", routing}});
  }
  void report(std::string const &id, std::string const &grid) {
    model::IncidentReported incident;
    incident.id = id;
    incident.channel = "patrol";
    incident.areas = areas_of("S1", "C1", grid);
    incident.position = place(118.352, 35.052);
    incident.time = town.now();
    town.tell({incident});
  }
  void move(std::string const &id, Action action, Stage to) {
    auto const &incident = town.city.state().incidents.at(id);
    town.tell({model::IncidentMoved{id, action, incident.stage, to, incident.version + 1}});
  }
  services::HistoryService history() const {
    return services::HistoryService(store::LogHistory(town.file()), RecordedTown::map_of_layers);
  }
  services::KnownIncidents known_at(model::Time time) const {
    auto known = history().incidents_at(time);
    REQUIRE(known);
    return std::move(*known);
  }

  TempDirectory folder;
  RecordedTown town{folder.path()};
};

rules::FigureQuestion first_hours(double hours, rules::Grouping by = {}) {
  return {at_s(-8 * 3600), at_s(hours * 3600), by};
}

model::Principal planner(std::vector<std::string> areas = {}) {
  return {"u9", model::Role::planner, std::move(areas), {}};
}

} // namespace

TEST_CASE("a month is that of the county's calendar") {
  auto const november = services::month_of("2026-11");
  REQUIRE(november);
  CHECK(model::format_rfc3339(november->from) == "2026-10-31T16:00:00.000Z");
  CHECK(model::format_rfc3339(november->to) == "2026-11-30T16:00:00.000Z");
  CHECK(model::format_rfc3339(services::month_of("2026-12")->to) == "2026-12-31T16:00:00.000Z");
  for (auto const *const text : {"", "2026", "2026-13", "2026-1", "2026-11-01", "11-2026"}) {
    CAPTURE(text);
    CHECK_FALSE(services::month_of(text));
  }
}

TEST_CASE("a period that is empty or lies ahead is refused") {
  CHECK_FALSE(services::fault_of({at_s(0), at_s(10)}, at_s(5)));
  CHECK(services::fault_of({at_s(10), at_s(10)}, at_s(50))->status == 400);
  CHECK(services::fault_of({at_s(6), at_s(10)}, at_s(5))->status == 400);
}

TEST_CASE("figures of the log are as it was known then, with its head, however long ago") {
  Day day;
  day.town.checkpoint();
  auto const then = day.known_at(at_s(0.5 * 3600));
  CHECK(then.head.size() == 64);
  auto const table =
      services::figure_table(then, first_hours(0.5), commander(), policy(), at_s(9'000));
  CHECK(table.total[Count::received] == 4);
  CHECK(table.total[Count::closed] == 0);
  day.town.pass(3h);
  day.move("b", Action::classify, Stage::classified);
  auto const again = day.known_at(at_s(0.5 * 3600));
  CHECK(again.head == then.head);
  CHECK(again.incidents == then.incidents);
  auto const later = day.known_at(day.town.now());
  CHECK(later.head == day.town.log.head().hash);
  CHECK(later.seq == day.town.published().seq);
  CHECK(later.incidents == day.town.published().incidents);
}

TEST_CASE("what is published and the log give the same figures") {
  Day day;
  auto const now = day.town.now() + 1h;
  auto const question = first_hours(24, {By::area, model::AreaLevel::grid});
  services::CountedIncidents counted(day.town.published());
  auto const shown =
      services::figure_table(counted.at(7, 5, nullptr), question, commander(), policy(), now);
  auto const logged =
      services::figure_table(day.known_at(now), question, commander(), policy(), now);
  CHECK(shown.total == logged.total);
  CHECK(shown.range.as_of == now);
  CHECK(shown.range.head.empty());
  CHECK(shown.range.seq == 7);
  CHECK(shown.range.tick == 5);
  REQUIRE(logged.rows.size() == 2);
  CHECK(logged.rows[0].name == "name of G1");
  CHECK(logged.rows[0].counts[Count::received] == 3);
  CHECK(logged.rows[0].counts[Count::same_day] == 1);
  CHECK(logged.rows[1].counts == shown.rows[1].counts);
}

TEST_CASE("one is told the figures of one's own areas, a planner too, a grid worker none") {
  Day day;
  auto const known = day.known_at(day.town.now());
  auto const received = [&](model::Principal const &principal) {
    return services::figure_table(known, first_hours(24), principal, policy(), day.town.now())
        .total[Count::received];
  };
  CHECK(received(commander()) == 4);
  CHECK(received(planner()) == 4);
  CHECK(received(planner({"G2"})) == 1);
  CHECK(received(planner({"C1"})) == 4);
  CHECK(received({"u1", model::Role::command, {"G1"}, {}}) == 3);
  CHECK(received(grid_worker("G1")) == 0);
}

TEST_CASE("departments have their names, what has none is called so") {
  Day day;
  auto const table =
      services::figure_table(day.known_at(day.town.now()), first_hours(24, {By::department, {}}),
                             commander(), policy(), day.town.now());
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].code.empty());
  CHECK(table.rows[0].name == "（无）");
  CHECK(table.rows[1].code == "water");
  CHECK(table.rows[1].name == "水务公司");
}

TEST_CASE("a log that begins later knows of nothing") {
  Day day;
  CHECK(day.history().incidents_at(at_s(-10)).error().status == 404);
}

TEST_CASE("boards rank what has enough, name the rest and tell the rate's counts") {
  Day day;
  for (int i = 0; i < 3; ++i) {
    auto const id = "e" + std::to_string(i);
    day.report(id, "G2");
    day.move(id, Action::classify, Stage::classified);
    day.move(id, Action::finish, Stage::done);
  }
  auto made = policy();
  made.boards = {made.boards[2]};
  made.boards[0].rate = rules::find_rate("closing_rate");
  made.boards[0].at_least = 2;
  auto const now = day.town.now() + 1h;
  auto const known = day.known_at(now);
  auto const month = *services::month_of("2026-11");
  auto const table = services::ranking_table(known, month, std::nullopt, made, now);
  REQUIRE(table);
  auto const told = json::parse(protocol::rankings_json(*table));
  CHECK(told["final"] == false);
  CHECK(told["boards"].size() == 1);
  auto const &board = told["boards"][0];
  CHECK(board["of"] == "area:grid");
  REQUIRE(board["places"].size() == 1);
  CHECK(board["places"][0]["name"] == "name of G2");
  CHECK(board["places"][0]["rank"] == 1);
  CHECK(board["places"][0]["rate"] == 100.0);
  CHECK(board["places"][0]["numerator"] == 3);
  CHECK(board["places"][0]["list"] == "first");
  REQUIRE(board["too_few"].size() == 1);
  CHECK(board["too_few"][0]["code"] == "G1");
  auto const again = services::ranking_table(known, month, "grids", made, now);
  CHECK(protocol::rankings_json(*again) == told.dump());
  CHECK_THAT(services::ranking_table(known, month, "cities", made, now).error().detail,
             Catch::Contains("cities") && Catch::Contains("grids"));
}

TEST_CASE("a board of one kind of area has only areas of that kind") {
  Day day;
  auto made = policy();
  made.boards = {made.boards[2]};
  made.boards[0].kind = "老网格";
  auto const now = day.town.now();
  auto const table = services::ranking_table(day.known_at(now), *services::month_of("2026-11"),
                                             "grids", made, now);
  REQUIRE(table);
  CHECK(table->boards[0].ranking.places.empty());
  CHECK(table->boards[0].ranking.too_few.empty());
}

TEST_CASE("boards are for who sees the whole county") {
  CHECK_FALSE(services::refusal_of_boards(commander()));
  CHECK_FALSE(services::refusal_of_boards(planner()));
  CHECK(services::refusal_of_boards(planner({"S1"}))->status == 403);
}
