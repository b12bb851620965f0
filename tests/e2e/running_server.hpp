#pragma once

#include "tests/e2e/child.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::test {

/// The real server on a free port. The constructor returns once it serves; the destructor kills.
class RunningServer {
public:
  /// `config`: a TOML file of settings; empty: none. `environment` is added to ours. Throws
  /// std::runtime_error with what the server said when it does not come up.
  explicit RunningServer(std::filesystem::path const &data,
                         std::filesystem::path const &config = {},
                         std::vector<std::string> const &environment = {});

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string errors() const { return child_.errors(); }
  [[nodiscard]] pid_t pid() const { return child_.pid(); }

  /// When it ends by itself: its exit code, or -1 when it still runs at the limit.
  int wait(Millis limit = Millis{10'000}) { return child_.wait(limit).value_or(-1); }
  /// SIGTERM; its exit code, or -1 when it has not ended within the limit.
  int stop(Millis limit = Millis{10'000});
  /// kill -9, and waits until the process is gone.
  void kill();

private:
  Child child_;
  std::uint16_t port_ = 0;
};

} // namespace yuntu::test
