#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace yuntu::model {

/// How an incident came in: the command centre's desk (and its page, `command`), a grid worker's
/// tablet (and `grid_worker`), a resident's report (`web` or the building's QR code, `qr`), the
/// hotline's feed, a reception day, a patrol.
inline constexpr std::array<std::string_view, 10> channel_names{
    "desk",   "tablet",  "resident",    "hotline", "reception",
    "patrol", "command", "grid_worker", "web",     "qr"};
inline constexpr std::string_view hotline_channel = "hotline";

[[nodiscard]] constexpr bool is_channel(std::string_view name) {
  return std::find(channel_names.begin(), channel_names.end(), name) != channel_names.end();
}

} // namespace yuntu::model
