#pragma once

#include "server/live/hub.hpp"
#include "server/model/city_state.hpp"
#include "server/net/listener.hpp"

#include <string>

namespace yuntu::app {

/// Prometheus text of what the server counts. Live thread (it reads the published state).
[[nodiscard]] std::string metrics_text(model::CityState const &state, live::Hub::Counts const &hub,
                                       net::Listener::Counts const &net);

} // namespace yuntu::app
