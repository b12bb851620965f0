#include "server/services/deadline_files.hpp"
#include "server/services/department_file.hpp"
#include "server/services/routing_files.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tools/checkout.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

std::string const own_tree = "name = \"own\"\ntitle = \"我县\"\n[[class]]\ncode = \"1\"\n"
                             "name = \"公用\"\n[class.items]\n01 = \"供水\"\n02 = \"路灯\"\n";
std::string const own_words =
    "categories = \"own\"\n[[entry]]\ncategory = \"供水\"\nwords = [\"漏水\", \"水压\"]\n"
    "weight = 2\n";

/// A data directory with a folder for policy.
class County {
public:
  County() { std::filesystem::create_directories(dir_.path() / "config"); }
  void write(std::string const &name, std::string const &text) const {
    static_cast<void>(dir_.write("config/" + name, text));
  }
  [[nodiscard]] std::filesystem::path data() const { return dir_.path(); }

private:
  TempDir dir_;
};

/// What is said against these files; empty: nothing.
std::string refusal(std::string const &tree, std::string const &words = own_words) {
  County const county;
  county.write("categories_own.toml", tree);
  county.write("lexicon_own.toml", words);
  try {
    static_cast<void>(services::read_router(county.data(), "own"));
  } catch (services::PolicyError const &error) {
    return error.what();
  }
  return {};
}

std::size_t count(rules::CategoryTree const &tree) {
  std::size_t categories = 0;
  for (auto const &group : tree.classes()) {
    categories += group.categories.size();
  }
  return categories;
}

std::string routed(std::string const &tree, std::string const &text) {
  return services::read_router({}, tree).route({}, text, {}).routing.category;
}

} // namespace

TEST_CASE("the shipped trees have the shapes that are known of them") {
  auto const linshu = services::read_categories({}, std::string(services::default_categories));
  CHECK(linshu.classes().size() == 5);
  CHECK(count(linshu) == 46);
  auto const weishan = services::read_categories({}, "weishan");
  CHECK(weishan.classes().size() == 7);
  CHECK(count(weishan) == 55);
  auto const digital_city = services::read_categories({}, "digital_city");
  for (auto const &group : digital_city.classes()) {
    CHECK(group.code.size() == 3); // 部件 or 事件, and 2 digits
    for (auto const &category : group.categories) {
      CHECK(category.code.size() == 5);
    }
  }
  CHECK(digital_city.find("S0104")->name == "道路不洁");
}

TEST_CASE("each shipped tree has words for each of its categories") {
  auto const *const name = GENERATE("linshu", "weishan", "digital_city");
  CAPTURE(name);
  auto const tree = services::read_categories({}, name);
  auto const lexicon = services::read_lexicon({}, name);
  CHECK(rules::Router(tree, lexicon, {}).faults().empty());
  for (auto const &group : tree.classes()) {
    for (auto const &category : group.categories) {
      CAPTURE(category.name);
      CHECK(std::any_of(lexicon.entries().begin(), lexicon.entries().end(),
                        [&](auto const &entry) { return entry.category == category.name; }));
    }
  }
}

TEST_CASE("the shipped words find what common reports are about") {
  CHECK(routed("linshu", "主水管爆裂，水冲进一楼住户") == "供水管道破裂");
  CHECK(routed("linshu", "水压低，五楼以上没水") == "供水");
  CHECK(routed("linshu", "路灯一闪一闪") == "路灯");
  CHECK(routed("linshu", "楼上加盖彩钢房") == "违法搭建");
  CHECK(routed("linshu", "电梯困人，里面有孩子") == "电梯");
  CHECK(routed("weishan", "房东不退押金") == "房屋租赁纠纷");
  CHECK(routed("digital_city", "路口井盖不见了") == "井盖缺失");
  CHECK(routed("linshu", "不知道该找谁").empty());
}

