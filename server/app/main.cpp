#include "server/app/app.hpp"
#include "server/app/log.hpp"
#include "server/store/event_log.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <exception>
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

/// A second signal while stopping ends the process at once.
void unblock_signals(sigset_t const &signals) {
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

int serve(yuntu::app::Config const &config) {
  auto const signals = block_signals();
  yuntu::app::set_log_level(config.log_level);
  yuntu::app::App app(config);
  std::mutex mutex;
  std::string failure;
  app.start([&](std::string const &reason) {
    {
      std::lock_guard const lock(mutex);
      failure = reason;
    }
    ::kill(::getpid(), SIGUSR1);
  });
  std::cout << "READY " << app.address() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  if (signal == SIGUSR1) {
    std::lock_guard const lock(mutex);
    yuntu::app::log(LogLevel::error, "stopping: " + failure);
    std::_Exit(exit_storage_failed); // nothing more may be acknowledged or written
  }
  yuntu::app::log(LogLevel::info, "stopping");
  unblock_signals(signals);
  app.stop();
  return 0;
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
  CLI11_PARSE(arguments, argc, argv);
  try {
    if (!config_file.empty()) {
      yuntu::app::read_config_file(config_file, config);
    }
    if (!web.empty()) {
      config.web = web;
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
