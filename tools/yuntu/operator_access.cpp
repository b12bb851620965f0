#include "tools/yuntu/operator_access.hpp"

#include "server/net/control_socket.hpp"
#include "tools/yuntu/command.hpp"

#include <filesystem>

namespace yuntu::tools {
namespace {

constexpr int longest_answer_s = 600; // a large layer is stored and indexed before the answer

store::DataDirectory directory_at(std::filesystem::path const &data,
                                  OperatorAccess::Directory directory) {
  if (directory == OperatorAccess::Directory::must_exist && !std::filesystem::is_directory(data)) {
    throw CommandError(data.string() + ": there is no such data directory; `yuntu import` makes "
                                       "one");
  }
  return store::open_data_directory(data);
}

} // namespace

OperatorAccess::OperatorAccess(std::filesystem::path const &data, Directory directory)
    : directory_(directory_at(data, directory)) {}

tl::expected<protocol::ControlReply, protocol::Problem>
OperatorAccess::ask(protocol::ControlCommand const &command) const {
  auto const line =
      net::ask_server(directory_.socket(), protocol::control_line(command), longest_answer_s);
  auto reply = line ? protocol::parse_control_reply(*line)
                    : tl::expected<protocol::ControlReply, protocol::Problem>(
                          obey_offline(directory_, command));
  if (reply) {
    if (auto const *const problem = std::get_if<protocol::Problem>(&*reply)) {
      return tl::unexpected(*problem);
    }
  }
  return reply;
}

protocol::StateReply OperatorAccess::read_state() const {
  auto const reply = ask(protocol::ReadStateCommand{});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  return std::get<protocol::StateReply>(*reply);
}

services::LayersInUse versions_of(protocol::StateReply const &state) {
  services::LayersInUse versions;
  for (auto const &[kind, layer] : state.layers) {
    versions[kind] = layer.version;
  }
  return versions;
}

} // namespace yuntu::tools
