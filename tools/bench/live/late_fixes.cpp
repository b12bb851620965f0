#include "tools/bench/live/late_fixes.hpp"

#include "tools/bench/live/clock.hpp"

#include <algorithm>
#include <random>

namespace yuntu::bench {

LateFixes::LateFixes(Walks const &walks, Options const &options)
    : walks_(walks), options_(options) {
  std::mt19937_64 random(options.seed);
  for (std::uint16_t fix = 0; fix < fixes_a_tablet; ++fix) {
    order_.push_back(fix);
    if (random() % 20 == 0) {
      order_.push_back(fix);
      ++duplicates_;
    }
  }
  std::shuffle(order_.begin(), order_.end(), random);
  duplicates_ *= options.tablets;
}

void LateFixes::begin(Session &session, double seconds, double share) {
  session_ = &session;
  start_us_ = now_us();
  start_ms_ = start_us_ / 1000;
  auto const frames_a_tablet = (order_.size() + fixes_a_frame - 1) / fixes_a_frame;
  planned_frames_ =
      static_cast<std::uint64_t>(static_cast<double>(frames_a_tablet * options_.tablets) * share);
  frames_a_us_ = static_cast<double>(planned_frames_) / (seconds * 1e6);
}

void LateFixes::send_due() {
  auto const now = now_us();
  auto const due =
      std::min(planned_frames_,
               static_cast<std::uint64_t>(static_cast<double>(now - start_us_) * frames_a_us_));
  // A gateway that is far behind is left to catch up: the tablets would wait for their answers too.
  while (next_frame_ < due) {
    auto const &gateway = *session_->gateways()[next_frame_ % session_->gateways().size()];
    if (gateway.unsent() > 0 || gateway.waiting() > 64) {
      break;
    }
    send_frame();
  }
  lag_s_ = static_cast<double>(now - start_us_) / 1e6 -
           static_cast<double>(next_frame_) / frames_a_us_ / 1e6;
}

/// The tablets take turns, each with its next hundred.
void LateFixes::send_frame() {
  auto const tablet = static_cast<std::uint32_t>(next_frame_ % options_.tablets);
  auto const part = next_frame_ / options_.tablets;
  std::vector<Sending> reports;
  for (auto i = part * fixes_a_frame; i < std::min((part + 1) * fixes_a_frame, order_.size());
       ++i) {
    auto const fix = order_[i];
    auto const worker = options_.first_worker + tablet;
    // Its first report, sequence number 1, was its introduction.
    reports.push_back({worker, std::uint64_t{2} + fix,
                       start_ms_ - (fixes_a_tablet - fix) * std::int64_t{10'000},
                       &walks_.at(worker, fix)});
  }
  sent_ += reports.size();
  session_->gateways()[next_frame_ % session_->gateways().size()]->send(reports, now_us());
  ++next_frame_;
}

} // namespace yuntu::bench
