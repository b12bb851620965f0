#pragma once

#include "server/app/answer_desk.hpp"
#include "server/app/published.hpp"
#include "server/app/shared_value.hpp"
#include "server/app/task_thread.hpp"
#include "server/net/live_endpoint.hpp"
#include "server/services/city.hpp"
#include "server/services/position_service.hpp"
#include "server/services/session_service.hpp"

#include <functional>

namespace yuntu::app {

/// What stands behind every live socket: hands positions to the service (city thread) and all else
/// to the hub (live thread). Members outlive the listener.
struct LiveDoor {
  TaskThread &city_thread;
  TaskThread &live_thread;
  Published &published;
  services::City const &city;
  services::PositionService &positions;
  AnswerDesk &answers; ///< sent after every commit
  SharedValue<services::PrincipalDirectory> const &directory;
  std::function<model::Time()> now;
};

[[nodiscard]] net::LiveEndpoint make_live_endpoint(LiveDoor door);

} // namespace yuntu::app
