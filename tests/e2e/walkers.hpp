#pragma once

#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/live_client.hpp"

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace yuntu::test {

/// So many workers who each report once a second, in turn, through one live socket of the gateway.
/// It waits while too many reports are unanswered: a slow disk then shows in `acknowledged`.
class Walkers {
public:
  Walkers(std::uint16_t port, std::vector<DemoPlace> places, std::size_t count);
  ~Walkers();
  Walkers(Walkers const &) = delete;
  Walkers &operator=(Walkers const &) = delete;

  [[nodiscard]] std::size_t acknowledged() const { return acknowledged_; }

private:
  void send();
  void read();

  std::vector<DemoPlace> places_;
  std::size_t count_;
  LiveClient client_;
  std::atomic<bool> is_over_{false};
  std::atomic<std::size_t> acknowledged_{0};
  std::atomic<std::size_t> answered_{0};
  std::thread sender_;
  std::thread reader_;
};

} // namespace yuntu::test
