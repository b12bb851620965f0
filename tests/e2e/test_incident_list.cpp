#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu::test;

namespace {

using Numbers = std::vector<int>;

Lines ids_of(Numbers const &numbers) {
  Lines ids;
  for (int const number : numbers) {
    ids.push_back(uuid(number));
  }
  return ids;
}

Lines ids_in(json const &items) {
  Lines ids;
  for (auto const &item : items) {
    ids.push_back(item.at("id"));
  }
  return ids;
}

std::string encoded(std::string const &text) {
  constexpr char const *digits = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

/// Six incidents, 10 to 60 minutes old; the order in which they are due is 3 2 4 1 6 5:
///  number  grid  severity  category   stage        due by the built-in deadlines
///  1       1     routine   路灯       in_progress  in three days, it is paused, at most for 72 h
///  2       1     urgent    路灯       received     15 minutes ago (contact within 5)
///  3       2     critical  供水       received     29 minutes ago (contact within 1)
///  4       2     routine   供水       classified   in 140 minutes (contact within 180)
///  5       1     urgent    电梯       done         no more
///  6       2     routine   违法搭建   received     in 15 working days
class ListedTown {
public:
  ListedTown() {
    raise(1, scene_.here.at(0), "routine", "路灯");
    raise(2, scene_.here.at(1), "urgent", "路灯");
    raise(3, scene_.there.at(0), "critical", "供水");
    raise(4, scene_.there.at(1), "routine", "供水");
    raise(5, scene_.here.at(2), "urgent", "电梯");
    raise(6, scene_.there.at(2), "routine", "违法搭建");
    scene_.act(4, "classify", 1);
    scene_.act(1, "classify", 1);
    scene_.act(1, "accept", 2);
    act_with_note(1, "pause", 3);
    act_with_note(5, "reject", 1);
  }

  [[nodiscard]] Answer list(std::string const &query, std::string const &user = "desk") const {
    return scene_.as(user).get("/api/v1/incidents" + query);
  }
  void check(std::string const &query, Numbers const &expected,
             std::string const &user = "desk") const {
    auto const answer = list(query, user);
    INFO(query << " " << answer.raw.body);
    REQUIRE(answer.status == 200);
    CHECK(ids_in(answer.body.at("items")) == ids_of(expected));
    CHECK(answer.body.at("next").is_null());
  }
  /// RFC 3339, as the incident of this number was reported.
  [[nodiscard]] std::string const &time_of(int number) const {
    return times_.at(static_cast<std::size_t>(number) - 1);
  }
  [[nodiscard]] Scene const &scene() const { return scene_; }

private:
  void act_with_note(int number, std::string const &action, int version) const {
    auto const answer = scene_.as("desk").post("/api/v1/incidents/" + uuid(number) + "/actions",
                                               {{"action", action}, {"note", "as agreed"}},
                                               {"If-Match: \"" + std::to_string(version) + "\""});
    INFO(answer.raw.body);
    REQUIRE(answer.status == 200);
  }
  void raise(int number, DemoPlace const &place, std::string const &severity,
             std::string const &category) {
    auto report = incident_report(number, place.lon, place.lat, severity);
    report["category"] = category;
    report["time"] = times_.emplace_back(seconds_ago(600 * number));
    auto const answer = scene_.as("desk").post("/api/v1/incidents", report);
    INFO(answer.raw.body);
    REQUIRE(answer.status == 201);
  }

  Scene scene_;
  Lines times_;
};

} // namespace

TEST_CASE("each filter of the list of incidents gives exactly those that fit, newest first") {
  ListedTown const town;
  town.check("", {1, 2, 3, 4, 5, 6});
  town.check("?area=" + DemoTown::grid(1), {1, 2, 5});
  town.check("?area=" + DemoTown::grid(2), {3, 4, 6});
  town.check("?area=" + DemoTown::grid(8), {});
  town.check("?area=no-such", {});
  town.check("?area=" + town.scene().here.at(1).areas.at("building").at("code").get<std::string>(),
             {2});
  town.check("?severity=routine", {1, 4, 6});
  town.check("?severity=urgent", {2, 5});
  town.check("?severity=critical", {3});
  town.check("?category=" + encoded("路灯"), {1, 2});
  town.check("?category=" + encoded("供水"), {3, 4});
  town.check("?category=" + encoded("供气"), {});
  town.check("?stage=received", {2, 3, 6});
  town.check("?stage=classified", {4});
  town.check("?stage=in_progress", {1});
  town.check("?stage=rated", {});
  town.check("?stage=done", {5});
  town.check("?since=" + town.time_of(3), {1, 2, 3}); // the moment itself is in
  town.check("?since=" + seconds_ago(600 * 3 + 300), {1, 2, 3});
  town.check("?since=" + seconds_ago(60), {});
  town.check("?since=" + town.time_of(4) + "&severity=routine&area=" + DemoTown::grid(2), {4});
  town.check("?area=" + DemoTown::grid(1) + "&sort=due", {2, 1, 5});
}

TEST_CASE("a worker's list holds what its areas give it, whatever the filter") {
  ListedTown const town;
  town.check("", {1, 2, 5}, "worker-1");
  town.check("?severity=routine", {4, 6}, "worker-2");
  town.check("?area=" + DemoTown::grid(1), {}, "worker-2");
}

TEST_CASE("pages of the list of incidents follow one another without a hole or a double") {
  ListedTown const town;
  struct Order {
    std::string name;
    Numbers expected;
  };
  auto const order = GENERATE(Order{"time", {1, 2, 3, 4, 5, 6}}, Order{"due", {3, 2, 4, 1, 6, 5}});
  auto const limit = GENERATE(1U, 2U, 4U, 6U);
  auto const query = "?sort=" + order.name + "&limit=" + std::to_string(limit);
  INFO(query);
  Lines seen;
  std::size_t pages = 0;
  for (std::string cursor; pages == 0 || !cursor.empty();) {
    auto const page = town.list(query + (cursor.empty() ? "" : "&cursor=" + cursor));
    INFO(page.raw.body);
    REQUIRE(page.status == 200);
    REQUIRE(++pages <= 6);
    auto const ids = ids_in(page.body.at("items"));
    CHECK(ids.size() == std::min<std::size_t>(limit, 6 - seen.size()));
    seen.insert(seen.end(), ids.begin(), ids.end());
    auto const &next = page.body.at("next");
    cursor = next.is_null() ? "" : next.get<std::string>();
  }
  CHECK(seen == ids_of(order.expected));
  CHECK(pages == (6 + limit - 1) / limit);
}

TEST_CASE("what is reported while somebody pages shifts no page") {
  ListedTown const town;
  auto const first = town.list("?limit=2").body;
  CHECK(ids_in(first.at("items")) == ids_of({1, 2}));
  town.scene().raise(7, town.scene().here.at(3)); // now, before the first page
  town.check("?cursor=" + first.at("next").get<std::string>(), {3, 4, 5, 6});
  town.check("", {7, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("the list of incidents names the parameter that it cannot read") {
  Scene const scene;
  for (auto const *const query :
       {"sort=age", "severity=grave", "since=yesterday", "limit=0", "limit=1001", "colour=red"}) {
    auto const answer = scene.as("desk").get("/api/v1/incidents?" + std::string(query));
    INFO(query << " " << answer.raw.body);
    CHECK(answer.status == 400);
    auto const name = std::string(query).substr(0, std::string(query).find('='));
    CHECK(answer.body.at("detail").get<std::string>().find(name) != std::string::npos);
  }
  CHECK(ApiClient(scene.server.port(), "").get("/api/v1/incidents").status == 401);
}
