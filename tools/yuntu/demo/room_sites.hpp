#pragma once

#include "tools/yuntu/demo/furniture.hpp"
#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <vector>

namespace yuntu::demo {

/// Reclaimed rooms on the ground floors of blocks of flats without a station, as evenly over the
/// estates as they allow; in the buildings' order, without codes. Throws std::runtime_error when
/// there are fewer such buildings than rooms.
[[nodiscard]] std::vector<Room> place_rooms(DemoTown const &town, RoomQuota const &quota,
                                            Random &random);

} // namespace yuntu::demo
