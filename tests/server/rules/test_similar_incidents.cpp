#include "geo/local_frame.hpp"
#include "server/rules/duplicates/category_kinship.hpp"
#include "server/rules/duplicates/similar_incidents.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using rules::Likeness;
using rules::SimilarIncidents;
using Reasons = std::vector<Likeness>;

namespace {

rules::KinshipOf kinship() {
  return rules::kinship_in(
      {"t",
       "T",
       {{"1", "供水", {{"11", "爆管"}, {"12", "水质"}}}, {"2", "照明", {{"21", "路灯"}}}}});
}

geo::LonLat const here = place(118.355, 35.052);

geo::LonLat metres_away(double east, double north) {
  return geo::LocalFrame(here).to_lon_lat({east, north});
}

model::Incident incident(std::string id, std::string text, geo::LonLat where = here,
                         std::string category = "") {
  model::Incident made;
  made.id = std::move(id);
  made.text = std::move(text);
  made.position = where;
  made.category = std::move(category);
  made.time = at_s(0);
  return made;
}

std::vector<std::string> ids(std::vector<rules::SimilarIncident> const &similar) {
  std::vector<std::string> made;
  for (auto const &one : similar) {
    made.push_back(one.id);
  }
  return made;
}

} // namespace

TEST_CASE("words are alike by their pairs of characters, whatever stands between them") {
  auto const like = [](char const *one, char const *other) {
    return rules::jaccard(rules::bigrams_of(one), rules::bigrams_of(other));
  };
  CHECK(like("楼道水管漏水", "楼道水管漏水") == 1);
  CHECK(like("楼道，水管 漏水！", "楼道水管漏水。") == 1);
  CHECK(like("楼道水管漏水", "水管漏水") == Approx(0.6));
  CHECK(like("楼道水管漏水", "路灯不亮") == 0);
  CHECK(like("LED灯", "led灯") == 1);
  CHECK(like("", "") == 0);
  CHECK(like("水", "水") == 1);
  CHECK(like("\xFF\xFE", "\xE6\xB0") == 0);
}

TEST_CASE("the same trouble a few steps away is proposed, with why") {
  SimilarIncidents open(kinship());
  open.put(incident("a", "三单元楼道水管漏水"));
  auto other = incident("b", "楼道水管漏水了", metres_away(30, 0));
  other.time = at_s(35 * 60 + 5);
  open.put(other);
  auto const like = open.like("a");
  REQUIRE(like.size() == 1);
  CHECK(like[0].id == "b");
  CHECK(like[0].distance_m == Approx(30).margin(0.1));
  CHECK(like[0].minutes == 35);
  CHECK(like[0].reasons == Reasons{Likeness::near, Likeness::similar_words});
  CHECK(like[0].score > 0);
  CHECK(like[0].score < 1);
  CHECK(ids(open.like("b")) == std::vector<std::string>{"a"});
}

TEST_CASE("fifty metres and seven days are the limits, to the second") {
  SimilarIncidents open(kinship());
  open.put(incident("a", "水管漏水"));
  open.put(incident("near", "水管漏水", metres_away(0, 49.9)));
  open.put(incident("far", "水管漏水", metres_away(0, 50.1)));
  auto old = incident("old", "水管漏水");
  old.time = at_s(-7 * 86'400);
  open.put(old);
  old.id = "older";
  old.time = at_s(-7 * 86'400 - 1);
  open.put(old);
  auto const found = ids(open.like("a"));
  CHECK(std::set<std::string>(found.begin(), found.end()) == std::set<std::string>{"near", "old"});
}

TEST_CASE("in one building the distance does not matter") {
  SimilarIncidents open(kinship());
  auto one = incident("a", "电梯停运");
  one.building = "B1";
  auto other = incident("b", "电梯停运", metres_away(90, 0));
  other.areas.set(model::AreaLevel::building, "B1");
  open.put(one);
  open.put(other);
  auto const like = open.like("a");
  REQUIRE(like.size() == 1);
  CHECK(like[0].reasons == Reasons{Likeness::same_building, Likeness::similar_words});
}

TEST_CASE("of one category, or of siblings, the words may differ") {
  SimilarIncidents open(kinship());
  open.put(incident("a", "停水", here, "爆管"));
  open.put(incident("same", "水压低", here, "爆管"));
  open.put(incident("sibling", "水有味", here, "水质"));
  open.put(incident("other", "路灯坏", here, "路灯"));
  open.put(incident("none", "噪音", here));
  auto const like = open.like("a");
  CHECK(ids(like) == std::vector<std::string>{"same", "sibling"});
  CHECK(like[0].reasons == Reasons{Likeness::near, Likeness::same_category});
  CHECK(like[1].reasons == Reasons{Likeness::near, Likeness::sibling_category});
  CHECK(kinship()("", "") == rules::Kinship::none);
  CHECK(kinship()("爆管", "路灯") == rules::Kinship::none);
  CHECK(kinship()("爆管", "不在册") == rules::Kinship::none);
}

TEST_CASE("fourteen reports of one leak are one cluster, by way of each other") {
  SimilarIncidents open(kinship());
  for (int i = 0; i < 14; ++i) { // a street of 390 m
    open.put(incident("leak" + std::to_string(i), "水管漏水", metres_away(30 * i, 0)));
  }
  open.put(incident("lamp", "路灯不亮"));
  CHECK(open.like("leak0").size() == 1);
  CHECK(open.cluster_of("leak0", 100).size() == 13);
  CHECK(open.cluster_of("leak0", 5).size() == 5);
  CHECK(open.cluster_of("lamp", 100).empty());
  CHECK(open.cluster_of("no", 100).empty());
  open.remove("leak7");
  CHECK(open.cluster_of("leak0", 100).size() == 6);
}

TEST_CASE("what is put again counts as it is now") {
  SimilarIncidents open(kinship());
  open.put(incident("a", "水管漏水"));
  open.put(incident("b", "路灯不亮"));
  CHECK(open.like("a").empty());
  open.put(incident("b", "水管漏水"));
  CHECK(ids(open.like("a")) == std::vector<std::string>{"b"});
  CHECK(open.size() == 2);
  open.remove("b");
  open.remove("b");
  CHECK(open.like("a").empty());
  CHECK(open.size() == 1);
}

TEST_CASE("the index proposes what comparing each with all would") {
  std::mt19937 random(7);
  auto const between = [&](double from, double to) {
    return std::uniform_real_distribution<double>(from, to)(random);
  };
  SimilarIncidents open(kinship());
  std::vector<model::Incident> all;
  for (int i = 0; i < 600; ++i) {
    auto made =
        incident(std::to_string(i), "漏水", metres_away(between(-400, 400), between(-400, 400)));
    if (i % 3 == 0) {
      made.building = "B" + std::to_string(random() % 40);
    }
    open.put(made);
    all.push_back(made);
  }
  for (auto const &one : all) {
    std::set<std::string> expected;
    for (auto const &other : all) {
      bool const is_near = geo::distance_m(one.position, other.position) <= 50 ||
                           (!one.building.empty() && one.building == other.building);
      if (is_near && one.id != other.id) {
        expected.insert(other.id);
      }
    }
    auto const found = ids(open.like(one.id));
    CHECK(std::set<std::string>(found.begin(), found.end()) == expected);
  }
}
