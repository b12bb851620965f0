#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// Exact checks on a demo town, in integer units. Each returns the first thing that is wrong, in
/// words; empty when all is well.
namespace yuntu::demo::checks {

/// The definitions that ship with yuntu: the small town and the county.
[[nodiscard]] DemoDefinition const &first_light();
[[nodiscard]] DemoDefinition const &county();
/// Runs over the towns of seeds 1 to `count`.
void for_each_town(int count, std::function<void(DemoTown const &)> const &body);
void for_each_county(int count, std::function<void(DemoTown const &)> const &body);

/// Twice the area in square units, positive for a counter-clockwise ring.
[[nodiscard]] std::int64_t twice_area(geo::Polygon const &polygon);
/// Is the ring closed, counter-clockwise and without touching itself?
[[nodiscard]] bool is_simple(geo::Polygon const &polygon);

/// Children tile the parent: every edge of a child is an edge of exactly one other child the other
/// way round, or an edge of the parent; areas add up; no two overlap.
[[nodiscard]] std::string tiling_fault(Area const &parent, std::vector<Area> const &children);
/// Each building lies strictly inside the area with the code that code_of gives.
[[nodiscard]] std::string cut_fault(std::vector<Building> const &buildings,
                                    std::vector<Area> const &areas,
                                    std::function<std::string(Building const &)> const &code_of);
/// No two buildings touch.
[[nodiscard]] std::string crowding_fault(std::vector<Building> const &buildings);

/// Every building has a street or footpath within `reach_m` metres of a corner.
[[nodiscard]] std::string remoteness_fault(DemoTown const &town, double reach_m);
/// How many pieces a network falls into.
[[nodiscard]] std::size_t component_count(std::vector<WalkLine> const &walks);
/// Lines meet at shared vertices only, all are connected, and none runs through a building.
[[nodiscard]] std::string network_fault(DemoTown const &town);

[[nodiscard]] std::vector<Area> estate_areas(DemoTown const &town);
/// Subdistricts tile the county, each level below tiles the one above.
[[nodiscard]] std::string levels_fault(DemoTown const &town);
/// All rings are closed, counter-clockwise and simple.
[[nodiscard]] std::string rings_fault(DemoTown const &town);
/// Every building lies uncut in the grid, micro-grid and estate it names, and touches no other.
[[nodiscard]] std::string buildings_fault(DemoTown const &town);
/// Estates lie apart, each inside its community.
[[nodiscard]] std::string estates_fault(DemoTown const &town);
/// Every walled estate's footpaths meet the streets at its gates alone, of which there is one.
[[nodiscard]] std::string gates_fault(DemoTown const &town);
/// Codes have the stated digits, name their parent and are unique.
[[nodiscard]] std::string codes_fault(DemoTown const &town);
/// Buildings of one estate have different names; the lines of one street name hang together.
[[nodiscard]] std::string names_fault(DemoTown const &town);

} // namespace yuntu::demo::checks
