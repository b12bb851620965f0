#pragma once

#include "server/app/published.hpp"
#include "server/app/task_thread.hpp"
#include "server/services/city.hpp"
#include "server/services/code_history.hpp"
#include "server/services/index_shelf.hpp"
#include "server/services/operator_service.hpp"
#include "server/store/base_store.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::app {

/// The layers as the log has them.
struct LayersInLog {
  services::BaseMap::Layers in_use;
  services::VersionHistory versions;
  std::map<model::LayerKind, std::vector<model::LayerScheduled>> coming;
};

/// Brings an imported layer into use while the server runs, one at a time: copies the version from
/// the spool file into the base store and indexes it (worker thread), commits its fact (city
/// thread); the live thread swaps the base map when that commit is known. No client is dropped.
/// A version that is to take effect later is stored and its fact committed; when its time has come
/// it is indexed and brought into use likewise.
class LayerPublisher {
public:
  LayerPublisher(store::BaseStore &base_store, services::IndexShelf const &shelf,
                 LayersInLog layers, TaskThread &worker, TaskThread &city_thread,
                 TaskThread &live_thread, services::City &city, Published &published,
                 std::function<model::Time()> now);

  struct Request {
    std::filesystem::path spool_file; ///< empty: it is stored, and due
    model::LayerKind layer = model::LayerKind::grid;
    std::string version;
    std::optional<model::Time> effective; ///< absent: now
    std::string actor = "operator";
  };
  /// Any thread; `done` gets the version.
  void publish(Request request, services::Done<std::string> done);
  /// City thread: the versions whose time has come. `then` is called once nothing of it is under
  /// way any more, from any thread.
  void bring_into_effect(std::function<void()> then = {});

private:
  struct Job {
    Request request;
    services::Done<std::string> done;
    [[nodiscard]] bool is_due() const { return request.spool_file.empty(); }
  };
  using Version = std::shared_ptr<model::LayerVersion const>;
  /// What is to be committed, worked out on the worker thread.
  struct Candidate {
    Version version;
    model::Time effective;
    bool is_for_later = false;
    std::vector<model::CodeSuccession> successions; ///< when it is for now
  };

  void start_next();
  void build(Job const &job);
  [[nodiscard]] tl::expected<Candidate, protocol::Problem> prepare(Job const &job);
  void commit(Job const &job, Candidate const &candidate);
  [[nodiscard]] tl::expected<services::OperatorDecision, protocol::Problem>
  decide(Job const &job, Candidate const &candidate) const;
  /// Worker thread: the job is over, this is in the log; or nothing.
  void finish(std::optional<Candidate> const &done);
  [[nodiscard]] Version read(model::LayerKind layer, std::string const &version) const;

  store::BaseStore &base_store_;                       // worker thread
  services::IndexShelf const &shelf_;                  // worker thread
  LayersInLog layers_;                                 // worker thread
  std::deque<Job> jobs_;                               // worker thread: the first is under way
  std::map<model::LayerKind, model::Time> not_before_; // city thread: under way, or has failed
  TaskThread &worker_;
  TaskThread &city_thread_;
  TaskThread &live_thread_;
  services::City &city_;
  Published &published_;
  std::function<model::Time()> now_;
};

} // namespace yuntu::app
