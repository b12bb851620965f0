#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

using namespace yuntu::test;

namespace {

/// The desk watching what stations reach, and closing streets.
class Desk {
public:
  explicit Desk(Scene const &scene) : api_(scene.as("desk")), live_(scene.watch_as("desk")) {
    live_.subscribe({"reach", "plan"});
  }

  /// As the snapshot said.
  [[nodiscard]] json reach_of(std::string const &station) const {
    for (auto const &reach : live_.snapshot().at("upserts")) {
      if (reach.at("id") == station) {
        return reach;
      }
    }
    return nullptr;
  }
  /// The next change of this station's reach on /live.
  json await_reach(std::string const &station) {
    json found;
    live_.await([&](json const &message) {
      for (auto const &upsert : message.value("upserts", json::array())) {
        if (upsert.at("id") == station) {
          found = upsert;
        }
      }
      return !found.is_null();
    });
    return found;
  }
  /// Until the station's reach is gone and the plan serves other than that many households;
  /// whichever of them is told first.
  int await_closed(std::string const &station, json const &plan, int before) {
    bool has_gone = false;
    int served = before;
    live_.await([&](json const &message) {
      auto const removes = message.value("removes", json::array());
      has_gone |= std::find(removes.begin(), removes.end(),
                            json{{"layer", "reach"}, {"id", station}}) != removes.end();
      served = served_in(message, plan).value_or(served);
      return has_gone && served != before;
    });
    return served;
  }
  /// Until the station has a reach again and the plan serves that many.
  json await_opened(std::string const &station, json const &plan, int wanted) {
    json reach;
    int served = -1;
    live_.await([&](json const &message) {
      for (auto const &upsert : message.value("upserts", json::array())) {
        reach = upsert.at("id") == station ? upsert : reach;
      }
      served = served_in(message, plan).value_or(served);
      return !reach.is_null() && served == wanted;
    });
    return reach;
  }
  Answer close(int number, json const &place, json const &more = json::object()) {
    json body{
        {"id", uuid(number)}, {"lon", place.at(0)}, {"lat", place.at(1)}, {"reason", "works"}};
    body.update(more);
    return api_.post("/api/v1/closures", body);
  }
  Answer close_station(int number, std::string const &code) {
    return api_.post("/api/v1/closures",
                     {{"id", uuid(number)}, {"station", code}, {"reason", "no power"}});
  }
  Answer open(int number) { return api_.erase("/api/v1/closures/" + uuid(number)); }
  ApiClient const &api() const { return api_; }
  [[nodiscard]] json first_station() const {
    return api_.get("/api/v1/map").body.at("stations").at(0);
  }

private:
  static std::optional<int> served_in(json const &message, json const &plan) {
    std::optional<int> served;
    for (auto const &upsert : message.value("upserts", json::array())) {
      if (upsert.at("layer") == "plan" && upsert.at("id") == plan.at("id")) {
        served = upsert.at("answer").at("after").at("households").get<int>();
      }
    }
    return served;
  }

  ApiClient api_;
  LiveClient live_;
};

double distance(json const &place, json const &station) {
  return std::hypot(place.at(0).get<double>() - station.at("lon").get<double>(),
                    place.at(1).get<double>() - station.at("lat").get<double>());
}

/// A point on each reached street, halfway along its longest piece, the nearest to the station
/// first: closing any of them changes the streets it reaches.
std::vector<json> street_middles(json const &reach, json const &station) {
  std::vector<json> middles;
  for (auto const &line : reach.at("streets").at("coordinates")) {
    std::pair<double, json> longest{-1, nullptr};
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      auto const x = [&](std::size_t k) { return line[k][0].get<double>(); };
      auto const y = [&](std::size_t k) { return line[k][1].get<double>(); };
      auto const length = std::hypot(x(i + 1) - x(i), y(i + 1) - y(i));
      longest = std::max(longest, {length, json{(x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2}});
    }
    middles.push_back(longest.second);
  }
  std::sort(middles.begin(), middles.end(), [&](json const &a, json const &b) {
    return distance(a, station) < distance(b, station);
  });
  return middles;
}

double distance_between(json const &one, json const &other) {
  return std::hypot(one.at(0).get<double>() - other.at(0).get<double>(),
                    one.at(1).get<double>() - other.at(1).get<double>());
}

/// Whether the place lies on the line, but for rounding.
bool lies_on(json const &line, json const &place) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    auto const way_round = distance_between(line[i], place) + distance_between(place, line[i + 1]);
    if (way_round - distance_between(line[i], line[i + 1]) < 1e-6) {
      return true;
    }
  }
  return false;
}

/// What GET /coverage says of one station.
json coverage_of(Desk const &desk, std::string const &station) {
  auto const answer = desk.api().get("/api/v1/coverage?minutes=15&station=" + station);
  REQUIRE(answer.status == 200);
  return answer.body.at("origins").at(0);
}

} // namespace

