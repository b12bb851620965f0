#include "tests/e2e/fault_stage.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include <unistd.h>

namespace yuntu::test {

namespace {

std::vector<std::string> arguments_of(std::filesystem::path const &data,
                                      std::vector<std::string> const &limits, std::uint16_t port) {
  auto arguments = limits;
  arguments.insert(arguments.end(), {"--", binary("yuntu-server").string(), "--data", data.string(),
                                     "--listen", "127.0.0.1:" + std::to_string(port)});
  if (auto const *const config = std::getenv("YUNTU_CONFIG")) {
    arguments.insert(arguments.end(), {"--config", config});
  }
  return arguments;
}

} // namespace

std::size_t rss_kb(pid_t pid, std::string const &kind) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(kind + ":", 0) == 0) {
      return std::stoul(line.substr(kind.size() + 1));
    }
  }
  return 0;
}

double cpu_seconds(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) {
    fields >> skipped;
  }
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

bool is_full_run() {
  return std::getenv("YUNTU_FULL") != nullptr;
}

std::size_t full_or(std::size_t full, std::size_t small) {
  return is_full_run() ? full : small;
}

StagedServer::StagedServer(std::filesystem::path const &data,
                           std::vector<std::string> const &limits, std::uint16_t port)
    : child_("/usr/bin/prlimit", arguments_of(data, limits, port)) {
  auto const line = child_.read_line(Millis{60'000});
  std::string const start = "READY http://127.0.0.1:";
  if (line.compare(0, start.size(), start) != 0) {
    throw std::runtime_error("the server did not come up: " + line + child_.errors());
  }
  port_ = static_cast<std::uint16_t>(std::stoul(line.substr(start.size())));
}

void StagedServer::kill() {
  child_.signal(SIGKILL);
  (void)child_.wait(Millis{10'000});
}

double metric(std::uint16_t port, std::string const &name) {
  auto const text = "\n" + ask(port, "GET /metrics").body;
  auto const at = text.find("\n" + name + " ");
  if (at == std::string::npos) {
    throw std::runtime_error("/metrics does not know " + name);
  }
  return std::stod(text.substr(at + name.size() + 2));
}

void print_figures(json const &figures) {
  std::cout << figures.dump() << std::endl;
}

bool IncidentTimes::raise(ApiClient const &desk, DemoPlace const &place, Crowd *crowd) {
  auto const number = next_++;
  raised_[uuid(number)] = Clock::now();
  std::atomic<unsigned> status{0};
  std::thread posting([&] {
    auto const report = incident_report(number, place.lon, place.lat, "urgent");
    auto const answer = desk.post("/api/v1/incidents", report);
    status = std::max(answer.status, 1U);
  });
  while (crowd != nullptr && status == 0) {
    crowd->turn(Millis{5});
  }
  posting.join();
  return status == 201;
}

void IncidentTimes::take(std::size_t viewer, std::string const &text) {
  auto const now = Clock::now();
  auto &seen = seen_[viewer];
  for (auto at = text.find("00000000-0000-4000-8000-"); at != std::string::npos;
       at = text.find("00000000-0000-4000-8000-", at + 1)) {
    auto const id = text.substr(at, 36);
    auto const found = raised_.find(id);
    if (found != raised_.end() && seen.emplace(id, true).second) {
      times_.push_back(std::chrono::duration<double, std::milli>(now - found->second).count());
    }
  }
}

std::size_t IncidentTimes::seen_by(std::size_t viewer) const {
  auto const found = seen_.find(viewer);
  return found == seen_.end() ? 0 : found->second.size();
}

double IncidentTimes::percentile(double share) const {
  if (times_.empty()) {
    return -1;
  }
  auto sorted = times_;
  std::sort(sorted.begin(), sorted.end());
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

std::string subscribe_text(Cursor const *resume) {
  json message{{"type", "subscribe"},
               {"bbox", {118.4, 34.9, 118.7, 35.1}},
               {"zoom", 16},
               {"layers", {"worker", "incident"}}};
  if (resume != nullptr) {
    message["resume"] = {{"epoch", resume->epoch}, {"seq", resume->seq}, {"tick", resume->tick}};
  }
  return message.dump();
}

} // namespace yuntu::test
