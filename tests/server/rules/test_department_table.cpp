#include "server/rules/routing/department_table.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;
using rules::DepartmentRule;
using rules::DepartmentTable;

namespace {

std::string department(DepartmentTable const &table, std::string const &category,
                       model::AreaCodes const &areas = areas_of("S1", "C1", "G1")) {
  auto const found = table.find(areas, category);
  return found ? found->department.code : "";
}

DepartmentTable table(std::vector<DepartmentRule> rules) {
  return {{{"a", "甲局"}, {"b", "乙局"}, {"c", "丙局"}}, std::move(rules)};
}

} // namespace

TEST_CASE("without a rule nobody answers, with one for every category its department does") {
  CHECK(department(DepartmentTable(), "light").empty());
  auto const all = table({{"", {}, "a", {}}});
  CHECK(department(all, "light") == "a");
  CHECK(department(all, "") == "a");
  CHECK(department(all, "light", model::AreaCodes()) == "a");
}

TEST_CASE("a rule that names the category comes before the nearest rule for every category") {
  auto const some = table({{"", model::AreaRef{AreaLevel::grid, "G1"}, "a", {}},
                           {"light", {}, "b", model::PostKind::enforcement}});
  CHECK(department(some, "light") == "b");
  CHECK(some.find(areas_of("S1", "C1", "G1"), "light")->post == model::PostKind::enforcement);
  CHECK(department(some, "water") == "a");
  CHECK(department(some, "water", areas_of("S1", "C1", "G2")).empty());
}

TEST_CASE("of two rules for a category the one with the innermost area counts") {
  auto const some = table({{"light", model::AreaRef{AreaLevel::subdistrict, "S1"}, "a", {}},
                           {"light", model::AreaRef{AreaLevel::grid, "G1"}, "b", {}},
                           {"light", {}, "c", {}}});
  CHECK(department(some, "light") == "b");
  CHECK(department(some, "light", areas_of("S1", "C1", "G2")) == "a");
  CHECK(department(some, "light", areas_of("S2", "C1", "G2")) == "c");
}

TEST_CASE("a table that contradicts itself says where") {
  CHECK(table({{"light", {}, "a", {}}, {"light", model::AreaRef{AreaLevel::grid, "G1"}, "a", {}}})
            .faults()
            .empty());
  auto const twice = table({{"light", {}, "a", {}}, {"light", {}, "b", {}}}).faults();
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].find("light") != std::string::npos);
  auto const unknown = table({{"", {}, "x", {}}}).faults();
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].find("\"x\"") != std::string::npos);
  CHECK(DepartmentTable({{"a", "甲"}, {"a", "乙"}, {"", "丙"}}, {}).faults().size() == 2);
}
