#include "server/app/app.hpp"
#include "server/app/log.hpp"
#include "server/store/event_log.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <exception>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <string>

#include <pthread.h>
#include <unistd.h>

namespace {

using yuntu::app::LogLevel;

constexpr int exit_error = 2;
constexpr int exit_storage_failed = 70;

/// SIGINT and SIGTERM are taken by sigwait on the main thread; all others inherit the mask.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

/// A second INT or TERM while stopping ends the process at once.
void unblock_ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// Why storage failed, said by whichever thread saw it first.
class Failure {
public:
  void set(std::string const &reason) {
    {
      std::lock_guard const lock(mutex_);
      reason_ = reason;
    }
    ::kill(::getpid(), SIGUSR1);
  }
  [[nodiscard]] std::string reason() {
    std::lock_guard const lock(mutex_);
    return reason_;
  }

private:
  std::mutex mutex_;
  std::string reason_;
};

int serve(yuntu::app::Config const &config) {
  auto const signals = block_signals();
  yuntu::app::set_log_level(config.log_level);
  if (!std::filesystem::exists(config.data)) {
    yuntu::app::log(LogLevel::warn, "event=new_data_directory path=" + config.data.string() +
                                        " (it did not exist: an empty county is made)");
  }
  Failure failure; // outlives the app, which may report until it is gone
  yuntu::app::App app(config);
  app.start([&failure](std::string const &reason) { failure.set(reason); });
  std::cout << "READY " << app.address() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  if (signal == SIGUSR1) {
    yuntu::app::log(LogLevel::error, "stopping: " + failure.reason());
    std::_Exit(exit_storage_failed); // nothing more may be acknowledged or written
  }
  yuntu::app::log(LogLevel::info, "stopping");
  unblock_ending_signals();
  app.stop();
  if (auto const reason = failure.reason(); !reason.empty()) {
    yuntu::app::log(LogLevel::error, "while stopping: " + reason);
    return exit_storage_failed;
  }
  return 0;
}

/// The page as built beside this program or as installed with it; empty when there is none.
std::filesystem::path built_web(char const *program) {
  std::error_code ignored;
  auto const folder = std::filesystem::canonical("/proc/self/exe", ignored).parent_path();
  for (auto const *const place : {"../share/yuntu/web", "../../../web/dist"}) {
    if (std::filesystem::exists(folder / place / "index.html", ignored)) {
      return folder / place;
    }
  }
  yuntu::app::log(LogLevel::warn, std::string("event=no_web_page program=") + program +
                                      " (build it with tools/build_web, or give --web)");
  return {};
}

} // namespace

int main(int argc, char **argv) {
  CLI::App arguments{"yuntu-server: the county's map, live"};
  yuntu::app::Config config;
  std::string listen = "127.0.0.1:8080";
  std::string config_file;
  std::string web;
  arguments.add_option("--data", config.data, "data directory")->required();
  arguments.add_option("--listen", listen, "loopback address and port; port 0 picks a free one");
  arguments.add_option("--config", config_file, "TOML file of settings");
  arguments.add_option("--web", web, "folder of the built web page");
  try {
    arguments.parse(argc, argv);
  } catch (CLI::ParseError const &error) {
    return arguments.exit(error) == 0 ? 0 : exit_error;
  }
  try {
    if (!config_file.empty()) {
      yuntu::app::read_config_file(config_file, config);
    }
    if (!web.empty()) {
      config.web = web;
    } else if (config.web.empty()) {
      config.web = built_web(argv[0]);
    }
    yuntu::app::read_listen_address(listen, config);
    return serve(config);
  } catch (yuntu::store::StorageFailed const &error) {
    std::cerr << "yuntu-server: " << error.what() << "\n";
    return exit_storage_failed;
  } catch (std::exception const &error) {
    std::cerr << "yuntu-server: " << error.what() << "\n";
    return exit_error;
  }
}