TEST_CASE("a street blocked through the API changes a station's served count on /live") {
  Scene const scene;
  Desk desk(scene);
  auto const station = desk.first_station();
  auto const code = station.at("code").get<std::string>();
  auto const before = desk.reach_of(code);
  REQUIRE(before.at("buildings") > 0);
  CHECK(before.at("limit_s") == 900);
  CHECK(coverage_of(desk, code).at("buildings") == before.at("buildings"));

  // Near the station a closure may also turn its door to another street, from which it reaches
  // more: the one looked for takes buildings away.
  int number = 0;
  bool has_lost = false;
  auto const places = street_middles(before, station);
  for (auto place = places.begin(); place != places.end() && !has_lost; ++place) {
    REQUIRE(desk.close(++number, *place).status == 201);
    auto const closed = desk.await_reach(code);
    has_lost = closed.at("buildings") < before.at("buildings");
    if (has_lost) {
      CHECK(closed.at("households") < before.at("households"));
      auto const covered = coverage_of(desk, code);
      CHECK(covered.at("buildings") == closed.at("buildings"));
      CHECK(covered.at("households") == closed.at("households"));
      auto const items = desk.api().get("/api/v1/closures").body.at("items");
      REQUIRE(items.size() == 1);
      auto const &street = items[0].at("street");
      CHECK(lies_on(street, *place));
      auto const streets = desk.api().get("/api/v1/streets").body.at("coordinates");
      CHECK(std::find(streets.begin(), streets.end(), street) != streets.end());
    }
    REQUIRE(desk.open(number).status == 204);
    CHECK(desk.await_reach(code) == before);
  }
  CHECK(has_lost);
  CHECK(desk.api().get("/api/v1/closures").body.at("items").empty());
}

TEST_CASE("the command line and the server say the same of every station") {
  Scene const scene;
  auto const answer = scene.as("desk").get("/api/v1/coverage?minutes=10");
  auto const done =
      yuntu::test::yuntu({"coverage", "--data", scene.town.data().string(), "--minutes", "10"});
  REQUIRE(done.code == 0);
  CHECK(json::parse(done.out) == answer.body);
  CHECK(answer.body.at("origins").size() == 5);
  CHECK(answer.body.at("total").at("buildings") == 400);
  CHECK(answer.body.at("total").at("households") ==
        demo_town().manifest.at("totals").at("households"));
}

TEST_CASE("a station closed through the API has no reach on /live, in coverage and in a plan") {
  Scene const scene;
  Desk desk(scene);
  auto const station = desk.first_station();
  auto const code = station.at("code").get<std::string>();
  auto const before = desk.reach_of(code);
  auto const path = "/api/v1/coverage?minutes=15&station=" + code;
  auto const plan = desk.api().post("/api/v1/plans",
                                    {{"name", "河东"}, {"minutes", 3}, {"edits", json::array()}});
  REQUIRE(plan.status == 201);
  auto const served = plan.body.at("answer").at("after").at("households").get<int>();

  auto const closed = desk.close_station(1, code);
  INFO(closed.raw.body);
  REQUIRE(closed.status == 201);
  CHECK(closed.body.at("station") == code);
  CHECK(closed.body.at("lon") == station.at("lon"));
  CHECK(closed.body.at("street") == nullptr);
  CHECK(desk.await_closed(code, plan.body, served) < served);
  CHECK(desk.api().get(path).status == 422);
  CHECK(desk.api().get("/api/v1/coverage?minutes=15").body.at("origins").size() == 4);

  REQUIRE(desk.open(1).status == 204);
  CHECK(desk.await_opened(code, plan.body, served).at("buildings") == before.at("buildings"));
  CHECK(desk.api().get(path).status == 200);
  CHECK(coverage_of(desk, code).at("buildings") == before.at("buildings"));
}

TEST_CASE("a closure is of a street or of a station that there is") {
  Scene const scene;
  Desk desk(scene);
  auto const unknown = desk.close_station(1, "T99");
  CHECK(unknown.status == 422);
  CHECK(unknown.body.at("detail") == "there is no station \"T99\"");
  auto const both = desk.close(2, {118.6, 35.05}, {{"station", "T99"}});
  CHECK(both.status == 400);
  CHECK(both.body.at("detail").get<std::string>().find("either \"lon\"") != std::string::npos);
  CHECK(desk.api().get("/api/v1/closures").body.at("items").empty());
}

TEST_CASE("a closure where there is no street is refused with 422") {
  Scene const scene;
  Desk desk(scene);
  auto const answer = desk.close(1, {118.6, 35.05});
  CHECK(answer.status == 422);
  CHECK(answer.body.at("detail").get<std::string>().find("20 m") != std::string::npos);
  CHECK(desk.api().get("/api/v1/closures").body.at("items").empty());
}

TEST_CASE("the same closure again is answered 200 and another one under its id 409") {
  Scene const scene;
  Desk desk(scene);
  auto const corner = desk.api().get("/api/v1/streets").body.at("coordinates").at(0).at(0);
  CHECK(desk.close(1, corner).status == 201);
  CHECK(desk.close(1, corner).status == 200);
  CHECK(desk.close(1, corner, {{"reason", "other"}}).status == 409);
  CHECK(desk.open(1).status == 204);
  CHECK(desk.open(1).status == 404);
}

TEST_CASE("a closure with an end opens by itself") {
  Scene const scene;
  Desk desk(scene);
  auto const station = desk.first_station();
  auto const code = station.at("code").get<std::string>();
  auto const before = desk.reach_of(code);
  auto const place = street_middles(before, station).at(0);
  REQUIRE(desk.close(1, place, {{"until", seconds_ago(-2)}}).status == 201);
  CHECK(desk.await_reach(code) != before);
  CHECK(desk.await_reach(code) == before);
  CHECK(desk.api().get("/api/v1/closures").body.at("items").empty());
}
