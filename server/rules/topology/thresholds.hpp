#pragma once

namespace yuntu::rules::topology {

/// From which size on something is a defect; data/config/check.toml says the same.
struct Thresholds {
  /// Strips narrower than this are rounding: layers are projected and snapped one by one.
  double tolerance_m = 0.02;
  /// Strips narrower than this are slivers: two borders that were meant to be one.
  double sliver_width_m = 0.5;
  /// How far the rows by which areas are numbered may lean from east to west.
  double numbering_tilt_deg = 10;

  friend bool operator==(Thresholds const &, Thresholds const &) = default;
};

} // namespace yuntu::rules::topology
