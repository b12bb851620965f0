#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <set>

using namespace yuntu::test;

TEST_CASE("simulated workers walk the streets and are seen on the map") {
  Scene const scene;
  auto live = scene.watch_as("desk");
  live.subscribe({"worker"});
  Child simulate(binary("yuntu"),
                 {"simulate", "--url", scene.server.url(), "--token", demo_town().token("gateway"),
                  "--workers", "5", "--minutes", "0.1", "--incidents", "0"});
  std::set<std::string> seen;
  live.await([&](json const &message) {
    for (auto const &upsert : message.value("upserts", json::array())) {
      CHECK(upsert.at("areas").at("community") == "371399001001");
      seen.insert(upsert.at("id"));
    }
    return seen.size() == 5;
  });
  CHECK(*seen.begin() == "sim-001");
  CHECK(simulate.wait(Millis{30'000}).value_or(-1) == 0);
  INFO(simulate.errors());
  auto const report = json::parse(simulate.out());
  CHECK(report.at("accepted") == report.at("sent"));
  CHECK(report.at("sent") > 5); // three rounds, 2 s apart, less what waits for a network
  CHECK(report.at("sent") <= 15);
  CHECK(report.at("duty") == 5);
}

TEST_CASE("a simulation with the wrong token, or without a server, ends with a clear error") {
  Scene scene;
  auto const fails = [&](std::string const &token, std::string const &named) {
    auto const done = yuntu::test::yuntu({"simulate", "--url", scene.server.url(), "--token", token,
                                          "--workers", "1", "--minutes", "0.1"});
    INFO(done.errors);
    CHECK(done.code == 2);
    CHECK(done.errors.find(named) != std::string::npos);
  };
  fails("0000", "401");
  fails(demo_town().token("desk"), "403");
  scene.server.kill();
  fails(demo_town().token("gateway"), scene.server.url());
}

TEST_CASE("the operator's commands work beside a running server and without one alike") {
  Scene scene;
  auto const verify = [&] {
    auto const done = yuntu::test::yuntu({"verify", "--data", scene.town.data().string()});
    CHECK(done.code == 0);
    return json::parse(done.out);
  };
  auto const running = verify();
  CHECK(running.at("ok") == true);
  REQUIRE(scene.server.stop() == 0);
  CHECK(verify() == running);
  auto const add = [&](std::string const &name) {
    return yuntu::test::yuntu(
        {"user", "add", "--data", scene.town.data().string(), "--name", name, "--role", "planner"});
  };
  auto const offline = add("offline");
  REQUIRE(offline.code == 0);
  RunningServer const server(scene.town.data());
  auto const online = add("online");
  REQUIRE(online.code == 0);
  for (auto const &done : {offline, online}) {
    auto const token = json::parse(done.out).at("token").get<std::string>();
    CHECK(ApiClient(server.port(), token).get("/api/v1/map").status == 200);
  }
}

TEST_CASE("devices are listed with their profiles, beside a running server and without one alike") {
  Scene scene;
  auto const data = scene.town.data().string();
  scene.report("ann", 1, scene.here.at(0));
  REQUIRE(yuntu::test::yuntu({"device", "set", "--data", data, "--device", "tablet-9", "--datum",
                              "gcj02", "--radius", "95"})
              .code == 0);
  auto const list = [&] {
    auto const done = yuntu::test::yuntu({"device", "list", "--data", data});
    INFO(done.errors);
    CHECK(done.code == 0);
    return done.out;
  };
  auto const running = list();
  CHECK(
      running.find("\"user\":\"" + demo_town().users.at("gateway").at("user").get<std::string>()) !=
      std::string::npos);
  CHECK(running.find(R"({"datum":"gcj02","datum_suspect":null,"device":"tablet-9",)"
                     R"("enrolled":false,"radius":95,"user":""})") != std::string::npos);
  CHECK(scene.as("desk").get("/metrics").raw.body.find("yuntu_datum_suspects 0") !=
        std::string::npos);
  REQUIRE(scene.server.stop() == 0);
  CHECK(list() == running);
}
