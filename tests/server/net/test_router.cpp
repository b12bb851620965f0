#include "server/net/route.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace yuntu::net;

namespace {

Route route(Method method, std::string pattern) {
  return {method, std::move(pattern), yuntu::rules::Operation::read_health,
          [](Request, Respond) {}};
}

Router sample() {
  return Router({route(Method::get, "/api/v1/incidents"), route(Method::post, "/api/v1/incidents"),
                 route(Method::get, "/api/v1/incidents/{id}"),
                 route(Method::get, "/api/v1/incidents/open"),
                 route(Method::get, "/tiles/{layer}/{z}/{x}/{y}.mvt"),
                 route(Method::get, "/tiles/{layer}.json")});
}

std::string pattern_for(Router const &router, std::string_view path) {
  auto const found = router.find(Method::get, path);
  auto const *const match = std::get_if<Match>(&found);
  return match == nullptr ? "" : match->route->pattern;
}

} // namespace

TEST_CASE("placeholders capture one segment each, without a literal suffix") {
  auto const router = sample();
  auto const found = router.find(Method::get, "/tiles/street/14/13491/6203.mvt");
  REQUIRE(std::holds_alternative<Match>(found));
  CHECK(std::get<Match>(found).captures ==
        std::vector<std::string>{"street", "14", "13491", "6203"});
}

TEST_CASE("a literal segment wins over a placeholder") {
  auto const router = sample();
  CHECK(pattern_for(router, "/api/v1/incidents/open") == "/api/v1/incidents/open");
  CHECK(pattern_for(router, "/api/v1/incidents/closed") == "/api/v1/incidents/{id}");
}

TEST_CASE("a path that fits no pattern is not found") {
  auto const router = sample();
  auto const *const path =
      GENERATE("/", "", "api", "/api", "/api/v1/incidents/", "/api/v1/incidents/a/b",
               "/tiles/street/1/2/3", "/tiles/street/1/2/.mvt", "/tiles/.json", "//");
  CAPTURE(path);
  CHECK(std::holds_alternative<NotFound>(router.find(Method::get, path)));
}

TEST_CASE("a known path with another method tells which are allowed") {
  auto const router = sample();
  auto const found = router.find(Method::erase, "/api/v1/incidents");
  REQUIRE(std::holds_alternative<MethodNotAllowed>(found));
  CHECK(std::get<MethodNotAllowed>(found).allow == "GET, POST");
}

TEST_CASE("a table with a faulty line is refused by name") {
  CHECK_THROWS_WITH(Router({route(Method::get, "/a"), route(Method::get, "/a")}),
                    Catch::Contains("\"/a\"") && Catch::Contains("twice"));
  CHECK_THROWS_AS(Router({route(Method::get, "a")}), std::invalid_argument);
  CHECK_THROWS_AS(Router({route(Method::get, "/x{id}")}), std::invalid_argument);
  CHECK_THROWS_AS(Router({route(Method::get, "/{id")}), std::invalid_argument);
  CHECK_THROWS_AS(Router({Route{Method::get, "/a", {}, nullptr}}), std::invalid_argument);
}
