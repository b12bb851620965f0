#pragma once

#include "server/app/published.hpp"
#include "server/app/task_thread.hpp"
#include "server/services/city.hpp"
#include "server/store/base_store.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::app {

/// Brings an imported layer into use while the server runs, one at a time: copies the version from
/// the spool file into the base store and indexes it (worker thread), commits its fact (city
/// thread); the live thread swaps the base map when that commit is known. No client is dropped.
class LayerPublisher {
public:
  LayerPublisher(store::BaseStore &base_store, services::BaseMap::Layers layers, TaskThread &worker,
                 TaskThread &city_thread, TaskThread &live_thread, services::City &city,
                 Published &published, std::function<model::Time()> now);

  struct Request {
    std::filesystem::path spool_file;
    model::LayerKind layer = model::LayerKind::grid;
    std::string version;
    std::optional<model::Time> effective; ///< absent: now
    std::string actor = "operator";
  };
  /// Any thread; `done` gets the version in use.
  void publish(Request request, services::Done<std::string> done);

private:
  struct Job {
    Request request;
    services::Done<std::string> done;
  };
  using Version = std::shared_ptr<model::LayerVersion const>;

  void start_next();
  void build(Job const &job);
  void commit(Job const &job, Version const &version);
  /// Worker thread: the job is over; `version` is in use from now on, or null.
  void finish(Version const &version);

  store::BaseStore &base_store_;     // worker thread
  services::BaseMap::Layers layers_; // worker thread: as the log has them
  std::deque<Job> jobs_;             // worker thread: the first is under way
  TaskThread &worker_;
  TaskThread &city_thread_;
  TaskThread &live_thread_;
  services::City &city_;
  Published &published_;
  std::function<model::Time()> now_;
};

} // namespace yuntu::app
