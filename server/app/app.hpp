#pragma once

#include "server/app/config.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace yuntu::app {

/// The composition root: makes every part once, in order, and hands each what it needs.
class App {
public:
  /// Opens the data directory, loads the state and binds the port. Throws BadConfig,
  /// store::StorageBusy, store::StorageFailed and std::runtime_error with words for people.
  explicit App(Config config);
  ~App();
  App(App const &) = delete;
  App &operator=(App const &) = delete;

  /// Serves. `on_fatal` is called once, on some thread, when storage failed: stop and exit 70.
  void start(std::function<void(std::string const &reason)> on_fatal);
  /// Stops accepting, answers what is under way, stores what was taken, writes a checkpoint.
  void stop();
  [[nodiscard]] std::string address() const; ///< "http://127.0.0.1:8080"

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::app
