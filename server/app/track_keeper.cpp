#include "server/app/track_keeper.hpp"

#include "server/app/log.hpp"
#include "server/model/day.hpp"

#include <iterator>
#include <utility>

namespace yuntu::app {
namespace {

/// Rows a time, so that no commit waits long for them.
constexpr std::size_t blocks_a_step = 250;

template <typename Body>
std::vector<model::FactBody> as_bodies(std::vector<Body> facts) {
  return {std::make_move_iterator(facts.begin()), std::make_move_iterator(facts.end())};
}

} // namespace

TrackKeeper::TrackKeeper(store::LogStore &log, std::filesystem::path const &log_file,
                         store::Journal &journal, Commit commit, std::chrono::days retention,
                         std::function<model::Time()> now, TaskThread::OnError on_error)
    : log_(log), journal_(journal), commit_(std::move(commit)), retention_(retention),
      now_(std::move(now)), compactor_(log_file), thread_("tracks", std::move(on_error)) {}

void TrackKeeper::tidy() {
  thread_.post([this] {
    guarded([this] {
      delete_sealed_blocks();
      compactor_.remove_expired();
    });
  });
}

void TrackKeeper::work() {
  thread_.post([this] { guarded([this] { step(); }); });
}

/// One range of commits, or what has expired; the next step follows when its facts are stored.
void TrackKeeper::step() {
  if (submit(as_bodies(compactor_.write_next()))) {
    return;
  }
  delete_sealed_blocks();
  auto const oldest_kept = model::day_of(now_()) - retention_;
  if (!submit(as_bodies(compactor_.expire(oldest_kept)))) {
    compactor_.remove_expired();
  }
}

void TrackKeeper::guarded(std::function<void()> const &task) {
  if (has_failed_) {
    return;
  }
  try {
    task();
  } catch (store::StorageBusy const &error) {
    log(LogLevel::warn, std::string("event=tracks_wait reason=\"") + error.what() + "\"");
  } catch (store::StorageFailed const &error) {
    // Positions stay in the log, which is whole; history is not worth stopping the county's map.
    has_failed_ = true;
    log(LogLevel::error, std::string("event=tracks_stopped reason=\"") + error.what() + "\"");
  }
}

/// False: there was nothing to submit.
bool TrackKeeper::submit(std::vector<model::FactBody> bodies) {
  if (bodies.empty()) {
    return false;
  }
  commit_(std::move(bodies), [this](store::CommitOutcome outcome) {
    if (outcome == store::CommitOutcome::committed) {
      work();
    }
  });
  return true;
}

void TrackKeeper::delete_sealed_blocks() {
  journal_.run_between([this](store::EventLog & /*log*/) {
    if (log_.delete_sealed_blocks(blocks_a_step) == blocks_a_step) {
      delete_sealed_blocks();
    }
  });
}

} // namespace yuntu::app
