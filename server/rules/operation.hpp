#pragma once

#include "server/model/principal.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace yuntu::rules {

/// Everything anybody can ask of the server: each HTTP route and each message of the live stream
/// is one of these, and each has exactly one row in `access_table` below. An operation without a
/// row, or with two, does not compile.
enum class Operation : std::uint8_t {
  read_health,
  read_contract,
  read_static_file,
  open_session,
  read_session,
  close_session,
  read_map,
  read_layer,
  read_tile,
  read_owner,
  read_building,
  read_staff,
  read_staffing,
  read_workers,
  read_state,
  read_track,
  report_positions,
  change_duty,
  report_incident,
  report_incidents,
  add_photo,
  read_incidents,
  read_workflow,
  read_categories,
  try_routing,
  read_corrections,
  act_on_incident,
  escalate_incident,
  read_supervision,
  read_suggestions,
  read_closures,
  change_closure,
  read_coverage,
  run_siting,
  read_plans,
  change_plan,
  read_figures,
  open_live_stream,
  subscribe_live,
  report_positions_live,
  report_by_owntracks,
  report_by_enrolment,
  read_imports,
  change_import,
#ifdef YUNTU_PROVE_ACCESS_GAP
  operation_without_a_row, // tests/checks compile this to see the build fail
#endif
  count
};

/// The set of roles that may, as bits. Deny by default.
using RoleSet = std::uint8_t;

[[nodiscard]] constexpr RoleSet roles(std::initializer_list<model::Role> list) {
  unsigned bits = 0;
  for (auto const role : list) {
    bits |= 1U << static_cast<unsigned>(role);
  }
  return static_cast<RoleSet>(bits);
}

struct AccessRow {
  Operation operation;
  RoleSet allowed;
};

namespace access {
using enum model::Role;
inline constexpr RoleSet everybody =
    roles({command, grid_worker, planner, steward, administrator, gateway, resident});
inline constexpr RoleSet signed_in =
    roles({command, grid_worker, planner, steward, administrator, gateway});

inline constexpr std::array access_table{
    AccessRow{Operation::read_health, everybody},
    AccessRow{Operation::read_contract, everybody},
    AccessRow{Operation::read_static_file, everybody},
    AccessRow{Operation::open_session, everybody},
    AccessRow{Operation::read_session, signed_in},
    AccessRow{Operation::close_session, signed_in},
    AccessRow{Operation::read_map, signed_in},
    AccessRow{Operation::read_layer, roles({command, planner, steward, administrator, gateway})},
    AccessRow{Operation::read_tile, signed_in},
    AccessRow{Operation::read_owner, signed_in},
    AccessRow{Operation::read_building, everybody}, // for who scans the code at its door
    AccessRow{Operation::read_staff, signed_in},
    AccessRow{Operation::read_staffing, signed_in},
    AccessRow{Operation::read_workers, roles({command, grid_worker})},
    AccessRow{Operation::read_state, roles({command, grid_worker, planner})},
    AccessRow{Operation::read_track, roles({command, grid_worker})},
    AccessRow{Operation::report_positions, roles({grid_worker, gateway})},
    AccessRow{Operation::change_duty, roles({grid_worker, gateway})},
    AccessRow{Operation::report_incident, roles({command, grid_worker, gateway, resident})},
    AccessRow{Operation::report_incidents, roles({command, gateway})},
    AccessRow{Operation::add_photo, roles({command, grid_worker, gateway, resident})},
    AccessRow{Operation::read_incidents, roles({command, grid_worker, resident})},
    AccessRow{Operation::read_workflow, signed_in},
    AccessRow{Operation::read_categories, signed_in},
    AccessRow{Operation::try_routing, roles({command, grid_worker, steward, administrator})},
    AccessRow{Operation::read_corrections, roles({command, steward, administrator})},
    AccessRow{Operation::act_on_incident, roles({command, grid_worker})},
    AccessRow{Operation::escalate_incident, roles({command})},
    AccessRow{Operation::read_supervision, roles({command})},
    AccessRow{Operation::read_suggestions, roles({command})},
    AccessRow{Operation::read_closures, roles({command, planner})},
    AccessRow{Operation::change_closure, roles({command})},
    AccessRow{Operation::read_coverage, signed_in},
    AccessRow{Operation::run_siting, roles({command, planner, administrator})},
    AccessRow{Operation::read_plans, roles({command, planner, steward, administrator})},
    AccessRow{Operation::change_plan, roles({command, planner})},
    AccessRow{Operation::read_figures, roles({command, planner})},
    AccessRow{Operation::open_live_stream, signed_in},
    AccessRow{Operation::subscribe_live, roles({command, grid_worker, planner})},
    AccessRow{Operation::report_positions_live, roles({grid_worker, gateway})},
    AccessRow{Operation::report_by_owntracks, roles({grid_worker})},
    AccessRow{Operation::report_by_enrolment, everybody}, // who knows a device's secret id
    AccessRow{Operation::read_imports, roles({steward, administrator})},
    AccessRow{Operation::change_import, roles({steward})},
};

[[nodiscard]] consteval bool every_operation_has_one_row() {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Operation::count); ++i) {
    std::size_t rows = 0;
    for (auto const &row : access_table) {
      rows += static_cast<std::size_t>(row.operation) == i ? 1U : 0U;
    }
    if (rows != 1) {
      return false;
    }
  }
  return true;
}
static_assert(every_operation_has_one_row(),
              "every Operation needs exactly one row in the access table");
} // namespace access

/// Whether this role may ask for it at all; what it then sees is `visibility`'s to say.
[[nodiscard]] constexpr bool may(model::Role role, Operation operation) {
  for (auto const &row : access::access_table) {
    if (row.operation == operation) {
      return (row.allowed & (1U << static_cast<unsigned>(role))) != 0;
    }
  }
  return false;
}

} // namespace yuntu::rules
