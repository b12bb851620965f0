#include "server/rules/staff_findings.hpp"
#include "server/rules/staff_visibility.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::model;
using rules::StaffForm;
using test::at_s;

namespace {

Principal principal(Role role, std::vector<std::string> areas = {}) {
  return {"u1", role, std::move(areas), {}};
}

} // namespace

TEST_CASE("names are whole for the office within its areas and for a grid worker within its own") {
  Audience const grid{"S1", "C1", "G1"};
  struct Row {
    Role role;
    std::vector<std::string> areas;
    StaffForm form;
  };
  auto const row = GENERATE(
      Row{Role::command, {}, StaffForm::full}, Row{Role::steward, {}, StaffForm::full},
      Row{Role::administrator, {}, StaffForm::full}, Row{Role::command, {"C1"}, StaffForm::full},
      Row{Role::command, {"C2"}, StaffForm::masked}, Row{Role::steward, {"G2"}, StaffForm::masked},
      Row{Role::grid_worker, {"G1"}, StaffForm::full},
      Row{Role::grid_worker, {"G2"}, StaffForm::masked},
      Row{Role::grid_worker, {}, StaffForm::masked}, Row{Role::planner, {}, StaffForm::masked},
      Row{Role::planner, {"G1"}, StaffForm::masked}, Row{Role::gateway, {}, StaffForm::masked},
      Row{Role::resident, {}, StaffForm::masked});
  CAPTURE(static_cast<int>(row.role), row.areas);
  CHECK(rules::staff_form(principal(row.role, row.areas), grid) == row.form);
}

TEST_CASE("a post of a wider area than one's own is masked, and one of no area to all but the "
          "whole office") {
  CHECK(rules::staff_form(principal(Role::grid_worker, {"G1"}), {"S1", "C1", ""}) ==
        StaffForm::masked);
  CHECK(rules::staff_form(principal(Role::command, {""}), {}) == StaffForm::masked);
  CHECK(rules::staff_form(principal(Role::command), {}) == StaffForm::full);
}

TEST_CASE("a mask shows the family name and the ends of the phone and nothing of their length") {
  CHECK(rules::masked_name("张三丰") == "张**");
  CHECK(rules::masked_name("张三") == "张**");
  CHECK(rules::masked_name("Wang") == "W**");
  CHECK(rules::masked_name("").empty());
  CHECK(rules::masked_phone("13900008000") == "139****8000");
  CHECK(rules::masked_phone("100-0000-1234") == "100****1234");
  CHECK(rules::masked_phone("1234567") == "****");
  CHECK(rules::masked_phone("82345678") == "****"); // 3 + 4 would leave one figure to guess
  CHECK(rules::masked_phone("0539-8234567") == "053****4567");
  CHECK(rules::masked_phone("539-8234567") == "****");
  CHECK(rules::masked_phone("").empty());
  Person const person{"p1", "张三丰", "13900008000"};
  CHECK(rules::shown_person(person, StaffForm::full) == person);
  CHECK(rules::shown_person(person, StaffForm::masked) == Person{"p1", "张**", "139****8000"});
}

TEST_CASE("a grid is unstaffed unless a grid worker is in post at that time") {
  Staff staff;
  AreaRef const grid{AreaLevel::grid, "G1"};
  auto found = rules::find_unstaffed(staff, "G1", at_s(0));
  REQUIRE(found);
  CHECK_FALSE(found->is_held_by_others);
  staff.put_post("W1", PostKind::grid_worker, grid);
  staff.put_post("E1", PostKind::enforcement, grid);
  staff.put_assignment("W1", {"p1", at_s(100), at_s(200)});
  staff.put_assignment("E1", {"p2", at_s(0), std::nullopt});
  found = rules::find_unstaffed(staff, "G1", at_s(50));
  REQUIRE(found);
  CHECK(found->is_held_by_others);
  CHECK(found->vacant_posts == std::vector<std::string>{"W1"});
  CHECK_FALSE(rules::find_unstaffed(staff, "G1", at_s(100)));
  CHECK(rules::find_unstaffed(staff, "G1", at_s(200)));
  staff.close_post("W1", at_s(150));
  CHECK(rules::find_unstaffed(staff, "G1", at_s(160))->vacant_posts.empty());
}
