// Figures of the real server: through the API, as CSV and workbook, and by the command line.
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

using namespace yuntu::test;

namespace {

std::string whole_day() {
  return "from=" + seconds_ago(86'400) + "&to=" + seconds_ago(-3'600);
}

json figures(Scene const &scene, std::string const &user, std::string const &query) {
  auto const answer = scene.as(user).get("/api/v1/figures?" + query);
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
  return answer.body;
}

/// One done at once, one on the way, one waiting in the other grid.
void live_a_little(Scene const &scene) {
  scene.raise(1, scene.here[0]);
  scene.raise(2, scene.here[0]);
  scene.raise(3, scene.there[0]);
  int version = 1;
  for (auto const *const action : {"classify", "assign", "accept", "finish"}) {
    scene.act(1, action, version++);
  }
  scene.act(2, "classify", 1);
}

json command(std::vector<std::string> const &arguments) {
  auto const done = yuntu::test::yuntu(arguments);
  INFO(done.errors);
  REQUIRE(done.code == 0);
  return json::parse(done.out);
}

} // namespace

TEST_CASE("the figures of a day that goes on are those of what has been done") {
  Scene const scene;
  live_a_little(scene);
  auto const told = figures(scene, "desk", whole_day() + "&by=area:grid");
  auto const &counts = told.at("total").at("counts");
  CHECK(counts.at("received") == 3);
  CHECK(counts.at("filed") == 2);
  CHECK(counts.at("closed") == 1);
  CHECK(counts.at("on_time") == 1);
  CHECK(told.at("total").at("rates").at("closing_rate") == 100.0);
  CHECK(told.at("total").at("rates").at("rework_rate") == 0.0);
  CHECK(told.at("final") == false);
  CHECK(told.at("head").is_null());
  REQUIRE(told.at("items").size() == 2);
  CHECK(told.at("items")[0].at("code") == scene.here[0].areas.at("grid").at("code"));
  CHECK_FALSE(told.at("items")[0].at("name").get<std::string>().empty());
  CHECK(told.at("items")[0].at("counts").at("received") == 2);
  CHECK(figures(scene, "planner", whole_day()).at("total") == told.at("total"));
}

TEST_CASE("figures of what is over are the same later, through the API and the command line") {
  Scene const scene;
  live_a_little(scene);
  std::this_thread::sleep_for(std::chrono::milliseconds{1'100}); // past the commits' second
  auto const from = seconds_ago(86'400);
  auto const to = seconds_ago(0);
  auto const before = figures(scene, "desk", "from=" + from + "&to=" + to);
  CHECK(before.at("final") == true);
  CHECK(before.at("head").get<std::string>().size() == 64);
  CHECK(before.at("total").at("counts").at("received") == 3);
  scene.act(2, "assign", 2);
  scene.raise(4, scene.here[0]);
  CHECK(figures(scene, "desk", "from=" + from + "&to=" + to) == before);
  CHECK(command({"figures", "--data", scene.town.data().string(), "--from", from, "--to", to}) ==
        before);
}

TEST_CASE("the same figures come as CSV and as a workbook") {
  Scene const scene;
  live_a_little(scene);
  auto const csv = scene.as("desk").get("/api/v1/figures?" + whole_day() + "&format=csv");
  REQUIRE(csv.status == 200);
  CHECK(csv.raw.header("content-type") == "text/csv; charset=utf-8");
  CHECK(csv.raw.body.rfind("\xEF\xBB\xBFrow,code,name,received,", 0) == 0);
  CHECK(csv.raw.body.find("total,,合计,3,0,2,1,1,") != std::string::npos);
  auto const xlsx = scene.as("desk").get("/api/v1/figures?" + whole_day() + "&format=xlsx");
  REQUIRE(xlsx.status == 200);
  CHECK(xlsx.raw.header("content-disposition") == "attachment; filename=\"figures.xlsx\"");
  CHECK(xlsx.raw.body.rfind("PK", 0) == 0);
  auto const file = scene.town.data().parent_path() / "figures.xlsx";
  auto const done = yuntu::test::yuntu({"figures", "--data", scene.town.data().string(), "--from",
                                        seconds_ago(86'400), "--to", seconds_ago(-3'600),
                                        "--format", "xlsx", "--out", file.string()});
  INFO(done.errors);
  CHECK(done.code == 0);
  std::ifstream in(file, std::ios::binary);
  std::string const bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  CHECK(bytes.rfind("PK", 0) == 0);
}

TEST_CASE("the boards of this month are the same through the API and the command line") {
  Scene const scene;
  live_a_little(scene);
  auto const month = time_text(std::time(nullptr) + 8 * 3'600).substr(0, 7);
  auto const told = scene.as("desk").get("/api/v1/rankings?month=" + month);
  REQUIRE(told.status == 200);
  CHECK(told.body.at("final") == false);
  REQUIRE(told.body.at("boards").size() == 4);
  auto const printed =
      command({"rankings", "--data", scene.town.data().string(), "--month", month});
  CHECK(printed.at("boards") == told.body.at("boards"));
  auto const one = scene.as("desk").get("/api/v1/rankings?month=" + month + "&board=grids");
  REQUIRE(one.body.at("boards").size() == 1);
  CHECK(one.body.at("boards")[0].at("too_few").size() == 2);
  CHECK(scene.as("desk").get("/api/v1/rankings?month=" + month + "&board=cities").status == 404);
}

TEST_CASE("a question about figures that cannot be answered is refused by name") {
  Scene const scene;
  auto const refusal = [&](std::string const &path) {
    auto const answer = scene.as("desk").get("/api/v1/" + path);
    INFO(path << answer.raw.body);
    CHECK(answer.status == 400);
    return answer.body.at("detail").get<std::string>();
  };
  CHECK_THAT(refusal("figures?from=" + seconds_ago(10)), Catch::Contains("\"to\""));
  CHECK_THAT(refusal("figures?" + whole_day() + "&by=colour"), Catch::Contains("department"));
  CHECK_THAT(refusal("figures?" + whole_day() + "&format=pdf"), Catch::Contains("xlsx"));
  CHECK_THAT(refusal("figures?" + whole_day() + "&colour=red"), Catch::Contains("colour"));
  CHECK_THAT(refusal("figures?from=" + seconds_ago(0) + "&to=" + seconds_ago(9)),
             Catch::Contains("before"));
  CHECK_THAT(refusal("rankings?month=November"), Catch::Contains("2026-11"));
  CHECK_THAT(refusal("rankings?month=2099-01"), Catch::Contains("future"));
}
