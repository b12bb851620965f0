#include "server/rules/routing/router.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::RoutingCause;
using rules::Router;
using Words = std::vector<std::string>;

namespace {

rules::CategoryTree tree() {
  return {"own", "我县", {{"1", "公用", {{"101", "供水"}, {"102", "路灯"}, {"103", "噪音扰民"}}}}};
}

rules::Lexicon lexicon() {
  return rules::Lexicon(
      {{"漏水", "供水", 1}, {"水压", "供水", 1}, {"路灯", "路灯", 1}, {"照明", "路灯", 1}});
}

Router router(bool answers_for_all = true) {
  std::vector<rules::DepartmentRule> rules{
      {"供水", {}, "water", {}},
      {"供水", model::AreaRef{model::AreaLevel::grid, "G2"}, "town", model::PostKind::grid_worker}};
  if (answers_for_all) {
    rules.push_back({"", {}, "hotline", {}});
  }
  return {tree(),
          lexicon(),
          {{{"water", "水务"}, {"town", "街道"}, {"hotline", "热线"}}, std::move(rules)}};
}

auto const g1 = areas_of("S1", "C1", "G1");
auto const g2 = areas_of("S1", "C1", "G2");

} // namespace

TEST_CASE("what was reported is routed by its words to the department of its area") {
  auto const here = router().route({}, "水压低还漏水，路灯也坏了", g1).routing;
  CHECK(here == model::Routing{"供水",
                               "water",
                               {},
                               RoutingCause::lexicon,
                               "category 供水 everywhere",
                               Words{"水压", "漏水"},
                               "路灯"});
  auto const there = router().route({}, "漏水", g2).routing;
  CHECK(there.department == "town");
  CHECK(there.post == model::PostKind::grid_worker);
  CHECK(there.rule == "category 供水 in grid G2");
  CHECK(there.runner_up.empty());
}

TEST_CASE("a category that is named goes before what the words say, which is told all the same") {
  auto const found = router().route({"路灯", RoutingCause::reporter}, "漏水，路灯", g1).routing;
  CHECK(found.category == "路灯");
  CHECK(found.cause == RoutingCause::reporter);
  CHECK(found.words == Words{"路灯"});
  CHECK(found.runner_up == "供水");
  auto const by_person = router().route({"噪音扰民", RoutingCause::person}, "漏水", g1).routing;
  CHECK(by_person.cause == RoutingCause::person);
  CHECK(by_person.words.empty());
  CHECK(by_person.runner_up == "供水");
  CHECK(by_person.department == "hotline");
}

TEST_CASE("without words or with a tie the department is the one for every category, if any") {
  for (auto const *const text : {"", "不知道", "漏水，路灯"}) {
    CAPTURE(text);
    auto const found = router().route({}, text, g1).routing;
    CHECK(found.category.empty());
    CHECK(found.words.empty());
    CHECK(found.department == "hotline");
    CHECK(rules::is_found(found));
    CHECK_FALSE(rules::is_found(router(false).route({}, text, g1).routing));
  }
}

TEST_CASE("a category is known by name or code, an unknown one has its nearest named") {
  CHECK(router().find_category("102") == "路灯");
  CHECK_FALSE(router().find_category("照明"));
  CHECK_THAT(router().words_for_unknown("照明"),
             Catch::Contains("\"照明\"") && Catch::EndsWith("the nearest are 路灯"));
  CHECK_THAT(router().words_for_unknown("噪音"), Catch::EndsWith("噪音扰民"));
  CHECK_THAT(router().words_for_unknown("x"), Catch::Contains("/api/v1/categories"));
}

TEST_CASE("words for a category that the tree lacks are a fault") {
  CHECK(router().faults().empty());
  Router const odd(tree(), rules::Lexicon({{"树", "绿化", 1}, {"草", "绿化", 1}}), {});
  REQUIRE(odd.faults().size() == 1);
  CHECK_THAT(odd.faults()[0], Catch::Contains("\"绿化\""));
}
