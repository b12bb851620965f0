#include "tools/yuntu/demo/older_people.hpp"

#include "tools/yuntu/demo/random.hpp"

#include <cmath>
#include <map>

namespace yuntu::demo {
namespace {

constexpr std::uint64_t own_numbers = 0x6f6c646572; ///< apart from those of the town's plan

/// The whole number on one side or the other of it, so that the average is kept.
int whole_of(double number, Random &random) {
  double const below = std::floor(number);
  return static_cast<int>(below) + (random.chance(number - below) ? 1 : 0);
}

} // namespace

void count_older_people(DemoTown &town) {
  Random random(town.seed ^ own_numbers);
  std::map<std::string, double> part_of;
  for (Estate const &estate : town.estates) {
    part_of[estate.area.code] =
        random.between(estate.older_percent[0], estate.older_percent[1]) / 100;
  }
  for (Building &building : town.buildings) {
    double const people = people_per_household * building.households;
    double const here = part_of.at(building.estate) * random.between(0.85, 1.15);
    building.older = whole_of(people * here, random);
  }
}

} // namespace yuntu::demo
