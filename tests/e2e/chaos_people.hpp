#pragma once

#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/live_client.hpp"

#include <atomic>
#include <cstdint>
#include <ctime>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace yuntu::test {

/// When those who work through a bad network stop making new things, and only bring what they have
/// made to its end.
using Closing = std::atomic<bool>;

/// A tablet's queue over a network that breaks: sends its reports in batches, some of them twice,
/// the batches and the reports in them out of order, until each one was acknowledged.
class ChaoticReporter {
public:
  ChaoticReporter(std::string worker, std::vector<DemoPlace> places, unsigned seed)
      : worker_(std::move(worker)), places_(std::move(places)), random_(seed),
        start_(std::time(nullptr) - seconds_apart * (static_cast<std::time_t>(most) + 2)) {}

  /// On a thread of its own, until `closing` and everything is acknowledged.
  void run(std::uint16_t port, Closing const &closing);

  [[nodiscard]] std::string const &worker() const { return worker_; }
  [[nodiscard]] std::uint64_t made() const { return made_; } ///< the newest report's seq
  [[nodiscard]] DemoPlace newest() const { return place_of(made_); }
  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] std::size_t repeated() const { return repeated_; }
  /// Batches that were answered by "later" (503) and sent again.
  [[nodiscard]] std::size_t put_off() const { return put_off_; }
  [[nodiscard]] std::vector<std::string> const &refusals() const { return refusals_; }

private:
  static constexpr std::uint64_t most = 1'500;     ///< reports of one
  static constexpr std::time_t seconds_apart = 30; ///< so that nobody seems to fly

  bool work(std::uint16_t port, Closing const &closing);
  [[nodiscard]] DemoPlace place_of(std::uint64_t seq) const {
    return places_[seq % places_.size()];
  }
  std::vector<std::uint64_t> next_batch(bool makes_new);
  [[nodiscard]] json message_of(std::vector<std::uint64_t> const &batch) const;
  void take(json const &ack);
  [[nodiscard]] std::string time_of(std::uint64_t seq) const;

  std::string worker_;
  std::vector<DemoPlace> places_;
  std::mt19937 random_;
  std::time_t start_; ///< a repeated report has the time it had
  std::uint64_t made_ = 1;
  std::set<std::uint64_t> open_{1}; ///< made and not yet acknowledged
  std::size_t sent_ = 0;
  std::size_t repeated_ = 0;
  std::size_t put_off_ = 0;
  std::vector<std::string> refusals_;
};

/// Raises incidents and classifies them over a network that breaks; what was not answered is asked
/// again until it is.
class ChaoticDesk {
public:
  ChaoticDesk(int first, std::vector<DemoPlace> places)
      : first_(first), places_(std::move(places)) {}

  void run(std::uint16_t port, Closing const &closing);

  [[nodiscard]] int first() const { return first_; }
  [[nodiscard]] int made() const { return made_; } ///< incidents first() .. first() + made() - 1
  [[nodiscard]] std::size_t retries() const { return retries_; }
  [[nodiscard]] std::size_t put_off() const { return put_off_; } ///< of them, after a 503

private:
  int first_;
  std::vector<DemoPlace> places_;
  int made_ = 0;
  std::size_t retries_ = 0;
  std::size_t put_off_ = 0;
};

} // namespace yuntu::test
