#include "tools/yuntu/demo/delivered_county.hpp"

#include "tools/yuntu/demo/furnish.hpp"
#include "tools/yuntu/demo/numbering.hpp"
#include "tools/yuntu/demo/roster.hpp"
#include "tools/yuntu/demo/staff_appointments.hpp"
#include "tools/yuntu/demo/town_writer.hpp"

#include <iterator>
#include <utility>

namespace yuntu::demo {
namespace {

/// "county.toml" and "staff": "county_staff.toml" in the same folder.
std::filesystem::path beside(std::filesystem::path const &file, std::string const &what) {
  return file.parent_path() / (file.stem().string() + "_" + what + ".toml");
}

template <typename Thing>
void append(std::vector<Thing> &all, std::vector<Thing> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void append(StaffRoll &all, StaffRoll more) {
  append(all.posts, std::move(more.posts));
  append(all.people, std::move(more.people));
  append(all.assignments, std::move(more.assignments));
}

/// "ST12" becomes "ST00312" in the third county: numbers that hold no area's code begin anew in
/// each.
template <typename Thing>
void number_by_slot(std::vector<Thing> &things, CountySlot slot) {
  for (Thing &thing : things) {
    thing.code.insert(thing.code.find_first_of("0123456789"), digits(slot.index + 1, 3));
  }
}

} // namespace

CountyDefinition read_county(std::filesystem::path const &file) {
  CountyDefinition county{read_definition(file), std::nullopt, std::nullopt, std::nullopt};
  if (auto const furniture = beside(file, "furniture"); std::filesystem::exists(furniture)) {
    county.furniture = read_furniture(furniture);
  }
  if (auto const staff = beside(file, "staff"); std::filesystem::exists(staff)) {
    county.staff = read_staff_definition(staff);
  }
  if (auto const departments = beside(file, "departments"); std::filesystem::exists(departments)) {
    county.departments = read_departments(departments);
  }
  return county;
}

DemoTown make_county(CountyDefinition const &definition, std::uint64_t seed, CountySlot slot) {
  auto town = make_town(definition.town, seed, slot);
  if (definition.furniture) {
    town = furnish(std::move(town), *definition.furniture);
  }
  if (slot.of > 1) {
    number_by_slot(town.stations, slot);
    number_by_slot(town.rooms, slot);
    number_by_slot(town.shops, slot);
  }
  return town;
}

void deliver_counties(CountyDefinition const &definition, DeliveryOrder const &order,
                      std::filesystem::path const &out_dir) {
  TownWriter writer(out_dir);
  StaffRoll roll;
  std::vector<Area> staffed; // subdistricts
  for (std::size_t i = 0; i < order.counties; ++i) {
    auto const town = make_county(definition, order.seed, {i, order.counties});
    writer.add(town);
    if (i < most_staffed_counties) {
      append(staffed, town.subdistricts);
    }
    if (definition.staff && i < most_staffed_counties) {
      append(roll, appoint_staff(town, *definition.staff, roll.people.size()));
    }
  }
  if (definition.staff) {
    Day const first = order.roster_from.value_or(definition.staff->as_of);
    writer.add_staff(roll, draw_roster(roll, first, order.roster_days));
  }
  if (definition.departments) {
    writer.add_departments(departments_text(*definition.departments, staffed));
  }
  writer.close();
}

} // namespace yuntu::demo
