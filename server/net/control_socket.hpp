#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::net {

/// The operator's door: a Unix socket (0600) in the data directory. One JSON line in, one JSON
/// line out, then the connection ends. Runs on a thread of its own; lines up to 1 MiB.
class ControlSocket {
public:
  /// Gets the request line and must call `reply` exactly once, from any thread.
  using Handler = std::function<void(std::string line, std::function<void(std::string)> reply)>;

  /// Replaces a socket file that a dead server left. Throws std::runtime_error naming the path.
  ControlSocket(std::filesystem::path path, Handler handler);
  ~ControlSocket(); ///< stops, removes the file
  ControlSocket(ControlSocket const &) = delete;
  ControlSocket &operator=(ControlSocket const &) = delete;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The client's side: connects, sends one line, returns the answer; nullopt when no server listens
/// there (no file, or nobody behind it). Throws std::runtime_error when the server hangs up or
/// does not answer within `seconds`.
[[nodiscard]] std::optional<std::string> ask_server(std::filesystem::path const &path,
                                                    std::string const &line, int seconds);

} // namespace yuntu::net
