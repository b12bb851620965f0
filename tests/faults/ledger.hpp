#pragma once

#include "server/model/fact.hpp"
#include "tests/e2e/load.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace yuntu::faults {

/// Reads the log of a data directory, beside a running server too, and holds it against what was
/// acknowledged: each once, nothing missing.
class Ledger {
public:
  explicit Ledger(std::filesystem::path data) : data_(std::move(data)) {}

  /// Reads what has come since the last time. Gives what is wrong with it: a log that ends before
  /// what was read, a report or an incident that is stored twice.
  [[nodiscard]] std::vector<std::string> read_on();
  /// What is not in the part read so far.
  [[nodiscard]] std::vector<std::string> missing(test::Acknowledged const &acknowledged) const;
  /// Walks the hash chain.
  [[nodiscard]] std::vector<std::string> verify() const;

  /// Of what was read so far: milestones told to be missed, and steps up the ladder.
  [[nodiscard]] int alarms() const { return alarms_; }
  /// Jumps of the clock, in order.
  [[nodiscard]] std::vector<model::ClockJumped> const &jumps() const { return jumps_; }
  [[nodiscard]] std::uint64_t commits() const { return tick_; }

private:
  std::filesystem::path data_;
  std::uint64_t tick_ = 0;
  std::map<std::pair<std::string, std::uint64_t>, int> reports_; ///< worker and seq -> rows
  std::map<std::string, int> incidents_;                         ///< id -> rows
  int alarms_ = 0;
  std::vector<model::ClockJumped> jumps_;
  std::set<std::string> off_duty_;
};

} // namespace yuntu::faults
