#pragma once

#include "server/app/task_thread.hpp"
#include "server/services/inbox_reader.hpp"
#include "server/services/incident_service.hpp"
#include "server/store/inbox.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <vector>

namespace yuntu::app {

/// Takes files out of the inbox every second, on a thread of its own.
class InboxDoor {
public:
  struct Doors {
    TaskThread &city_thread;
    services::IncidentService &incidents;
    std::function<model::Time()> now;
  };
  InboxDoor(std::filesystem::path const &folder, Doors doors, TaskThread::OnError on_error);

  [[nodiscard]] services::InboxCounts counts() const; ///< any thread
  /// Before the city's thread ends.
  void stop() { thread_.stop(); }

private:
  void look();
  [[nodiscard]] services::InboxReader::Verdicts report(std::vector<protocol::IncidentRow> rows);

  Doors doors_;
  store::Inbox inbox_;
  services::InboxReader reader_;
  mutable std::mutex mutex_;
  services::InboxCounts counts_;
  TaskThread thread_; ///< last: its tasks use the members above
};

} // namespace yuntu::app
