#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>

using namespace yuntu::test;

namespace {

std::string const header = "岗位编号,岗位类别,负责区域,人员编号,姓名,电话,开始日期,结束日期\n";

std::string code_of(DemoPlace const &place, std::string const &level) {
  return place.areas.at(level).at("code");
}

/// The staff of grid 1's first building and what it lies in: W1 changed hands on 2026-06-01, W2 of
/// grid 2 is vacant.
std::string staff_sheet(DemoPlace const &here) {
  return header + "W1,网格员," + DemoTown::grid(1) +
         ",p0001,张三丰,100-0000-1234,2026-01-01,2026-06-01\n"
         "W1,网格员," +
         DemoTown::grid(1) + ",p0002,李四,100-0000-1235,2026-06-01,\n" + "W2,网格员," +
         DemoTown::grid(2) + ",,,,,\n" + "M1,微网格员," + code_of(here, "microgrid") +
         ",p0003,王五,,2026-01-01,\n" + "H1,楼长," + code_of(here, "building") +
         ",p0004,赵六,100-0000-1236,2026-01-01,\n" + "S1,社工," + code_of(here, "community") +
         ",p0003,王五,,2026-02-01,\n";
}

struct Office {
  explicit Office(std::filesystem::path directory) : data(std::move(directory)) {}

