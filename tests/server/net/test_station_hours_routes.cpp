// `at` and `kind` on the routes that depend on stations.
#include "server/net/api/api.hpp"
#include "tests/support/town_with_hours.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using Query = std::map<std::string, std::string>;

namespace {

constexpr auto monday = town_with_hours::monday_morning;
constexpr auto saturday = town_with_hours::saturday_evening;

/// The routes on the town, with threads that do at once what they get.
class Desk {
public:
  Desk() {
    net::Api api;
    api.to_pool = [](std::function<void()> const &work) { work(); };
    api.walk_city = [this] { return city_; };
    api.area_trees = std::make_shared<services::AreaTreeCache>();
    api.what_ifs = &what_ifs_;
    api.barriers = &barriers_;
    api.look_for_barriers = [](std::function<void()> const &task) {
      task();
      return true;
    };
    net::add_coverage_routes(routes_, api);
    net::add_planning_routes(routes_, api);
  }

  [[nodiscard]] net::Response send(std::string const &name, Query query,
                                   json const &body = nullptr) const {
    auto const path = "/api/v1/coverage" + name;
    auto const route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](auto const &one) { return one.pattern == path; });
    REQUIRE(route != routes_.end());
    net::Request request;
    request.path = path;
    request.query = std::move(query);
    request.body = body.dump();
    net::Response response;
    route->handle(request, [&](net::Response answer) { response = std::move(answer); });
    return response;
  }
  [[nodiscard]] json ask(std::string const &name, Query query, json const &body = nullptr) const {
    auto const response = send(name, std::move(query), body);
    INFO(*response.body);
    REQUIRE(response.status == 200);
    return json::parse(*response.body);
  }
  [[nodiscard]] std::string refusal(unsigned status, std::string const &name, Query query) const {
    auto const response = send(name, std::move(query));
    CHECK(response.status == status);
    return json::parse(*response.body).value("detail", "");
  }

private:
  std::shared_ptr<services::WalkCity const> city_ = town_with_hours::city();
  services::WhatIfShelf what_ifs_;
  services::BarrierService barriers_{what_ifs_};
  std::vector<net::Route> routes_;
};

} // namespace

TEST_CASE("only stations open at the time count in every answer about coverage") {
  Desk const desk;
  CHECK(desk.ask("", {{"minutes", "15"}}).at("covered").at("households") == 66);
  CHECK(desk.ask("", {{"minutes", "15"}, {"at", saturday}}).at("covered").at("households") == 42);
  CHECK(desk.ask("/buildings", {{"minutes", "15"}, {"at", saturday}}).at("buildings").size() == 2);
  auto const areas = desk.ask("/areas", {{"level", "grid"}, {"at", saturday}});
  CHECK(areas.at("total").at("served")[2].at("households") == 42);
  CHECK(desk.ask("/areas", {{"level", "grid"}, {"at", monday}})
            .at("total")
            .at("served")[2]
            .at("households") == 66);
  CHECK(desk.ask("/barriers", {{"minutes", "15"}, {"at", saturday}}).at("limit_s") == 900);
  json const body{{"at", saturday},
                  {"edits", json::array({{{"edit", "remove_station"}, {"station", "T2"}}})}};
  CHECK(desk.ask("/what-if", {}, body).at("before").at("households") == 42);
}

TEST_CASE("only stations of the kind count") {
  Desk const desk;
  CHECK(desk.ask("", {{"minutes", "15"}, {"kind", "hall"}}).at("covered").at("households") == 54);
  CHECK_THAT(desk.refusal(404, "/areas", {{"level", "grid"}, {"kind", "bakery"}}),
             Contains("bakery") && Contains("clinic, hall"));
}

TEST_CASE("a walk to a station that is closed then is refused with its hours") {
  Desk const desk;
  for (auto const *const name : {"", "/reach", "/buildings"}) {
    CHECK_THAT(desk.refusal(422, name, {{"minutes", "5"}, {"station", "T1"}, {"at", saturday}}),
               Contains("T1") && Contains("Mo-Fr 08:30-17:30"));
  }
  CHECK(desk.send("/reach", {{"minutes", "5"}, {"station", "T1"}, {"at", monday}}).status == 200);
  CHECK_THAT(desk.refusal(422, "/reach", {{"minutes", "5"}, {"station", "T1"}, {"kind", "clinic"}}),
             Contains("\"hall\""));
}

TEST_CASE("a time without a zone is refused by its name") {
  Desk const desk;
  CHECK_THAT(desk.refusal(400, "/areas", {{"level", "grid"}, {"at", "2026-11-28T20:00"}}),
             Contains("\"at\""));
  CHECK_THAT(desk.refusal(400, "/barriers", {{"minutes", "5"}, {"at", "Sa"}}), Contains("\"at\""));
}

TEST_CASE("stations come with whom they serve alone and together, as a table too") {
  Desk const desk;
  auto const all = desk.ask("/stations", {{"minutes", "15"}});
  CHECK(all.at("at").is_null());
  CHECK(all.at("stations")[0] == json{{"code", "T1"},
                                      {"name", "name of T1"},
                                      {"kind", "hall"},
                                      {"hours", "Mo-Fr 08:30-17:30"},
                                      {"open", nullptr},
                                      {"off_street", false},
                                      {"buildings", 2},
                                      {"households", 54},
                                      {"alone", {{"buildings", 1}, {"households", 24}}},
                                      {"shared", {{"buildings", 1}, {"households", 30}}}});
  CHECK(all.at("unserved") == json{{"buildings", 0}, {"households", 0}});
  auto const closed = desk.ask("/stations", {{"minutes", "15"}, {"at", saturday}});
  CHECK(closed.at("at") == "2026-11-28T12:00:00.000Z");
  CHECK(closed.at("stations")[0].at("open") == false);
  CHECK(closed.at("kinds") ==
        json{{{"kind", "clinic"}, {"stations", 1}, {"buildings", 2}, {"households", 42}}});
  auto const table =
      desk.send("/stations", {{"minutes", "15"}, {"at", saturday}, {"format", "csv"}});
  CHECK(table.content_type == "text/csv; charset=utf-8");
  CHECK(*table.body ==
        "\xEF\xBB\xBFrow,code,name,kind,hours,open,off_street,buildings,households,buildings_alone,"
        "households_alone,buildings_shared,households_shared\r\n"
        "item,T1,name of T1,hall,Mo-Fr 08:30-17:30,no,no,0,0,0,0,0,0\r\n"
        "item,T2,name of T2,clinic,24/7,yes,no,2,42,2,42,0,0\r\n"
        "served,,有站可到,,,,,2,42,2,42,0,0\r\n"
        "unserved,,无站可到,,,,,1,24,0,0,0,0\r\n"
        "total,,合计,,,,,3,66,0,0,0,0\r\n");
}
