#include "server/rules/routing/category_tree.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using rules::CategoryClass;
using rules::CategoryTree;

namespace {

CategoryTree small() {
  return {"own",
          "我县",
          {{"1", "公用", {{"101", "供水"}, {"102", "供电"}, {"103", "供水管道破裂"}}},
           {"2", "秩序", {{"201", "占道停车"}, {"202", "Noise"}}}}};
}

} // namespace

TEST_CASE("a category is found by its name and by its code") {
  auto const tree = small();
  CHECK(tree.find("供电")->code == "102");
  CHECK(tree.find("201")->name == "占道停车");
  CHECK(tree.find("公用") == nullptr);
  CHECK(tree.find("") == nullptr);
  CHECK(tree.find("noise") == nullptr);
  CHECK(CategoryTree().find("供电") == nullptr);
}

TEST_CASE("the names nearest to an unknown category are those with most characters in common") {
  auto const tree = small();
  CHECK(tree.nearest("停车", 3) == std::vector<std::string>{"占道停车"});
  CHECK(tree.nearest("水", 3) == std::vector<std::string>{"供水", "供水管道破裂"});
  CHECK(tree.nearest("水", 1) == std::vector<std::string>{"供水"});
  CHECK(tree.nearest("noise", 2) == std::vector<std::string>{"Noise"});
  CHECK(tree.nearest("绿化", 3).empty());
  CHECK(tree.nearest("", 3).empty());
}

TEST_CASE("a tree says what is wrong with it") {
  CHECK(small().faults().empty());
  auto const fault = [](std::vector<CategoryClass> classes) {
    auto const faults = CategoryTree("own", "t", std::move(classes)).faults();
    return faults.empty() ? "" : faults.front();
  };
  CHECK_THAT(fault({}), Catch::Contains("[[class]]"));
  CHECK_THAT(fault({{"1", "a", {}}}), Catch::Contains("no items"));
  CHECK_THAT(fault({{"", "a", {{"01", "x"}}}}), Catch::Contains("needs a code"));
  CHECK_THAT(fault({{"1", "a", {{"11", "x"}, {"12", "x"}}}}),
             Catch::Contains("\"x\" stands twice"));
  CHECK_THAT(fault({{"1", "a", {{"11", "12"}, {"12", "x"}}}}), Catch::Contains("\"12\""));
  CHECK_THAT(fault({{"1", "a", {{"11", "x"}}}, {"1", "b", {{"13", "y"}}}}),
             Catch::Contains("two classes"));
}