  [[nodiscard]] Finished run(std::string const &what, std::string const &sheet,
                             std::vector<std::string> const &more = {}) const {
    auto const file = data.parent_path() / "sheet.csv";
    std::ofstream(file, std::ios::binary) << sheet;
    std::vector<std::string> arguments{"staff", what, "--data", data.string(), file.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return yuntu::test::yuntu(arguments);
  }
  json import(std::string const &sheet) const {
    auto const done = run("import", sheet);
    INFO(done.errors << done.out);
    REQUIRE(done.code == 0);
    return json::parse(done.out);
  }
  [[nodiscard]] json check(std::vector<std::string> const &more = {}) const {
    std::vector<std::string> arguments{"check", "--data", data.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const done = yuntu::test::yuntu(arguments);
    INFO(done.errors);
    REQUIRE((done.code == 0 || done.code == 1));
    auto const report = json::parse(done.out);
    CHECK(report.at("ok") == (done.code == 0));
    return report;
  }

  std::filesystem::path data;
};

/// "grid_worker p0002 张三丰", nearest first.
Lines owners(ApiClient const &client, DemoPlace const &here, std::string const &more = {}) {
  auto const answer = client.get("/api/v1/owner" + ApiClient::at(here.lon, here.lat) + more);
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
  Lines lines;
  for (auto const &person : answer.body.at("people")) {
    lines.push_back(person.at("post").get<std::string>() +
                    (person.at("vacant") ? " vacant"
                                         : " " + person.at("person").get<std::string>() + " " +
                                               person.at("name").get<std::string>() + " " +
                                               person.at("phone").get<std::string>()));
  }
  return lines;
}

Lines const owners_now{"building_head p0004 赵六 100-0000-1236", "microgrid_officer p0003 王五 ",
                       "grid_worker p0002 李四 100-0000-1235", "social_worker p0003 王五 "};

json item_of(json const &answer, std::string const &code) {
  for (auto const &item : answer.at("items")) {
    if (item.at("code") == code) {
      return item;
    }
  }
  return {};
}

} // namespace

TEST_CASE("imported staff answer for a point, now and at an earlier time, and survive kill -9") {
  Scene scene;
  Office const office(scene.town.data());
  auto const here = scene.here.at(0);
  auto const first = office.import(staff_sheet(here));
  CHECK(first.at("read") == 6);
  CHECK(first.at("written") == 6);
  CHECK(first.at("changes") ==
        json::parse(R"({"assignments_made":5,"people_named":4,"posts_added":5})"));
  CHECK(owners(scene.as("desk"), here) == owners_now);
  auto const then = owners(scene.as("desk"), here, "&at=2026-03-01T00:00:00%2B08:00");
  CHECK(then.at(2) == "grid_worker p0001 张三丰 100-0000-1234");
  auto const before = owners(scene.as("desk"), here, "&at=2025-12-31T23:59:59%2B08:00");
  CHECK(before == Lines{"building_head vacant", "microgrid_officer vacant", "grid_worker vacant",
                        "social_worker vacant"});

  auto const again = office.import(staff_sheet(here));
  CHECK(again.at("changes").empty());
  scene.server.kill();
  RunningServer const server(scene.town.data());
  CHECK(owners(ApiClient(server.port(), demo_town().token("desk")), here) == owners_now);
}

TEST_CASE("without a server the sheet goes straight into the log") {
  TownCopy const town;
  Office const office(town.data());
  auto const here = demo_town().places_in(DemoTown::grid(1)).at(0);
  CHECK(office.import(staff_sheet(here)).at("written") == 6);
  CHECK(office.import(staff_sheet(here)).at("changes").empty());
  RunningServer const server(town.data());
  CHECK(owners(ApiClient(server.port(), demo_town().token("desk")), here) == owners_now);
}

TEST_CASE("names and phones are whole for the desk and the grid's worker and masked for others") {
  Scene const scene;
  Office const office(scene.town.data());
  auto const here = scene.here.at(0);
  static_cast<void>(office.import(staff_sheet(here)));
  for (std::string const user : {"desk", "steward", "administrator"}) {
    INFO(user);
    CHECK(owners(scene.as(user), here) == owners_now);
  }
  Lines const masked{"building_head p0004 赵** 100****1236", "microgrid_officer p0003 王** ",
                     "grid_worker p0002 李** 100****1235", "social_worker p0003 王** "};
  for (std::string const user : {"planner", "gateway", "worker-2"}) {
    INFO(user);
    CHECK(owners(scene.as(user), here) == masked);
    CHECK(scene.as(user).get("/api/v1/staff").raw.body.find("李四") == std::string::npos);
  }
  auto const own = owners(scene.as("worker-1"), here);
  CHECK(own.at(2) == owners_now.at(2));
  CHECK(own.at(3) == masked.at(3)); // the community is wider than worker-1's grid
}

TEST_CASE("the list of posts says who is in them at a time") {
  Scene const scene;
  static_cast<void>(Office(scene.town.data()).import(staff_sheet(scene.here.at(0))));
  auto const answer = scene.as("desk").get("/api/v1/staff?at=2026-03-01T00:00:00%2B08:00").body;
  CHECK(answer.at("as_of") == "2026-02-28T16:00:00.000Z");
  std::map<std::string, json> holders;
  for (auto const &post : answer.at("posts")) {
    holders[post.at("code")] = post.at("person");
  }
  CHECK(holders ==
        std::map<std::string, json>{
            {"H1", "p0004"}, {"M1", "p0003"}, {"S1", "p0003"}, {"W1", "p0001"}, {"W2", nullptr}});
  CHECK(scene.as("desk").get("/api/v1/staff?at=yesterday").status == 400);
  CHECK(scene.as("desk").get("/api/v1/staffing?level=county").status == 400);
  CHECK(scene.as("desk").get("/api/v1/staffing").status == 400);
}

TEST_CASE("staffing figures agree with the buildings' file counted by hand") {
  Scene const scene;
  auto const here = scene.here.at(0);
  static_cast<void>(Office(scene.town.data()).import(staff_sheet(here)));
  std::ifstream in(demo_town().files / "buildings.geojson");
  std::map<std::string, std::array<std::int64_t, 3>> by_grid; // households, required, deficit
  auto const file = json::parse(in);
  for (auto const &feature : file.at("features")) {
    auto const code = feature.at("properties").at("code").get<std::string>();
    auto const households = feature.at("properties").at("households").get<std::int64_t>();
    auto const &grid = demo_town().places.at(code).at("areas").at("grid");
    REQUIRE_FALSE(grid.is_null());
    auto const required = (households + 29) / 30;
    auto &figures = by_grid[grid.at("code")];
    figures[0] += households;
    figures[1] += required;
    figures[2] += std::max<std::int64_t>(0, required - (code == code_of(here, "building") ? 1 : 0));
  }
  auto const answer = scene.as("desk").get("/api/v1/staffing?level=grid").body;
  REQUIRE(answer.at("items").size() == by_grid.size());
  std::int64_t deficit = 0;
  for (auto const &[code, figures] : by_grid) {
    auto const item = item_of(answer, code);
    CHECK(item.at("households") == figures[0]);
    CHECK(item.at("heads_required") == figures[1]);
    CHECK(item.at("heads_deficit") == figures[2]);
    deficit += figures[2];
  }
  CHECK(answer.at("totals").at("heads_deficit") == deficit);
  auto const first = item_of(answer, DemoTown::grid(1));
  CHECK(first.at("posts") == 3);
  CHECK(first.at("heads") == 1);
  CHECK(item_of(answer, DemoTown::grid(2)).at("vacant") == 1);
  auto const community = scene.as("planner").get("/api/v1/staffing?level=community").body;
  CHECK(item_of(community, code_of(here, "community")).at("posts") == 5);
}

TEST_CASE("a grid without a grid worker is a finding, now or at the time asked for") {
  Scene const scene;
  Office const office(scene.town.data());
  auto const nothing = office.check(); // nobody at all: nothing to compare the grids with
  CHECK(nothing.at("ok") == true);
  CHECK(nothing.at("skipped").at(0).at("reason") == "no staff has been imported");
  static_cast<void>(office.import(staff_sheet(scene.here.at(0))));
  auto const codes = [](json const &report) {
    std::set<std::string> found;
    for (auto const &finding : report.at("findings")) {
      CHECK(finding.at("rule") == "unstaffed");
      CHECK(finding.at("level") == "error");
      found.insert(finding.at("codes").at(0));
    }
    return found;
  };
  std::set<std::string> expected;
  for (int grid = 2; grid <= 8; ++grid) {
    expected.insert(DemoTown::grid(grid));
  }
  auto const now = office.check();
  CHECK(codes(now) == expected);
  CHECK(now.at("ok") == false);
  CHECK(now.at("certificate").is_object()); // of the map: that is faultless
  CHECK(now.at("findings").at(0).at("hint").get<std::string>().find("W2") != std::string::npos);
  expected.insert(DemoTown::grid(1));
  CHECK(codes(office.check({"--at", "2025-06-01T00:00:00+08:00"})) == expected);
}

TEST_CASE("a bad sheet is answered row by row and nothing of it is kept without --partial") {
  Scene const scene;
  Office const office(scene.town.data());
  auto const here = scene.here.at(0);
  auto const sheet = staff_sheet(here) + "W9,网格员,999,p0009,孙七,,2026-01-01,\n" + "W1,网格员," +
                     DemoTown::grid(1) + ",p0009,孙七,,2026-05-31,2026-06-02\n" +
                     "W8,网格长,371,p0009,孙七,,2026-01-01,\n";
  auto const refused = office.run("import", sheet);
  INFO(refused.out << refused.errors);
  CHECK(refused.code == 1);
  auto const report = json::parse(refused.out);
  CHECK(report.at("read") == 9);
  CHECK(report.at("written") == 0);
  std::vector<std::pair<int, std::string>> const expected{
      {8, "unknown area \"999\""}, {9, "overlaps row"}, {10, "网格长"}};
  REQUIRE(report.at("refused").size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(report.at("refused").at(i).at("row") == expected[i].first);
    CHECK(report.at("refused").at(i).at("reason").get<std::string>().find(expected[i].second) !=
          std::string::npos);
  }
  CHECK(scene.as("desk").get("/api/v1/staff").body.at("posts").empty());

  auto const partial = office.run("import", sheet, {"--partial"});
  CHECK(partial.code == 1);
  CHECK(json::parse(partial.out).at("written") == 6);
  CHECK(owners(scene.as("desk"), here) == owners_now);
}

TEST_CASE("a roster is planned for people there are, through the server") {
  Scene const scene;
  Office const office(scene.town.data());
  static_cast<void>(office.import(staff_sheet(scene.here.at(0))));
  std::string const roster = "人员编号,日期,上班,下班\np0001,2099-01-05,08:00,16:00\n"
                             "p0002,2099-01-05,22:00,06:00\n";
  auto const done = office.run("roster", roster);
  INFO(done.out << done.errors);
  CHECK(done.code == 0);
  CHECK(json::parse(done.out).at("changes") == json::parse(R"({"shifts_planned":2})"));
  CHECK(json::parse(office.run("roster", roster).out).at("changes").empty());
  auto const bad = office.run("roster", roster + "p7777,2099-01-05,08:00,16:00\n");
  CHECK(bad.code == 1);
  CHECK(json::parse(bad.out).at("refused").at(0).at("row") == 4);
}

TEST_CASE("a sheet that is none ends with one clear error") {
  TownCopy const town;
  Office const office(town.data());
  auto const done = office.run("import", "a,b\n1,2\n");
  CHECK(done.code == 2);
  CHECK(done.out.empty());
  CHECK(done.errors.find("missing columns: 岗位编号 (post)") != std::string::npos);
  CHECK(done.errors.find("row 1 has: a, b") != std::string::npos);
}

TEST_CASE("who owns a point is told on the command line as the server tells it") {
  TownCopy const town;
  auto const here = demo_town().places_in(DemoTown::grid(1)).at(0);
  Office const office(town.data());
  office.import(staff_sheet(here));
  std::filesystem::create_directories(town.data() / "config");
  std::ofstream(town.data() / "config" / "departments.toml")
      << "[[department]]\ncode = \"roads\"\nname = \"交通局\"\n"
         "[[rule]]\ndepartment = \"roads\"\ncategory = \"roads\"\n";
  auto const located = [&](std::vector<std::string> const &more = {}) {
    std::vector<std::string> arguments{"locate", "--data", town.data().string(),
                                       std::to_string(here.lon), std::to_string(here.lat)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const done = yuntu::test::yuntu(arguments);
    INFO(done.errors);
    REQUIRE(done.code == 0);
    auto answer = json::parse(done.out);
    answer.erase("as_of");
    return answer;
  };
  auto const alone = located({"--category", "roads"});
  CHECK(alone.at("people").size() == 4);
  CHECK(alone.at("people")[0].at("name") == "赵六");
  CHECK(alone.at("department").at("code") == "roads");
  auto const &closed = alone.at("nearer_closed_station"); // as the time of day has it
  CHECK((closed.is_null() ? alone.at("station") : closed).at("walk_s").get<double>() > 0);
  CHECK(located().at("department").is_null());
  auto const areas_only = located({"--areas-only"});
  CHECK_FALSE(areas_only.contains("people"));
  CHECK(areas_only.at("areas") == alone.at("areas"));

  RunningServer const server(town.data());
  ApiClient const desk(server.port(), demo_town().token("desk"));
  auto owner = desk.get("/api/v1/owner?lon=" + std::to_string(here.lon) +
                        "&lat=" + std::to_string(here.lat) + "&category=roads")
                   .body;
  owner.erase("as_of");
  CHECK(owner == alone);
  CHECK(located({"--category", "roads"}) == alone);
}