TEST_CASE("the deadlines and departments that are shipped name categories of the default tree") {
  auto const tree = services::read_categories({}, std::string(services::default_categories));
  auto const deadlines = services::shipped_deadline_policy();
  for (auto const &rule : deadlines.rules()) {
    CAPTURE(rule.category);
    CHECK((rule.category.empty() || tree.find(rule.category) != nullptr));
  }
  auto const departments =
      services::read_departments(yuntu::checkout() + "/data/config/departments.toml");
  for (auto const &rule : departments.rules()) {
    CAPTURE(rule.category);
    CHECK((rule.category.empty() || tree.find(rule.category) != nullptr));
  }
}

TEST_CASE("a county's own tree and words take the place of the shipped ones") {
  County const county;
  county.write("categories_own.toml", own_tree);
  auto const without_words = services::read_router(county.data(), "own");
  CHECK(without_words.tree().find("102")->name == "路灯");
  CHECK(without_words.route({}, "漏水", {}).routing.category.empty());
  county.write("lexicon_own.toml", own_words);
  county.write("departments.toml", "[[department]]\ncode = \"w\"\nname = \"水务\"\n[[rule]]\n"
                                   "category = \"供水\"\ndepartment = \"w\"\n");
  auto const found = services::read_router(county.data(), "own").route({}, "漏水", {});
  CHECK(found.routing.category == "供水");
  CHECK(found.routing.department == "w");
  CHECK(found.scores.front().score == 2);
}

TEST_CASE("what is wrong with a tree or its words is named with its line") {
  CHECK(refusal(own_tree).empty());
  CHECK_THAT(refusal(own_tree + "\n[[class]]\ncode = \"2\"\nname = \"x\"\n"),
             Catch::Contains("line 10") && Catch::Contains("items"));
  CHECK_THAT(refusal(own_tree + "03 = \"路灯\"\n"), Catch::Contains("\"路灯\" stands twice"));
  CHECK_THAT(refusal(own_tree + "03 = 3\n"), Catch::Contains("\"03\""));
  CHECK_THAT(refusal("name = \"other\"\n"), Catch::Contains("the file's is \"own\""));
  CHECK_THAT(refusal("colour = 1\n"), Catch::Contains("unknown key"));
  CHECK_THAT(refusal(own_tree, "categories = \"linshu\"\n"), Catch::Contains("lexicon_own.toml"));
  CHECK_THAT(refusal(own_tree, own_words + "[[entry]]\ncategory = \"供水\"\n"),
             Catch::Contains("line 6") && Catch::Contains("words"));
  CHECK_THAT(refusal(own_tree, own_words + "[[entry]]\ncategory = \"绿化\"\nwords = \"树\"\n"),
             Catch::Contains("\"绿化\""));
  CHECK_THAT(refusal(own_tree, own_words + "[[entry]]\ncategory = \"路灯\"\nwords = \"灯\"\n"
                                           "weight = -1\n"),
             Catch::Contains("weight"));
  CHECK_THROWS_WITH(services::read_categories({}, "mars"),
                    Catch::Contains("mars") && Catch::Contains("linshu weishan digital_city"));
}

TEST_CASE("a lexicon that is written reads the same") {
  std::vector<rules::LexiconEntry> const entries{
      {"漏水", "供水", 1.234}, {"off", "a \"b\" \\", 0.5}, {"水", "供水", 7}};
  TempDir const dir;
  auto const file =
      dir.write("lexicon_x.toml", services::lexicon_text(entries, "x", {"made of 3 texts"}));
  CHECK(services::read_lexicon_file(file).entries() == entries);
}

TEST_CASE("categories of rules that no tree has are listed") {
  County const county;
  CHECK(services::unknown_categories(county.data()).empty());
  county.write("departments.toml", "[[department]]\ncode = \"w\"\nname = \"水务\"\n"
                                   "[[rule]]\ncategory = \"供水\"\ndepartment = \"w\"\n"
                                   "[[rule]]\ncategory = \"水务\"\ndepartment = \"w\"\n");
  CHECK(services::unknown_categories(county.data()) == std::vector<std::string>{"水务"});
}
