#pragma once

#include "server/live/counts_board.hpp"
#include "server/services/base_map.hpp"

#include <vector>

namespace yuntu::app {

/// The areas of a base map that the live stream counts: subdistricts, communities and grids, each
/// once, and which areas each lies in: by where its name stands, so that it agrees with "who owns
/// this point".
[[nodiscard]] std::vector<live::CountArea> count_areas(services::BaseMap const &base);

} // namespace yuntu::app
