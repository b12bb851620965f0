#pragma once

#include "server/app/layer_publisher.hpp"
#include "server/app/program_runner.hpp"
#include "server/app/task_thread.hpp"
#include "server/services/import_service.hpp"

#include <functional>

namespace yuntu::app {

/// What the steward's imports reach in a running server. Members outlive the service.
struct ImportDoor {
  ProgramRunner &reader;
  LayerPublisher &publisher;
  TaskThread &live_thread;
  TaskThread &import_thread;
  std::function<model::Time()> now;
};

[[nodiscard]] services::ImportDoors make_import_doors(ImportDoor door);

} // namespace yuntu::app
