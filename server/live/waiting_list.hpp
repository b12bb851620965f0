#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace yuntu::live {

using ViewerId = std::uint64_t;

/// Who waits for the answer to a subscription, in the order of asking, and how much may be answered
/// until the next flush: a storm of viewers is served at the server's pace. Each viewer waits at
/// most once. Live thread only.
class WaitingList {
public:
  /// Of answers, until the next flush. The last one may exceed it.
  static constexpr std::int64_t bytes_a_flush = 4 * 1024 * 1024;
  /// What an answer costs besides its bytes.
  static constexpr std::int64_t bytes_an_answer = 1024;

  using Ticket = std::uint64_t; ///< 0: none

  [[nodiscard]] Ticket join(ViewerId viewer) {
    waiting_.emplace(++newest_, viewer);
    return newest_;
  }
  void leave(Ticket ticket) { waiting_.erase(ticket); }
  [[nodiscard]] std::vector<ViewerId> in_order() const {
    std::vector<ViewerId> viewers;
    viewers.reserve(waiting_.size());
    for (auto const &[ticket, viewer] : waiting_) {
      viewers.push_back(viewer);
    }
    return viewers;
  }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

  [[nodiscard]] bool may_answer() const { return left_ > 0; }
  void answered(std::size_t bytes) { left_ -= static_cast<std::int64_t>(bytes) + bytes_an_answer; }
  void start_interval() { left_ = bytes_a_flush; }

private:
  std::map<Ticket, ViewerId> waiting_;
  Ticket newest_ = 0;
  std::int64_t left_ = bytes_a_flush;
};

} // namespace yuntu::live
