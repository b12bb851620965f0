#include "tests/e2e/running_server.hpp"

#include <csignal>
#include <stdexcept>

namespace yuntu::test {

namespace {

std::vector<std::string> arguments(std::filesystem::path const &data,
                                   std::filesystem::path const &config) {
  std::vector<std::string> made{"--data", data.string(), "--listen", "127.0.0.1:0"};
  if (!config.empty()) {
    made.insert(made.end(), {"--config", config.string()});
  }
  return made;
}

} // namespace

RunningServer::RunningServer(std::filesystem::path const &data, std::filesystem::path const &config,
                             std::vector<std::string> const &environment)
    : child_(binary("yuntu-server"), arguments(data, config), {}, environment) {
  auto const line = child_.read_line(Millis{60'000});
  std::string const start = "READY http://127.0.0.1:";
  if (line.compare(0, start.size(), start) != 0) {
    throw std::runtime_error("the server did not come up, exit code " +
                             std::to_string(child_.wait(Millis{0}).value_or(-1)) + ": " + line +
                             child_.errors());
  }
  port_ = static_cast<std::uint16_t>(std::stoul(line.substr(start.size())));
}

int RunningServer::stop(Millis limit) {
  child_.signal(SIGTERM);
  return child_.wait(limit).value_or(-1);
}

void RunningServer::kill() {
  child_.signal(SIGKILL);
  (void)child_.wait(Millis{10'000});
}

} // namespace yuntu::test
