#include "server/app/inbox_door.hpp"

#include "server/app/log.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace yuntu::app {
namespace {

/// Whoever lays files into the data directory reports as the server does.
model::Principal inbox_principal() {
  model::Principal principal;
  principal.user = "server";
  principal.role = model::Role::gateway;
  return principal;
}

} // namespace

InboxDoor::InboxDoor(std::filesystem::path const &folder, Doors doors, TaskThread::OnError on_error)
    : doors_(std::move(doors)), inbox_(folder),
      reader_(inbox_,
              [this](std::vector<protocol::IncidentRow> rows) { return report(std::move(rows)); }),
      thread_("inbox", std::move(on_error)) {
  thread_.every(std::chrono::seconds{1}, [this] { look(); });
}

services::InboxCounts InboxDoor::counts() const {
  std::lock_guard const guard(mutex_);
  return counts_;
}

void InboxDoor::look() {
  reader_.look(store::Inbox::Clock::now());
  auto const counts = reader_.counts();
  std::lock_guard const guard(mutex_);
  if (counts.refused > counts_.refused) {
    log(LogLevel::warn, "event=inbox_file_refused (see the report beside it in inbox/refused)");
  }
  counts_ = counts;
}

services::InboxReader::Verdicts InboxDoor::report(std::vector<protocol::IncidentRow> rows) {
  auto const promise = std::make_shared<std::promise<services::InboxReader::Verdicts>>();
  auto answer = promise->get_future();
  doors_.city_thread.post([this, promise, rows = std::move(rows)] {
    doors_.incidents.report_batch(inbox_principal(), rows, doors_.now(),
                                  [promise](services::InboxReader::Verdicts const &verdicts) {
                                    promise->set_value(verdicts);
                                  });
  });
  return answer.get();
}

} // namespace yuntu::app
