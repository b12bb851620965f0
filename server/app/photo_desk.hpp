#pragma once

#include "server/app/program_runner.hpp"
#include "server/app/task_thread.hpp"
#include "server/net/api/api.hpp"
#include "server/services/photo_intake.hpp"
#include "server/services/photo_service.hpp"
#include "server/store/photo_store.hpp"

#include <filesystem>

namespace yuntu::app {

/// What takes photos in: their store, the program that looks at them, a thread for both.
class PhotoDesk {
public:
  /// Photos that no incident of `state` has are removed: those of a server that ended before it
  /// could say whose they are.
  PhotoDesk(std::filesystem::path const &folder, services::City &city,
            model::CityState const &state, TaskThread::OnError on_error);
  void serve(net::Api &api);
  void stop();

private:
  store::PhotoStore store_;
  TaskThread thread_;
  ProgramRunner reader_;
  services::PhotoService service_;
  services::PhotoIntake intake_;
};

} // namespace yuntu::app
