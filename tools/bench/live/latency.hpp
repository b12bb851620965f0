#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace yuntu::bench {

/// Counts times in microseconds, to about 1.5 %.
class Latency {
public:
  void add(std::int64_t us) {
    ++buckets_[bucket_of(static_cast<std::uint64_t>(std::max<std::int64_t>(us, 0)))];
    ++count_;
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The value that `share` of the times do not exceed; 0 for none.
  [[nodiscard]] double quantile_ms(double share) const {
    auto const wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen > wanted) {
        return static_cast<double>(middle_of(i)) / 1000;
      }
    }
    return 0;
  }

private:
  static constexpr unsigned fine_bits = 6;
  static constexpr std::uint64_t fine = 1U << fine_bits;

  static std::size_t bucket_of(std::uint64_t us) {
    if (us < fine) {
      return us;
    }
    auto const shift = static_cast<unsigned>(std::bit_width(us)) - fine_bits - 1;
    return std::min<std::size_t>((shift + 1) * fine + ((us >> shift) - fine), bucket_count - 1);
  }
  static std::uint64_t middle_of(std::size_t bucket) {
    if (bucket < fine) {
      return bucket;
    }
    auto const shift = bucket / fine - 1;
    return ((fine + bucket % fine) << shift) + ((std::uint64_t{1} << shift) >> 1U);
  }

  static constexpr std::size_t bucket_count = fine * 40;
  std::array<std::uint64_t, bucket_count> buckets_{};
  std::uint64_t count_ = 0;
};

} // namespace yuntu::bench
