#pragma once

#include "server/app/shared_value.hpp"
#include "server/app/task_thread.hpp"
#include "server/services/coverage_service.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::app {

/// Keeps the walk city (base map with closures) and the stations' reach up to date, on a thread of
/// its own: whenever layers or closures change, the newest state is computed and what came in
/// between is skipped.
class WalkUpdater {
public:
  using OnReaches = std::function<void(std::vector<services::StationReach>)>;

  /// `on_reaches` is called on the worker thread with every station's reach.
  WalkUpdater(TaskThread &worker, double limit_s, OnReaches on_reaches);

  /// Any thread.
  void update(std::shared_ptr<services::BaseMap const> base,
              std::map<std::string, model::Closure> closures);
  /// nullptr while there are no streets. Any thread.
  [[nodiscard]] std::shared_ptr<services::WalkCity const> city() const { return city_.get(); }

  /// The same, at once, on the caller's thread: for the start.
  std::vector<services::StationReach>
  compute(std::shared_ptr<services::BaseMap const> const &base,
          std::map<std::string, model::Closure> const &closures);

private:
  TaskThread &worker_;
  double limit_s_;
  OnReaches on_reaches_;
  std::atomic<std::uint64_t> newest_{0};
  SharedValue<services::WalkCity> city_;
};

/// Which ReachChanged facts bring `known` to what `reaches` says, stations that are gone included.
[[nodiscard]] std::vector<model::ReachChanged>
reach_changes(std::map<std::string, model::ReachChanged> const &known,
              std::vector<services::StationReach> const &reaches);

} // namespace yuntu::app
