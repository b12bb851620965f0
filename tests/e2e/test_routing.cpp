#include "tests/e2e/api_client.hpp"
#include "tests/e2e/child.hpp"
#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/running_server.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace yuntu::test;

namespace {

/// A county of its own tree, words and departments.
class County {
public:
  County() {
    std::filesystem::create_directories(town.data() / "config");
    write("categories_own.toml", "name = \"own\"\ntitle = \"我县\"\n[[class]]\ncode = \"1\"\n"
                                 "name = \"公用\"\n[class.items]\n01 = \"供水\"\n02 = \"路灯\"\n");
    write("lexicon_own.toml", "categories = \"own\"\n[[entry]]\ncategory = \"供水\"\n"
                              "words = [\"漏水\", \"pipe\"]\n[[entry]]\ncategory = \"路灯\"\n"
                              "words = \"lamp\"\n");
    write("departments.toml", "[[department]]\ncode = \"water\"\nname = \"水务公司\"\n"
                              "[[rule]]\ncategory = \"供水\"\ndepartment = \"water\"\n"
                              "level = \"grid\"\narea = \"" +
                                  DemoTown::grid(1) + "\"\n");
    std::ofstream(settings()) << "categories = \"own\"\n";
  }

  void write(std::string const &name, std::string const &text) const {
    std::ofstream(town.data() / "config" / name) << text;
  }
  [[nodiscard]] std::filesystem::path settings() const { return town.dir().path() / "own.toml"; }
  [[nodiscard]] Finished check() const {
    return yuntu::test::yuntu({"check", "--data", town.data().string()});
  }

  TownCopy town;
};

json report_at(DemoPlace const &place, int number, std::string const &text) {
  auto report = incident_report(number, place.lon, place.lat);
  report.erase("category");
  report["text"] = text;
  return report;
}

} // namespace

TEST_CASE("reports are routed by the county's own words and departments, and stay so") {
  County const county;
  auto const place = demo_town().places_in(DemoTown::grid(1)).at(0);
  auto const path = "/api/v1/incidents/" + uuid(1);
  json routed;
  auto const corrections = json::parse(R"({"items":[{"from":"供水","to":"路灯","count":1,
    "of":{"reporter":0,"lexicon":1,"person":0}}],"next":null})");
  {
    RunningServer const server(county.town.data(), county.settings());
    CHECK(ApiClient(server.port(), demo_town().token("steward"))
              .get("/api/v1/routing/corrections")
              .body.at("items")
              .empty());
    ApiClient const desk(server.port(), demo_town().token("desk"));
    auto const tree = desk.get("/api/v1/categories").body;
    CHECK(tree.at("name") == "own");
    CHECK(tree.at("classes")[0].at("categories")[1] == json{{"code", "102"}, {"name", "路灯"}});
    CHECK(tree.at("departments") == json::parse(R"([{"code":"water","name":"水务公司"}])"));

    auto const tried = desk.get("/api/v1/routing" + ApiClient::at(place.lon, place.lat) +
                                "&text=a%20PIPE%20by%20the%20lamp,%20pipe%20%E6%BC%8F%E6%B0%B4");
    INFO(tried.raw.body);
    REQUIRE(tried.status == 200);
    CHECK(tried.body.at("category") == "供水");
    CHECK(tried.body.at("department_name") == "水务公司");
    CHECK(tried.body.at("scores").size() == 2);
    CHECK(tried.body.at("areas").at("grid") == DemoTown::grid(1));
    CHECK(desk.get("/api/v1/incidents").body.at("items").empty());

    auto const made =
        desk.post("/api/v1/incidents", report_at(place, 1, "a PIPE by the lamp, pipe 漏水"));
    REQUIRE(made.status == 201);
    routed = made.body;
    CHECK(routed.at("category") == "供水");
    CHECK(routed.at("department") == "water");
    CHECK(routed.at("routings") ==
          json::parse(R"([{"category":"供水","department":"water","post":null,"cause":"lexicon",
            "rule":"category 供水 in grid )" +
                      DemoTown::grid(1) + R"(","words":["pipe","漏水"],"runner_up":"路灯"}])"));

    auto unknown = report_at(place, 2, "x");
    unknown["category"] = "停水";
    auto const refused = desk.post("/api/v1/incidents", unknown);
    CHECK(refused.status == 422);
    CHECK(refused.body.at("detail").get<std::string>().find("the nearest are 供水") !=
          std::string::npos);
    CHECK(desk.get("/api/v1/incidents/" + uuid(2)).status == 404);

    auto const corrected = desk.post(
        path + "/actions", {{"action", "classify"}, {"category", "102"}}, {"If-Match: *"});
    REQUIRE(corrected.status == 200);
    CHECK(corrected.body.at("category") == "路灯");
    CHECK(corrected.body.at("department") == "");
    auto const metrics = desk.get("/metrics").raw.body;
    CHECK(metrics.find("yuntu_routings_total{cause=\"lexicon\"} 1\n") != std::string::npos);
    CHECK(metrics.find("yuntu_routing_corrections_total{of=\"lexicon\"} 1\n") != std::string::npos);
    CHECK(desk.get("/api/v1/routing/corrections").body == corrections);
    routed = desk.get(path).body;
  }
  RunningServer const again(county.town.data(), county.settings());
  ApiClient const desk(again.port(), demo_town().token("desk"));
  CHECK(desk.get(path).body.at("routings") == routed.at("routings"));
  CHECK(desk.get("/api/v1/routing/corrections").body == corrections);
  CHECK(desk.get("/metrics").raw.body.find("yuntu_routing_corrections_total{of=\"lexicon\"} 1\n") !=
        std::string::npos);
}

TEST_CASE("what is wrong with trees, words and rules is told before a server starts") {
  County const county;
  auto const good = county.check();
  INFO(good.errors);
  CHECK(json::parse(good.out).at("policy").at("unknown_categories").empty());
  CHECK(json::parse(good.out).at("policy").at("out_of_reach").empty());
  county.write("departments.toml", "[[department]]\ncode = \"w\"\nname = \"水务\"\n"
                                   "[[rule]]\ncategory = \"修水管\"\ndepartment = \"w\"\n");
  CHECK(json::parse(county.check().out).at("policy").at("unknown_categories") ==
        json::array({"修水管"}));
  county.write("lexicon_own.toml",
               "categories = \"own\"\n[[entry]]\ncategory = \"绿化\"\nwords = \"树\"\n");
  auto const bad = county.check();
  CHECK(bad.code == 2);
  CHECK(bad.errors.find("lexicon_own.toml") != std::string::npos);
  CHECK(bad.errors.find("\"绿化\"") != std::string::npos);
  CHECK_THROWS_WITH(RunningServer(county.town.data(), county.settings()),
                    Catch::Contains("lexicon_own.toml"));
}
