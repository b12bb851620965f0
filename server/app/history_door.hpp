#pragma once

#include "server/app/task_thread.hpp"
#include "server/services/history_service.hpp"
#include "server/services/map_archive.hpp"
#include "server/store/data_directory.hpp"

#include <atomic>
#include <cstddef>
#include <functional>

namespace yuntu::app {

/// Looking back, one question after the other on a thread of its own, with connections of its own:
/// a question of seconds holds up nothing but the next one.
class HistoryDoor {
public:
  /// The log must be there already.
  HistoryDoor(store::DataDirectory const &directory, services::MapArchive::Current current,
              live::IncidentSigns signs, TaskThread::OnError on_error);

  /// Any thread. False when enough are waiting: then it will not be asked.
  [[nodiscard]] bool ask(std::function<void(services::HistoryService &)> question);
  void stop() { thread_.stop(); }

private:
  static constexpr std::size_t most_waiting = 8;

  services::MapArchive maps_;
  services::HistoryService history_;
  std::atomic<std::size_t> waiting_{0};
  TaskThread thread_;
};

} // namespace yuntu::app
