#include "server/services/code_history.hpp"

#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace yuntu;
using namespace yuntu::test;
using model::LayerKind;
using Codes = std::vector<std::string>;

namespace {

geo::Polygon land(double west, double east) {
  return box(118.0 + west * 0.01, 35.0, 118.0 + east * 0.01, 35.01);
}

/// Versions by name. The land is a strip from 0 to 4.
struct Archive {
  std::map<std::string, std::shared_ptr<model::LayerVersion const>> versions;

  void add(std::string const &name, std::vector<model::LayerFeature> features,
           LayerKind kind = LayerKind::grid) {
    versions[name] = layer_version(kind, std::move(features), name);
  }
  [[nodiscard]] model::LayerVersion const &of(std::string const &name) const {
    return *versions.at(name);
  }
  [[nodiscard]] services::FindVersion find() const {
    return [this](std::string const &name) { return services::scan_of(versions.at(name)); };
  }
};

Codes reused_codes(Archive const &old, std::string const &next,
                   std::vector<std::string> const &before) {
  return services::reused_codes(old.of(next).layer, old.find()(next), before, old.find());
}

/// "split" has B and C in place of "first"'s A, so that A is no more.
Archive archive() {
  Archive made;
  made.add("first", {feature("A", land(0, 2)), feature("Z", land(2, 4))});
  made.add("split", {feature("B", land(0, 1)), feature("C", land(1, 2)), feature("Z", land(2, 4))});
  made.add("undone", {feature("A", land(0, 2)), feature("Z", land(2, 4))});
  made.add("trimmed", {feature("A", land(0, 1.1)), feature("Z", land(1.1, 4))});
  made.add("elsewhere", {feature("A", land(2, 4)), feature("Y", land(0, 2))});
  made.add("mostly_elsewhere", {feature("A", land(1.1, 4)), feature("Y", land(0, 1.1))});
  return made;
}

std::vector<model::CodeSuccession> successions(Archive const &archive, std::string const &before,
                                               std::string const &after) {
  return services::successions_of(archive.of(before), archive.of(after));
}

} // namespace

TEST_CASE("a code that was given up is not used again for another place") {
  auto const old = archive();
  CHECK(reused_codes(old, "elsewhere", {"first", "split"}) == Codes{"A"});
  CHECK(reused_codes(old, "mostly_elsewhere", {"first", "split"}) == Codes{"A"});
}

TEST_CASE("a code may come back for the area that had it, or for one with half of its land") {
  auto const old = archive();
  CHECK(reused_codes(old, "undone", {"first", "split"}).empty());
  CHECK(reused_codes(old, "trimmed", {"first", "split"}).empty());
}

TEST_CASE("a code that every version had may mean another area, and a new code is nobody's") {
  auto const old = archive();
  CHECK(reused_codes(old, "elsewhere", {"first"}).empty());
  CHECK(reused_codes(old, "split", {"first"}).empty());
  CHECK(reused_codes(old, "first", {}).empty());
}

TEST_CASE("the last area that had a code counts, however long ago") {
  auto old = archive();
  old.add("third", {feature("D", land(0, 4))});
  // A was on the left, then on the right, then nowhere; Z never anywhere else.
  CHECK(reused_codes(old, "first", {"first", "elsewhere", "third"}) == Codes{"A"});
  CHECK(reused_codes(old, "elsewhere", {"first", "elsewhere", "third"}).empty());
}

TEST_CASE("layers without areas and fences may use any code again") {
  Archive old;
  old.add("one", {feature("school", land(0, 1))}, LayerKind::fence);
  old.add("two", {feature("flood", land(0, 1))}, LayerKind::fence);
  old.add("three", {feature("school", land(3, 4))}, LayerKind::fence);
  CHECK(reused_codes(old, "three", {"one", "two"}).empty());
}

TEST_CASE("what became of an area is told by code and share of its land") {
  auto const old = archive();
  auto const split = successions(old, "first", "split");
  REQUIRE(split.size() == 1); // Z is what it was
  CHECK(split[0].code == "A");
  REQUIRE(split[0].heirs.size() == 2);
  CHECK(split[0].heirs[0].code == "B");
  CHECK(split[0].heirs[0].share == Approx(0.5).margin(0.001));
  CHECK(split[0].heirs[1].code == "C");
  auto const joined = successions(old, "split", "undone");
  REQUIRE(joined.size() == 2);
  for (auto const &succession : joined) {
    CHECK(succession.heirs == std::vector<model::CodeSuccession::Heir>{{"A", 1.0}});
  }
}

