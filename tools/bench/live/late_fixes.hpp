#pragma once

#include "tools/bench/live/session.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::bench {

/// Tablets that were offline for eight hours and send what they kept: a fix every 10 s each, in
/// shuffled order, a twentieth of them twice, 100 a frame.
class LateFixes {
public:
  struct Options {
    std::uint32_t first_worker = 0;
    std::uint32_t tablets = 1000;
    std::uint64_t seed = 5;
  };
  static constexpr std::uint32_t fixes_a_tablet = 8 * 360;
  static constexpr std::size_t fixes_a_frame = 100;

  LateFixes(Walks const &walks, Options const &options);

  [[nodiscard]] std::uint32_t first_worker() const { return options_.first_worker; }
  [[nodiscard]] std::uint32_t tablets() const { return options_.tablets; }
  /// How long before now a tablet's first report must be, so that all others are on duty.
  [[nodiscard]] static std::int64_t oldest_ms() { return (fixes_a_tablet + 10) * 10'000LL; }

  /// `share` of all, spread evenly over `seconds` from now.
  void begin(Session &session, double seconds, double share);
  void send_due();

  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  [[nodiscard]] std::uint64_t planned() const { return planned_frames_ * fixes_a_frame; }
  [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }
  /// How far the last frame was behind its time.
  [[nodiscard]] double lag_s() const { return lag_s_; }

private:
  void send_frame();

  Walks const &walks_;
  Options options_;
  std::vector<std::uint16_t> order_; ///< of a tablet's fixes with repeats; the same for all
  Session *session_ = nullptr;
  std::int64_t start_us_ = 0;
  std::int64_t start_ms_ = 0;
  double frames_a_us_ = 0;
  std::uint64_t planned_frames_ = 0;
  std::uint64_t next_frame_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t duplicates_ = 0;
  double lag_s_ = 0;
};

} // namespace yuntu::bench
