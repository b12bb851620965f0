#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// Exact checks on a demo town, in integer units. Each returns the first thing that is wrong, in
/// words; empty when all is well.
namespace yuntu::demo::checks {

/// The definition that ships with yuntu.
[[nodiscard]] DemoDefinition const &first_light();
/// Runs over the towns of seeds 1 to `count`.
void for_each_town(int count, std::function<void(DemoTown const &)> const &body);

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

/// Does a street or footpath pass within `reach_m` metres of a corner of the building?
[[nodiscard]] bool is_near_walk(Building const &building, std::vector<WalkLine> const &walks,
                                double reach_m);
/// Lines meet at shared vertices only, all are connected, and none runs through a building.
[[nodiscard]] std::string network_fault(DemoTown const &town);

} // namespace yuntu::demo::checks
