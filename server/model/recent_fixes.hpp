#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace yuntu::model {

/// Where somebody was, at a time.
struct TimedPlace {
  Time time;
  geo::LonLat position;
  std::uint32_t accuracy_dm = 0;

  friend bool operator==(TimedPlace const &, TimedPlace const &) = default;
};

/// The last few of a worker's fixes: as they came, or in order of time. The first makes way.
class RecentFixes {
public:
  static constexpr std::size_t most = 8;

  void add(TimedPlace const &fix) {
    if (size_ == most) {
      std::move(fixes_.begin() + 1, fixes_.end(), fixes_.begin());
      --size_;
    }
    fixes_[size_++] = fix;
  }
  /// Behind those of its time; not at all when there is no room behind older ones.
  void add_by_time(TimedPlace const &fix) {
    if (size_ == most && fix.time < fixes_[0].time) {
      return;
    }
    add(fix);
    for (auto i = size_ - 1; i > 0 && fixes_[i].time < fixes_[i - 1].time; --i) {
      std::swap(fixes_[i], fixes_[i - 1]);
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] TimedPlace const *begin() const { return fixes_.data(); }
  [[nodiscard]] TimedPlace const *end() const { return fixes_.data() + size_; }

  friend bool operator==(RecentFixes const &a, RecentFixes const &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

private:
  std::array<TimedPlace, most> fixes_;
  std::size_t size_ = 0;
};

} // namespace yuntu::model
