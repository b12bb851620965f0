#pragma once

#include "server/live/hub.hpp"
#include "server/model/city_state.hpp"
#include "server/net/listener.hpp"
#include "server/rules/routing/routing_counts.hpp"
#include "server/services/inbox_reader.hpp"

#include <cstdint>
#include <string>

namespace yuntu::app {

/// Of the log's file, the clock and what is held in memory.
struct MachineCounts {
  std::uintmax_t write_ahead_bytes = 0;
  std::uint64_t clock_jumps = 0;
  std::size_t base_maps = 0;
  services::InboxCounts inbox = {};
};

/// Prometheus text of what the server counts. Live thread (it reads the published state).
[[nodiscard]] std::string metrics_text(model::CityState const &state, live::Hub::Counts const &hub,
                                       rules::RoutingCounts const &routings,
                                       net::Listener::Counts const &net,
                                       MachineCounts const &machine);

} // namespace yuntu::app
