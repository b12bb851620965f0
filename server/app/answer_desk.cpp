#include "server/app/answer_desk.hpp"

#include <algorithm>

namespace yuntu::app {

void AnswerDesk::add(std::shared_ptr<net::LiveReplies> const &to, net::LiveReply reply) {
  std::lock_guard const lock(mutex_);
  auto lane =
      std::find_if(lanes_.begin(), lanes_.end(), [&](auto const &one) { return one.first == to; });
  if (lane == lanes_.end()) {
    lane = lanes_.insert(lane, {to, {}});
  }
  lane->second.push_back(std::move(reply));
}

void AnswerDesk::send() {
  std::vector<Lane> lanes;
  {
    std::lock_guard const lock(mutex_);
    lanes.swap(lanes_);
  }
  for (auto &[to, replies] : lanes) {
    to->put(std::move(replies));
  }
}

} // namespace yuntu::app
