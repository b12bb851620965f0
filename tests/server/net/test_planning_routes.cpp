// The routes of planning, called as the listener does, with threads that do at once what they get.
#include "server/net/api/api.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Matchers::Contains;
using net::Method;
using nlohmann::json;

namespace {

struct Answer {
  unsigned status = 0;
  json body;
  std::map<std::string, std::string> headers = {};
  std::string text = {};
};

class Planning {
public:
  Planning() {
    api_.to_pool = [](std::function<void()> const &task) { task(); };
    api_.walk_city = [this] { return city; };
    api_.what_ifs = &what_ifs_;
    api_.barriers = &barriers_;
    api_.sitings = &sitings_;
    api_.look_for_barriers = [this](std::function<void()> const &task) {
      ++looks;
      if (!is_busy) {
        task();
      }
      return !is_busy;
    };
    api_.to_siting = [this](std::size_t lane, std::function<void()> task) {
      lanes.push_back(lane);
      waiting_.push_back(std::move(task));
    };
    router_ = std::make_unique<net::Router>(net::make_routes(api_));
  }

  Answer send(Method method, std::string const &path, json const &body = nullptr,
              std::string const &user = "u1") const {
    auto const mark = path.find('?');
    auto const found = router_->find(method, path.substr(0, mark));
    REQUIRE(std::holds_alternative<net::Match>(found));
    auto const &match = std::get<net::Match>(found);
    CHECK(match.route->operation == (path.starts_with("/api/v1/siting")
                                         ? rules::Operation::run_siting
                                         : rules::Operation::read_coverage));
    net::Request request;
    request.method = method;
    request.captures = match.captures;
    request.body = body.dump();
    request.principal = {user, model::Role::planner, {}, {}};
    if (mark != std::string::npos) {
      read_query(path.substr(mark + 1), request.query);
    }
    Answer answer;
    match.route->handle(request, [&](net::Response const &response) {
      answer.status = response.status;
      answer.text = *response.body;
      answer.body = response.content_type.starts_with("text/") ? json() : json::parse(answer.text);
      answer.headers = {response.headers.begin(), response.headers.end()};
    });
    return answer;
  }
  Answer get(std::string const &path) const { return send(Method::get, path); }
  Answer ask(json const &edit, json const &more = json::object()) const {
    json body{{"minutes", 5}, {"edits", json::array({edit})}};
    body.update(more);
    return send(Method::post, "/api/v1/coverage/what-if", body);
  }
  /// What sitings wait for.
  void run_waiting() {
    for (auto const &task : std::exchange(waiting_, {})) {
      task();
    }
  }

  std::shared_ptr<services::WalkCity const> city = small_town::cut_city();
  bool is_busy = false;
  int looks = 0; ///< for barriers
  std::vector<std::size_t> lanes;

private:
  static void read_query(std::string const &text, std::map<std::string, std::string> &query) {
    for (std::size_t from = 0; from < text.size();) {
      auto const to = std::min(text.find('&', from), text.size());
      auto const pair = text.substr(from, to - from);
      query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
      from = to + 1;
    }
  }

  services::WhatIfShelf what_ifs_;
  services::BarrierService barriers_{what_ifs_};
  services::SitingJobs sitings_;
  net::Api api_;
  std::unique_ptr<net::Router> router_;
  std::vector<std::function<void()>> waiting_;
};

json const station_by_b2{{"edit", "add_station"}, {"lon", 118.3608}, {"lat", 35.0549}};

json siting(json const &more = json::object()) {
  json body{{"candidates", json::parse(R"([{"code":"A","lon":118.354,"lat":35.0551},
                                           {"code":"B","lon":118.3608,"lat":35.0549}])")},
            {"minutes", 5}};
  body.update(more);
  return body;
}

} // namespace

