#pragma once

#include "server/live/socket.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace yuntu::live {

/// What waits until a viewer's socket is free: facts and answers, bounded. Positions never wait
/// here, and a snapshot is made when it can be sent.
class Outbox {
public:
  static constexpr std::size_t most_frames = 512;
  static constexpr std::size_t most_bytes = 256 * 1024;

  /// False: full. A snapshot will have to say what the facts said.
  [[nodiscard]] bool add_facts(Frame frame) { return facts_.add(std::move(frame)); }
  /// False: full. No snapshot says what an answer says: who does not read them is closed.
  [[nodiscard]] bool add_answer(Frame frame) { return answers_.add(std::move(frame)); }
  void drop_facts() { facts_ = {}; }

  /// Everything, answers first, each lane in order.
  [[nodiscard]] std::vector<Frame> take() {
    auto frames = std::move(answers_.frames);
    frames.insert(frames.end(), facts_.frames.begin(), facts_.frames.end());
    answers_ = {};
    facts_ = {};
    return frames;
  }
  [[nodiscard]] std::size_t frames() const { return facts_.frames.size() + answers_.frames.size(); }
  [[nodiscard]] std::size_t bytes() const { return facts_.bytes + answers_.bytes; }
  [[nodiscard]] bool is_empty() const { return facts_.frames.empty() && answers_.frames.empty(); }

private:
  struct Lane {
    std::vector<Frame> frames;
    std::size_t bytes = 0;

    bool add(Frame frame) {
      if (frames.size() >= most_frames || bytes + frame->size() > most_bytes) {
        return false;
      }
      bytes += frame->size();
      frames.push_back(std::move(frame));
      return true;
    }
  };
  Lane facts_;
  Lane answers_;
};

} // namespace yuntu::live
