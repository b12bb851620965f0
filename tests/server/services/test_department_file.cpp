#include "server/services/department_file.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/samples.hpp"
#include "tools/checkout.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using services::read_departments;

namespace {

std::string refusal(std::string const &text) {
  TempDir const dir;
  try {
    static_cast<void>(read_departments(dir.write("departments.toml", text)));
  } catch (services::PolicyError const &error) {
    return error.what();
  }
  return {};
}

std::string const one = "[[department]]\ncode = \"a\"\nname = \"甲\"\n";

} // namespace

TEST_CASE("the example of a policy can be read") {
  auto const table = read_departments(yuntu::checkout() + "/data/config/departments.toml");
  CHECK(table.rules().size() == 4);
  auto const found = table.find(areas_of("S1", "C1", "G1"), "占道经营");
  REQUIRE(found);
  CHECK(found->department.code == "urban_management");
  CHECK(found->post == model::PostKind::enforcement);
  CHECK(table.find(areas_of("371329001", "C1", "G1"), "供水")->department.code == "hotline");
}

TEST_CASE("without a policy nobody answers for anything") {
  TempDir const dir;
  CHECK(read_departments(services::department_file(dir.path())).rules().empty());
}

TEST_CASE("what is wrong with a policy is named with its line") {
  CHECK_THAT(refusal(one + "[[rule]]\ndepartment = \"a\"\ncolour = \"red\"\n"),
             Catch::Contains("line 6") && Catch::Contains("colour"));
  CHECK_THAT(refusal("departments = 3\n"), Catch::Contains("departments"));
  CHECK_THAT(refusal("rule = 3\n"), Catch::Contains("[[rule]]"));
  CHECK_THAT(refusal(one + "[[rule]]\n"), Catch::Contains("department"));
  CHECK_THAT(refusal(one + "[[rule]]\ndepartment = \"b\"\n"), Catch::Contains("\"b\""));
  CHECK_THAT(refusal(one + "[[rule]]\ndepartment = \"a\"\nlevel = \"grid\"\n"),
             Catch::Contains("level"));
  CHECK_THAT(refusal(one + "[[rule]]\ndepartment = \"a\"\nlevel = \"street\"\narea = \"1\"\n"),
             Catch::Contains("street"));
  CHECK_THAT(refusal(one + "[[rule]]\ndepartment = \"a\"\npost = \"mayor\"\n"),
             Catch::Contains("mayor"));
  CHECK_THAT(refusal(one + "[[rule]]\ndepartment = \"a\"\ncategory = 3\n"),
             Catch::Contains("category"));
  CHECK_THAT(refusal(one + "[[rule"), Catch::Contains("departments.toml"));
}
