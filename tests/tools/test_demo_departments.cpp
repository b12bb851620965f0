#include "server/services/department_file.hpp"
#include "server/services/routing_files.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/samples.hpp"
#include "tests/tools/town_checks.hpp"
#include "tools/checkout.hpp"
#include "tools/yuntu/demo/delivered_county.hpp"
#include "tools/yuntu/demo/staff_appointments.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace yuntu;

namespace {

std::string text_of(std::filesystem::path const &file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string const shipped = checkout() + "/data/demo/county_departments.toml";

/// The shipped departments for the small town, which is as staffed as the county.
demo::CountyDefinition small_county() {
  return {demo::checks::first_light(), std::nullopt,
          demo::read_staff_definition(checkout() + "/data/demo/county_staff.toml"),
          demo::read_departments(shipped)};
}

std::string refusal_with(std::string const &old_text, std::string const &new_text) {
  auto text = text_of(shipped);
  auto const at = text.find(old_text);
  REQUIRE(at != std::string::npos);
  test::TempDir const folder;
  auto const file = folder.path() / "changed.toml";
  std::ofstream(file) << text.replace(at, old_text.size(), new_text);
  try {
    static_cast<void>(demo::read_departments(file));
  } catch (demo::DefinitionError const &error) {
    return error.key();
  }
  return "";
}

} // namespace

TEST_CASE(
    "in what `yuntu demo` delivers every usual category has a department, a post and a rule") {
  test::TempDir const folder;
  demo::deliver_counties(small_county(), {}, folder.path());
  auto const manifest = nlohmann::json::parse(text_of(folder.path() / "manifest.json"));
  auto const file = folder.path() / manifest.at("departments").at("file").get<std::string>();
  // Where tools/import_manifest puts it, and the server reads it.
  auto const data = folder.path() / "data";
  std::filesystem::create_directories(services::department_file(data).parent_path());
  std::filesystem::copy_file(file, services::department_file(data));
  auto const router = services::read_router(data, std::string(services::default_categories));
  CHECK(services::unknown_categories(data).empty());

  auto const town = demo::make_county(small_county(), demo::DeliveryOrder{}.seed);
  std::set<std::string> posts; // kinds that the county has
  for (auto const &post : demo::appoint_staff(town, *small_county().staff).posts) {
    posts.insert(std::string(demo::words_of(post.kind).wire));
  }
  std::size_t routed = 0;
  for (auto const &subdistrict : town.subdistricts) {
    auto const areas = test::areas_of(subdistrict.code, "C1", "G1");
    for (auto const &group : router.tree().classes()) {
      for (auto const &category : group.categories) {
        CAPTURE(subdistrict.name, category.name);
        auto const found = router.departments().find(areas, category.name);
        REQUIRE(found);
        CHECK_FALSE(found->department.name.empty());
        REQUIRE(found->post);
        CHECK(posts.contains(std::string(model::to_string(*found->post))));
        CHECK(found->rule.starts_with("category " + category.name)); // none is left to the rest
        ++routed;
      }
    }
    auto const by_words = router.route({}, "楼道水管漏水，水压还低", areas).routing;
    CHECK(by_words.category == "供水");
    CHECK(by_words.department == "water");
    CHECK(by_words.rule == "category 供水 everywhere");
    auto const stalls = router.departments().find(areas, "占道经营");
    REQUIRE(stalls);
    CHECK(stalls->department.name == subdistrict.name + "综合执法中队");
    CHECK(stalls->rule == "category 占道经营 in subdistrict " + subdistrict.code);
    CHECK(router.route({}, "请来看看", areas).routing.department == "hotline");
  }
  CHECK(routed == 46 * town.subdistricts.size());
}

TEST_CASE("a county without departments delivers none") {
  test::TempDir const folder;
  auto county = small_county();
  demo::deliver_counties(county, {}, folder.path());
  CHECK(std::filesystem::exists(folder.path() / "departments.toml"));
  county.departments.reset();
  demo::deliver_counties(county, {}, folder.path()); // and takes away what lay there
  CHECK_FALSE(std::filesystem::exists(folder.path() / "departments.toml"));
  CHECK_FALSE(
      nlohmann::json::parse(text_of(folder.path() / "manifest.json")).contains("departments"));
}

TEST_CASE("the county of tools/start has departments") {
  CHECK(demo::read_county(checkout() + "/data/demo/county.toml").departments);
}

TEST_CASE("what is wrong with the demo's departments is named by its key") {
  CHECK_THAT(refusal_with("post = \"grid_worker\"", "post = \"mayor\""), Catch::EndsWith("post"));
  CHECK_THAT(refusal_with("department = \"hotline\"", "department = \"nobody\""),
             Catch::EndsWith("department"));
  CHECK_THAT(refusal_with("[\"供电\"]", "[\"供电\", \"供水\"]"), Catch::EndsWith("categories"));
  CHECK_THAT(refusal_with("code = \"water\"", "code = \"power\""), Catch::EndsWith("code"));
  CHECK_THAT(refusal_with("name = \"云川供电公司\"", "name = \"云川供电公司\"\nphone = 1"),
             Catch::EndsWith("phone"));
}
