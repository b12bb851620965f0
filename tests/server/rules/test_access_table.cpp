#include "server/rules/operation.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <vector>

using namespace yuntu;
using enum yuntu::model::Role;
using yuntu::rules::Operation;

namespace {

constexpr std::array all_roles{command,       grid_worker, planner, steward,
                               administrator, gateway,     resident};

std::set<model::Role> who_may(Operation operation) {
  std::set<model::Role> allowed;
  for (auto const role : all_roles) {
    if (rules::may(role, operation)) {
      allowed.insert(role);
    }
  }
  return allowed;
}

} // namespace

TEST_CASE("each operation is open to exactly the roles it is meant for") {
  struct Row {
    Operation operation;
    std::set<model::Role> allowed;
  };
  std::set<model::Role> const everybody(all_roles.begin(), all_roles.end());
  std::set<model::Role> const signed_in{command, grid_worker,   planner,
                                        steward, administrator, gateway};
  std::vector<Row> const rows{
      {Operation::read_health, everybody},
      {Operation::read_contract, everybody},
      {Operation::read_static_file, everybody},
      {Operation::open_session, everybody},
      {Operation::read_session, signed_in},
      {Operation::close_session, signed_in},
      {Operation::read_map, signed_in},
      {Operation::read_layer, {command, planner, steward, administrator, gateway}},
      {Operation::read_tile, signed_in},
      {Operation::read_owner, signed_in},
      {Operation::read_building, everybody},
      {Operation::read_staff, signed_in},
      {Operation::read_staffing, signed_in},
      {Operation::read_workers, {command, grid_worker}},
      {Operation::read_state, {command, grid_worker, planner}},
      {Operation::read_track, {command, grid_worker}},
      {Operation::report_positions, {grid_worker, gateway}},
      {Operation::change_duty, {grid_worker, gateway}},
      {Operation::report_incident, {command, grid_worker, gateway, resident}},
      {Operation::report_incidents, {command, gateway}},
      {Operation::add_photo, {command, grid_worker, gateway, resident}},
      {Operation::read_incidents, {command, grid_worker, resident}},
      {Operation::read_workflow, signed_in},
      {Operation::read_categories, signed_in},
      {Operation::try_routing, {command, grid_worker, steward, administrator}},
      {Operation::read_corrections, {command, steward, administrator}},
      {Operation::act_on_incident, {command, grid_worker}},
      {Operation::escalate_incident, {command}},
      {Operation::read_supervision, {command}},
      {Operation::read_suggestions, {command}},
      {Operation::read_closures, {command, planner}},
      {Operation::change_closure, {command}},
      {Operation::read_coverage, signed_in},
      {Operation::run_siting, {command, planner, administrator}},
      {Operation::read_plans, {command, planner, steward, administrator}},
      {Operation::change_plan, {command, planner}},
      {Operation::read_figures, {command, planner}},
      {Operation::open_live_stream, signed_in},
      {Operation::subscribe_live, {command, grid_worker, planner}},
      {Operation::report_positions_live, {grid_worker, gateway}},
      {Operation::report_by_owntracks, {grid_worker}},
      {Operation::report_by_enrolment, everybody},
      {Operation::read_imports, {steward, administrator}},
      {Operation::change_import, {steward}},
  };
  REQUIRE(rows.size() == static_cast<std::size_t>(Operation::count));
  for (auto const &row : rows) {
    CAPTURE(static_cast<int>(row.operation));
    CHECK(who_may(row.operation) == row.allowed);
  }
}

TEST_CASE("what is no operation is denied to everybody") {
  CHECK(who_may(Operation::count).empty());
}

TEST_CASE(
    "a resident may do no more than report, read its own, find a building and see public pages") {
  std::set<Operation> allowed;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Operation::count); ++i) {
    if (rules::may(resident, static_cast<Operation>(i))) {
      allowed.insert(static_cast<Operation>(i));
    }
  }
  CHECK(allowed == std::set<Operation>{Operation::read_health, Operation::read_contract,
                                       Operation::read_static_file, Operation::open_session,
                                       Operation::read_building, Operation::report_incident,
                                       Operation::add_photo, Operation::read_incidents,
                                       Operation::report_by_enrolment});
}
