#pragma once

#include "server/protocol/control.hpp"
#include "server/services/coming_layers.hpp"
#include "server/store/data_directory.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <memory>

namespace yuntu::tools {

/// The way to a data directory: through the running server's socket, or, with none running,
/// directly under the writer's lock. One rule for both: server/services/operator_service.hpp.
class OperatorAccess {
public:
  /// `must_exist`: reading a directory that is not there is an error, not a new empty town.
  enum class Directory { must_exist, may_be_made };
  OperatorAccess(std::filesystem::path const &data, Directory directory);

  /// A Problem is the server's or the rules' answer; CommandError and store exceptions are thrown.
  [[nodiscard]] tl::expected<protocol::ControlReply, protocol::Problem>
  ask(protocol::ControlCommand const &command) const;
  /// ReadStateCommand; throws CommandError instead of answering a problem.
  [[nodiscard]] protocol::StateReply read_state() const;
  [[nodiscard]] store::DataDirectory const &directory() const { return directory_; }

private:
  store::DataDirectory directory_;
};

/// In use, by layer.
[[nodiscard]] services::LayersInUse versions_of(protocol::StateReply const &state);

/// What ask() does without a server. Takes the lock for the time of the call.
[[nodiscard]] protocol::ControlReply obey_offline(store::DataDirectory const &directory,
                                                  protocol::ControlCommand const &command);

} // namespace yuntu::tools
