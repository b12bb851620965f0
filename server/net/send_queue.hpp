#pragma once

#include "server/live/socket.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace yuntu::net {

/// What a live session writes when it has written what it is at: the fan-out core's offer, and
/// answers to what the viewer has sent, which wait for hello, the first thing offered. On the
/// session's thread.
class SendQueue {
public:
  static constexpr std::size_t most_answers = 512;
  static constexpr std::size_t most_answer_bytes = 256 * 1024;

  /// `all_queued` counts the bytes of all sessions' answers.
  explicit SendQueue(std::atomic<std::uint64_t> &all_queued) : all_queued_(all_queued) {}
  SendQueue(SendQueue const &) = delete;
  SendQueue &operator=(SendQueue const &) = delete;
  ~SendQueue() { count_out(); }

  /// Nothing goes out any more.
  void drop() {
    count_out();
    answers_.clear();
    offered_.clear();
  }

  /// False: too many are waiting.
  [[nodiscard]] bool add_answer(live::Frame frame) {
    if (answers_.size() >= most_answers || answer_bytes_ + frame->size() > most_answer_bytes) {
      return false;
    }
    answer_bytes_ += frame->size();
    all_queued_ += frame->size();
    answers_.push_back(std::move(frame));
    return true;
  }
  /// The one before has been taken by `next`.
  void offer(std::vector<live::Frame> frames) { offered_ = std::move(frames); }

  [[nodiscard]] bool has_next() const {
    return !offered_.empty() || (is_greeted_ && !answers_.empty());
  }
  struct Next {
    std::vector<live::Frame> frames; ///< answers first, but for hello
    bool has_offer = false;
  };
  [[nodiscard]] Next next() {
    count_out();
    bool const has_offer = !offered_.empty();
    auto frames = std::exchange(answers_, {});
    auto others = std::exchange(offered_, {});
    if (frames.empty() || !std::exchange(is_greeted_, true)) {
      is_greeted_ = true;
      frames.swap(others);
    }
    std::move(others.begin(), others.end(), std::back_inserter(frames));
    return {std::move(frames), has_offer};
  }

private:
  void count_out() { all_queued_ -= std::exchange(answer_bytes_, 0); }

  std::atomic<std::uint64_t> &all_queued_;
  std::vector<live::Frame> offered_;
  std::vector<live::Frame> answers_;
  std::size_t answer_bytes_ = 0;
  bool is_greeted_ = false;
};

} // namespace yuntu::net
