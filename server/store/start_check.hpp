#pragma once

#include <filesystem>
#include <future>

namespace yuntu::store {

/// What a start relies on, looked through on a thread and a connection of its own while the state
/// is loaded: the database's pages, and the hash chain behind the newest checkpoint (`yuntu verify`
/// walks all of it). Nothing may be acknowledged before `await` has returned.
class StartCheck {
public:
  /// The log must be open already, so that its schema is the newest.
  explicit StartCheck(std::filesystem::path const &log);

  /// Once. Throws StorageFailed, with what to do.
  void await() { done_.get(); }

private:
  std::future<void> done_; ///< its destructor waits
};

} // namespace yuntu::store
