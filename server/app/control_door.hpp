#pragma once

#include "server/app/layer_publisher.hpp"
#include "server/app/published.hpp"
#include "server/app/task_thread.hpp"
#include "server/net/control_socket.hpp"
#include "server/services/city.hpp"

#include <functional>
#include <memory>
#include <string>

namespace yuntu::app {

/// What the operator's command line reaches in a running server. Members outlive the socket.
struct ControlDoor {
  TaskThread &city_thread;
  TaskThread &live_thread;
  services::City &city;
  Published &published;
  LayerPublisher &publisher;
  TaskThread &pool;
  std::function<std::shared_ptr<services::BaseMap const>()> base;
  std::function<model::Time()> now;
  std::function<std::string()> address;
};

[[nodiscard]] net::ControlSocket::Handler make_control_handler(ControlDoor door);

} // namespace yuntu::app
