#pragma once

#include "server/app/published.hpp"
#include "server/app/task_thread.hpp"
#include "server/services/city.hpp"
#include "server/services/code_history.hpp"
#include "server/services/coming_layers.hpp"
#include "server/services/index_shelf.hpp"
#include "server/services/operator_service.hpp"
#include "server/store/base_store.hpp"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::app {

/// The layers as the log has them, and how people walk there.
struct LayersInLog {
  services::WalkProfiles profiles;
  services::BaseMap::Layers in_use;
  services::VersionHistory versions;
  std::map<model::LayerKind, std::vector<model::LayerScheduled>> coming;
};

/// Brings an imported layer into use while the server runs, one at a time: copies the version from
/// the spool file into the base store and indexes it (worker thread), commits its fact (city
/// thread); the live thread swaps the base map when that commit is known. No client is dropped.
/// A version that is to take effect later is stored and its fact committed; when its time has come
/// it is indexed and brought into use likewise, unless it was cancelled.
class LayerPublisher {
public:
  LayerPublisher(store::BaseStore &base_store, services::IndexShelf const &shelf,
                 LayersInLog layers, TaskThread &worker, TaskThread &city_thread,
                 TaskThread &live_thread, services::City &city, Published &published,
                 std::function<model::Time()> now);

  struct Request {
    std::filesystem::path spool_file;
    model::LayerKind layer = model::LayerKind::grid;
    std::string version;
    std::optional<model::Time> effective; ///< absent: now
    std::string actor = "operator";
    /// What its check found in use: refused (409) when that is so no more.
    std::optional<services::LayersInUse> against = {};
  };
  using Done = services::Done<services::VersionOutcome>;
  /// Any thread.
  void publish(Request request, Done done);
  /// Any thread: a version that was to come will not.
  void cancel(services::ComingName name, std::string actor, Done done);
  /// City thread: the versions whose time has come. `then` is called once nothing of it is under
  /// way any more, from any thread.
  void bring_into_effect(std::function<void()> then = {});

private:
  enum class What : std::uint8_t { publish, activate, cancel };
  struct Job {
    What what = What::publish;
    Request request;
    Done done;
    bool has_let_due_ones_pass = false;
  };
  using Version = std::shared_ptr<model::LayerVersion const>;
  /// What is to be committed, worked out on the worker thread.
  struct Candidate {
    Version version; ///< nullptr: it is to be cancelled
    model::Time effective;
    bool is_for_later = false;
    std::vector<model::CodeSuccession> successions; ///< when it is for now
    [[nodiscard]] bool is_for_now() const { return version && !is_for_later; }
  };
  using Decision = tl::expected<services::OperatorDecision, protocol::Problem>;

  void take(Job job);
  void start_next();
  void let_due_ones_pass();
  void build(Job const &job);
  [[nodiscard]] tl::expected<Candidate, protocol::Problem> prepare(Job const &job);
  [[nodiscard]] tl::expected<Candidate, protocol::Problem> prepare_new(Request const &request);
  [[nodiscard]] tl::expected<Candidate, protocol::Problem> prepare_cancel(Request const &request);
  void commit(Job const &job, Candidate const &candidate);
  [[nodiscard]] Decision decide(Job const &job, Candidate const &candidate) const;
  /// Worker thread: the job is over, this is in the log; or nothing.
  void finish(model::LayerKind layer, std::optional<Candidate> const &done);
  [[nodiscard]] Version read(model::LayerKind layer, std::string const &version) const;
  [[nodiscard]] services::FindVersion find_versions(model::LayerKind layer) const;

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
