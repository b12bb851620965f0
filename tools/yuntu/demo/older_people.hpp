#pragma once

#include "tools/yuntu/demo/town.hpp"

namespace yuntu::demo {

/// How many people live in a household, on the average.
inline constexpr double people_per_household = 2.6;

/// Counts in every building the people of 60 and more: a part of who lives there that lies within
/// its estate's range, a little more or less from house to house. From the town's seed, with
/// numbers of its own: whatever else is in the town stays as it is.
void count_older_people(DemoTown &town);

} // namespace yuntu::demo
