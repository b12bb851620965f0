#pragma once

#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/simulate/beat.hpp"

namespace yuntu::simulate {

/// Somebody walking a beat: at a pace of their own, choosing anew at every point, turning back at
/// dead ends only, standing a while at doors. No clock: `advance` is told how long. One thread.
class Walk {
public:
  /// `beat` must outlive it. Starts where there is a network, if anywhere.
  Walk(Beat const &beat, std::uint64_t seed);

  void advance(double seconds);
  [[nodiscard]] geo::LonLat place() const;
  [[nodiscard]] bool is_in_alley() const;
  [[nodiscard]] bool is_silent() const;

private:
  [[nodiscard]] bool is_standing_for_good() const { return beat_->ways.empty(); }
  [[nodiscard]] std::uint32_t choose_way(std::uint32_t from);
  void arrive();

  Beat const *beat_;
  demo::Random random_;
  double speed_mps_;
  std::uint32_t tail_ = 0;
  std::uint32_t way_ = 0;
  double walked_m_ = 0; ///< along the way
  double pause_s_ = 0;  ///< still to stand
};

} // namespace yuntu::simulate