TEST_CASE("a what-if is answered with what would change") {
  Planning const planning;
  auto const answer = planning.ask(station_by_b2);
  CHECK(answer.status == 200);
  CHECK(answer.body.at("limit_s") == 300);
  CHECK(answer.body.at("profile") == "standard");
  CHECK(answer.body.at("before") == json{{"buildings", 1}, {"households", 24}});
  CHECK(answer.body.at("after") == json{{"buildings", 2}, {"households", 54}});
  CHECK(answer.body.at("gained") ==
        json{{"buildings", 1}, {"households", 30}, {"codes", json::array({"B2"})}});
  CHECK(answer.body.at("lost") ==
        json{{"buildings", 0}, {"households", 0}, {"codes", json::array()}});
  CHECK(answer.body.at("lost_with_street") == 0);
  CHECK(answer.body.contains("saved_household_s"));
  // Nothing is stored.
  CHECK(planning.ask(station_by_b2).body == answer.body);
  CHECK(planning.ask(station_by_b2, {{"profile", "elder"}}).body.at("profile") == "elder");
  CHECK(planning.ask(station_by_b2, {{"profile", "wheelchair"}}).body.at("after") ==
        answer.body.at("after"));
  auto const slow = planning.ask(station_by_b2, {{"profile", "standard@0.2"}});
  CHECK(slow.body.at("profile") == "standard@0.2");
  CHECK(slow.body.at("after").at("buildings") < answer.body.at("after").at("buildings"));
}

TEST_CASE("a what-if that cannot be answered says why") {
  Planning planning;
  CHECK(planning.ask({{"edit", "remove_station"}, {"station", "T9"}}).status == 404);
  CHECK(planning.ask({{"edit", "close_street"}, {"lon", 118.36}, {"lat", 35.09}}).status == 422);
  CHECK(planning.ask({{"edit", "burn"}}).status == 400);
  auto const profile = planning.ask(station_by_b2, {{"profile", "horse"}});
  CHECK(profile.status == 400);
  CHECK_THAT(profile.body.at("detail").get<std::string>(), Contains("horse"));
  planning.city = nullptr;
  CHECK(planning.ask(station_by_b2).status == 409);
}

TEST_CASE("barriers are looked for once, and cut to as many as are asked for") {
  Planning planning;
  auto const path = std::string("/api/v1/coverage/barriers?minutes=15");
  auto const answer = planning.get(path);
  CHECK(answer.status == 200);
  CHECK(answer.body.at("limit_s") == 900);
  CHECK(answer.body.at("profile") == "standard");
  auto const &openings = answer.body.at("openings");
  REQUIRE(openings.size() == 1);
  CHECK(openings[0].at("kind") == "gate");
  CHECK(openings[0].at("from").size() == 2);
  CHECK(openings[0].at("length_m") == Approx(182).margin(2));
  // A place for an edit that opens it: half its length from either end.
  auto const gate = openings[0].at("place");
  auto const opened = planning.ask(
      {{"edit", "open_street"}, {"lon", gate.at(0)}, {"lat", gate.at(1)}}, {{"minutes", 15}});
  CHECK(opened.status == 200);
  CHECK(opened.body.at("gained").at("households") == openings[0].at("households"));
  CHECK(planning.looks == 1);
  planning.is_busy = true;
  CHECK(planning.get(path + "&most=50").body == answer.body);
  CHECK(planning.looks == 1);
  CHECK(planning.get(path + "&profile=elder").status == 503);
  CHECK(planning.get("/api/v1/coverage/barriers?metres=990").status == 200);
}

TEST_CASE("a bad parameter of barriers is refused by its name") {
  auto const [query, words] =
      GENERATE(table<std::string, std::string>({{"", "minutes"},
                                                {"minutes=10&metres=7", "minutes"},
                                                {"minutes=-1", "120"},
                                                {"minutes=121", "120"},
                                                {"minutes=x", "minutes"},
                                                {"minutes=10&most=0", "most"},
                                                {"minutes=10&most=51", "most"},
                                                {"minutes=10&most=x", "most"},
                                                {"minutes=10&profile=horse", "profile"},
                                                {"minutes=10&lon=1", "lon"}}));
  CAPTURE(query);
  Planning const planning;
  auto const answer = planning.get("/api/v1/coverage/barriers?" + query);
  CHECK(answer.status == 400);
  CHECK_THAT(answer.body.at("detail").get<std::string>(), Contains(words));
}

