#pragma once

#include "tests/e2e/scene.hpp"
#include "tests/support/crowd.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace yuntu::test {

/// What /proc says of a process. `kind` "RssAnon" leaves out mapped files, which the log is.
[[nodiscard]] std::size_t rss_kb(pid_t pid, std::string const &kind = "VmRSS");
[[nodiscard]] double cpu_seconds(pid_t pid);

/// tools/checks/netfaults asks for the full numbers; the suite takes small ones.
[[nodiscard]] bool is_full_run();
[[nodiscard]] std::size_t full_or(std::size_t full, std::size_t small);

/// A server of its own on a copy of the demo county, that the test can look into. The environment's
/// YUNTU_CONFIG names its configuration file, if any.
class StagedServer {
public:
  /// `limits` are arguments of prlimit, e.g. "--nofile=1024"; port 0 finds a free one.
  explicit StagedServer(std::filesystem::path const &data,
                        std::vector<std::string> const &limits = {}, std::uint16_t port = 0);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return child_.pid(); }
  [[nodiscard]] ApiClient as(std::string const &user) const {
    return {port_, demo_town().token(user)};
  }
  void kill();
  [[nodiscard]] std::string errors() const { return child_.errors(); }

private:
  Child child_;
  std::uint16_t port_ = 0;
};

/// What /metrics says of one name, labels included; throws when it does not know it.
[[nodiscard]] double metric(std::uint16_t port, std::string const &name);

/// Says what was seen, one JSON object a line.
void print_figures(json const &figures);

/// When each incident was raised and how long it took to each viewer of a crowd.
class IncidentTimes {
public:
  using Clock = std::chrono::steady_clock;

  /// Raises one while the crowd goes on reading; false: not accepted.
  bool raise(ApiClient const &desk, DemoPlace const &place, Crowd *crowd = nullptr);
  /// From a crowd's hook: notes every incident this message brings for the first time.
  void take(std::size_t viewer, std::string const &text);
  [[nodiscard]] std::size_t raised() const { return raised_.size(); }
  /// How many of them this viewer has been shown.
  [[nodiscard]] std::size_t seen_by(std::size_t viewer) const;
  /// Milliseconds at a share of all that arrived since the last call of forget().
  [[nodiscard]] double percentile(double share) const;
  void forget_times() { times_.clear(); }

private:
  int next_ = 1;
  std::map<std::string, Clock::time_point> raised_;
  std::map<std::size_t, std::map<std::string, bool>> seen_;
  std::vector<double> times_;
};

/// A subscription to incidents and workers of the whole demo county.
[[nodiscard]] std::string subscribe_text(Cursor const *resume = nullptr);

} // namespace yuntu::test
