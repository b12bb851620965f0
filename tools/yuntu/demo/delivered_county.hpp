#pragma once

#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/departments.hpp"
#include "tools/yuntu/demo/furniture.hpp"
#include "tools/yuntu/demo/staff_definition.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace yuntu::demo {

/// All that makes a demo county: its ground, what its buildings hold, who works in it.
struct CountyDefinition {
  DemoDefinition town;
  std::optional<Furniture> furniture;
  std::optional<StaffDefinition> staff;
  std::optional<DepartmentPlans> departments;
};

/// FILE.toml, and beside it FILE_furniture.toml, FILE_staff.toml and FILE_departments.toml when
/// there are such. Throws DefinitionError.
[[nodiscard]] CountyDefinition read_county(std::filesystem::path const &file);

/// One of the counties side by side, with codes that no other has. The same arguments give the same
/// town.
[[nodiscard]] DemoTown make_county(CountyDefinition const &definition, std::uint64_t seed,
                                   CountySlot slot = {});

/// Most counties side by side: then there are a million buildings.
inline constexpr std::size_t most_counties = 286;
/// Of so many counties, the first, the staff is told, and which department of a subdistrict answers
/// for what: a sheet holds a million rows, not more.
inline constexpr std::size_t most_staffed_counties = 10;

struct DeliveryOrder {
  std::uint64_t seed = 1;
  std::size_t counties = 1;
  std::optional<Day> roster_from; ///< nullopt: the day the staff sheet was written
  int roster_days = 28;
};

/// The counties' files in one folder, see town_writer.hpp, with staff.xlsx and departments.toml
/// when the definition has staff and departments. One county in memory at a time.
void deliver_counties(CountyDefinition const &definition, DeliveryOrder const &order,
                      std::filesystem::path const &out_dir);

} // namespace yuntu::demo
