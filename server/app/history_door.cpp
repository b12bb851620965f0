#include "server/app/history_door.hpp"

#include <utility>

namespace yuntu::app {

HistoryDoor::HistoryDoor(store::DataDirectory const &directory,
                         services::MapArchive::Current current, live::IncidentSigns signs,
                         TaskThread::OnError on_error)
    : maps_(directory.base(), std::move(current)),
      history_(
          store::LogHistory(directory.log()),
          [this](auto const &layers) { return maps_.of(layers); }, std::move(signs)),
      thread_("history", std::move(on_error)) {}

bool HistoryDoor::ask(std::function<void(services::HistoryService &)> question) {
  if (waiting_.fetch_add(1) >= most_waiting) {
    --waiting_;
    return false;
  }
  thread_.post([this, question = std::move(question)] {
    question(history_);
    --waiting_;
  });
  return true;
}

} // namespace yuntu::app
