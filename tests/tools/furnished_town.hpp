#pragma once

#include "tests/tools/town_checks.hpp"
#include "tools/yuntu/demo/furnish.hpp"

#include <string>

namespace yuntu::demo::checks {

/// The county's furniture, in a quantity that fits the small town.
[[nodiscard]] Furniture const &furniture_of_small_town();
/// The kind of station of which every community has one.
[[nodiscard]] std::string centre_kind();
[[nodiscard]] DemoTown furnished(DemoTown const &plain);
/// All that furnish() made, one line each, for comparing.
[[nodiscard]] std::string furniture_text(DemoTown const &town);

} // namespace yuntu::demo::checks