TEST_CASE("a siting begins, runs in its lane, is read and cancelled by who began it") {
  Planning planning;
  auto const begun = planning.send(Method::post, "/api/v1/siting", siting());
  CHECK(begun.status == 202);
  CHECK(begun.body.at("state") == "running");
  CHECK(begun.body.at("done") == 0);
  auto const path = begun.headers.at("Location");
  CHECK(path == "/api/v1/siting/" + begun.body.at("id").get<std::string>());
  CHECK(planning.get(path).body == begun.body);
  CHECK(planning.send(Method::get, path, nullptr, "u2").status == 404);
  CHECK(planning.send(Method::erase, path, nullptr, "u2").status == 404);

  auto const mine = planning.send(Method::post, "/api/v1/siting", siting());
  CHECK(mine.status == 409);
  CHECK_THAT(mine.body.at("detail").get<std::string>(),
             Contains(begun.body.at("id").get<std::string>()));
  auto const second = planning.send(Method::post, "/api/v1/siting", siting(), "u2");
  CHECK(second.status == 202);
  CHECK(planning.lanes == std::vector<std::size_t>{0, 1});
  CHECK(planning.send(Method::post, "/api/v1/siting", siting(), "u3").status == 409);
  auto const cancelled = planning.send(Method::erase, second.headers.at("Location"), nullptr, "u2");
  CHECK(cancelled.status == 200);
  CHECK(cancelled.body.at("state") == "cancelled");

  planning.run_waiting();
  auto const done = planning.get(path);
  CHECK(done.body.at("state") == "done");
  CHECK(done.body.at("done") == 1);
  CHECK(done.body.at("result").at("picks").at(0).at("code") == "B");
  CHECK_FALSE(planning.send(Method::get, second.headers.at("Location"), nullptr, "u2")
                  .body.contains("result"));
  CHECK(planning.get("/api/v1/siting/none").status == 404);
}

TEST_CASE("a what-if counts older people where buildings tell of them") {
  auto layers = small_town::western_layers();
  auto buildings = small_town::buildings();
  buildings[0].attributes.emplace_back("older", "13");
  buildings[1].attributes.emplace_back("older", "20");
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  Planning planning;
  planning.city = std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{});
  auto const added = planning.ask(station_by_b2).body;
  CHECK(added.at("before") == json{{"buildings", 1}, {"households", 24}, {"older", 13}});
  CHECK(added.at("gained").at("older") == 20);
  CHECK(added.at("lost").at("older") == 0);
  CHECK(added.at("after") == json{{"buildings", 2}, {"households", 54}, {"older", 33}});
  auto const removed = planning.ask({{"edit", "remove_station"}, {"station", "T1"}}).body;
  CHECK(removed.at("lost").at("older") == 13);
  CHECK(removed.at("after").at("older") == 0);
}

TEST_CASE("what a siting chose comes as a table and as points too") {
  Planning planning;
  auto question = siting({{"picks", 2}});
  question["candidates"][1]["name"] = "=1+1, 二楼";
  auto const path = planning.send(Method::post, "/api/v1/siting", question).headers.at("Location");
  auto const early = planning.get(path + "?format=csv");
  CHECK(early.status == 409);
  planning.run_waiting();
  auto const table = planning.get(path + "?format=csv");
  CHECK(table.status == 200);
  CHECK(table.headers.at("Content-Disposition") == "attachment; filename=\"sites.csv\"");
  CHECK(table.text == "\xEF\xBB\xBFrank,code,name,lon,lat,buildings,households,newly\r\n"
                      "1,B,\"'=1+1, 二楼\",118.3608,35.0549,1,30,30\r\n"); // A would add nobody
  auto const map = planning.get(path + "?format=geojson");
  CHECK(map.headers.at("Content-Disposition") == "attachment; filename=\"sites.geojson\"");
  auto const &first = map.body.at("features").at(0);
  CHECK(first.at("properties").at("rank") == 1);
  CHECK(first.at("properties").at("code") == "B");
  CHECK(first.at("geometry").at("coordinates") == json{118.3608, 35.0549});
  auto const wrong = planning.get(path + "?format=xlsx");
  CHECK(wrong.status == 400);
  CHECK_THAT(wrong.body.at("detail").get<std::string>(), Contains("json, csv or geojson"));
}

TEST_CASE("a siting that cannot be is refused") {
  Planning planning;
  auto const status = [&](json const &more) {
    return planning.send(Method::post, "/api/v1/siting", siting(more)).status;
  };
  CHECK(status({{"picks", 0}}) == 400);
  CHECK(status({{"profile", "horse"}}) == 400);
  auto const unknown = planning.send(Method::post, "/api/v1/siting", siting({{"kind", "circus"}}));
  CHECK(unknown.status == 404);
  CHECK_THAT(unknown.body.at("detail").get<std::string>(), Contains("circus"));
  auto layers = small_town::layers();
  layers.erase(model::LayerKind::building);
  planning.city = std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{});
  CHECK(status(json::object()) == 422);
  CHECK(status({{"weight", "buildings"}}) == 202);
  CHECK(status({{"weight", "older"}}) == 422);
  planning.city = nullptr;
  CHECK(status(json::object()) == 409);
  CHECK(planning.lanes.size() == 1);
}
