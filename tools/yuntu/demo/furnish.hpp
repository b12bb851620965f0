#pragma once

#include "tools/yuntu/demo/furniture.hpp"
#include "tools/yuntu/demo/town.hpp"

namespace yuntu::demo {

/// The town with what its buildings hold and their walls show: stations (ST01..), reclaimed rooms
/// (RM01..), shops (SH0001..) and entrances in place of those it had, and after its own land uses
/// one for each estate that none of them covers. Needs areas, estates, buildings and walks; leaves
/// them as they are. The same town (its seed counts) and furniture give the same result. Throws
/// std::runtime_error with the numbers when there is no room, say, for so many shops.
[[nodiscard]] DemoTown furnish(DemoTown town, Furniture const &furniture);

} // namespace yuntu::demo