TEST_CASE("an area that goes on and gives land away has itself among its heirs") {
  auto const old = archive();
  auto const trimmed = successions(old, "undone", "trimmed");
  REQUIRE(trimmed.size() == 1);
  CHECK(trimmed[0].code == "A");
  REQUIRE(trimmed[0].heirs.size() == 2);
  CHECK(trimmed[0].heirs[0].code == "A");
  CHECK(trimmed[0].heirs[0].share == Approx(0.55).margin(0.001));
  CHECK(trimmed[0].heirs[1].code == "Z");
}

TEST_CASE("land that nobody has now has no heirs, and buildings are not followed") {
  Archive old;
  old.add("one", {feature("A", land(0, 1)), feature("B", land(1, 2))});
  old.add("two", {feature("B", land(1, 2))});
  auto const gone = successions(old, "one", "two");
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].heirs.empty());
  old.add("b1", {feature("H1", land(0, 1))}, LayerKind::building);
  old.add("b2", {feature("H2", land(0, 1))}, LayerKind::building);
  CHECK(successions(old, "b1", "b2").empty());
}

TEST_CASE("codes are looked at where a version stands in time, those to come included") {
  auto const old = archive();
  auto const coming = [](std::string const &version, int seconds) {
    return model::LayerScheduled{LayerKind::grid, version, 2, at_s(seconds)};
  };
  auto const problem = [&](std::string const &next, std::vector<std::string> const &before,
                           std::vector<model::LayerScheduled> const &later, int seconds) {
    return services::code_problem(old.versions.at(next), before, later, at_s(seconds), old.find());
  };
  // Behind a version that is to give A up.
  auto const found = problem("elsewhere", {"first"}, {coming("split", 100)}, 200);
  REQUIRE(found);
  CHECK(found->status == 422);
  CHECK(found->detail.find("A") != std::string::npos);
  // In its place, and before it.
  CHECK_FALSE(problem("elsewhere", {"first"}, {coming("split", 100)}, 100));
  CHECK_FALSE(problem("trimmed", {"first"}, {coming("split", 100)}, 50));
  // Before one that would then use A again.
  auto const before = problem("split", {"first"}, {coming("elsewhere", 100)}, 50);
  REQUIRE(before);
  CHECK(before->detail.find("elsewhere") != std::string::npos);
}

TEST_CASE("only the areas of codes in question are read of an old version") {
  auto const old = archive();
  std::vector<std::string> read;
  auto const counted = [&](std::string const &name) -> services::VersionScan {
    return [&, name](auto const &wants, auto const &visit) {
      services::scan_of(old.versions.at(name))(wants, [&](model::LayerFeature const &feature) {
        read.push_back(name + ":" + feature.code);
        visit(feature);
      });
    };
  };
  CHECK(services::reused_codes(LayerKind::grid, counted("elsewhere"), {"first", "split"},
                               counted) == Codes{"A"});
  CHECK(read == std::vector<std::string>{"elsewhere:A", "first:A"});
}

TEST_CASE("cancelling a version is refused when one behind it would then use codes again") {
  auto const old = archive();
  model::LayerScheduled const undone{LayerKind::grid, "undone", 2, at_s(100)};
  model::LayerScheduled const elsewhere{LayerKind::grid, "elsewhere", 2, at_s(200)};
  auto const without = [&](std::vector<model::LayerScheduled> const &coming) {
    return services::code_problem_without({LayerKind::grid, "undone", at_s(100)},
                                          {"first", "split"}, coming, old.find());
  };
  CHECK_FALSE(without({undone}));
  auto const problem = without({undone, elsewhere});
  REQUIRE(problem);
  CHECK(problem->status == 422);
  CHECK(problem->detail.find("version elsewhere") != std::string::npos);
  CHECK(problem->detail.find("given up: A") != std::string::npos);
}

TEST_CASE("a version that is used again is the last one used") {
  services::VersionHistory history;
  for (auto const *const version : {"v1", "v2", "v1"}) {
    services::note_use(history, LayerKind::grid, version);
  }
  CHECK(history.at(LayerKind::grid) == std::vector<std::string>{"v2", "v1"});
}
