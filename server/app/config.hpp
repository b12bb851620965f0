#pragma once

#include "server/app/log.hpp"
#include "server/net/listener.hpp"
#include "server/rules/datum_guard.hpp"
#include "server/services/routing_files.hpp"
#include "server/services/workflow_files.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace yuntu::app {

/// All that is wrong with a configuration, one line each.
class BadConfig : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Read once at start; nothing looks at files or the environment afterwards.
struct Config {
  std::filesystem::path data;
  std::filesystem::path web; ///< folder with index.html; empty: no pages are served
  net::ListenerOptions listen;
  LogLevel log_level = LogLevel::info;
  std::chrono::milliseconds flush{50}; ///< rhythm of the position lane, 20 to 1000
  std::chrono::seconds heartbeat{5};
  std::chrono::seconds checkpoint{600};
  std::chrono::days retention{30}; ///< of positions; what they led to is kept
  double reach_limit_s = 900;
  std::string workflow{services::default_workflow}; ///< by name
  std::string categories{services::default_categories};
  std::string ladder;           ///< by name; empty: ladder.toml
  bool takes_owntracks = false; ///< [intake] owntracks
  bool takes_osmand = false;    ///< [intake] osmand
  bool takes_inbox = false;     ///< [intake] inbox
  rules::DatumGuardLimits datum_guard;
};

/// Values of a TOML file over the defaults. Throws BadConfig naming every unknown key and every
/// value that is out of range, with the file's name.
void read_config_file(std::filesystem::path const &file, Config &config);

/// "127.0.0.1:8080" or "[::1]:0". Throws BadConfig.
void read_listen_address(std::string const &text, Config &config);

/// "http://127.0.0.1:8080" or "http://[::1]:8080".
[[nodiscard]] std::string url_of(std::string const &address, std::uint16_t port);

} // namespace yuntu::app
