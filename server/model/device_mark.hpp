#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace yuntu::model {

/// The content hashes of the newest fixes of one (device, boot), to tell a repeat from a conflict.
class RecentHashes {
public:
  using Item = std::pair<std::uint64_t, std::uint64_t>; ///< (seq, hash)
  static constexpr std::size_t most = 512;              ///< one batch and a little

  void add(std::uint64_t seq, std::uint64_t hash);
  [[nodiscard]] std::optional<std::uint64_t> find(std::uint64_t seq) const;
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  /// Oldest first.
  [[nodiscard]] std::vector<Item> in_order() const;

  friend bool operator==(RecentHashes const &a, RecentHashes const &b) {
    return a.in_order() == b.in_order();
  }

private:
  std::vector<Item> items_; ///< a ring once it is full
  std::size_t next_ = 0;    ///< where the next one goes
};

/// Which sequence numbers of one (device, boot) have been decided: a contiguous mark plus ranges
/// beyond it (at most 4,096: then the lowest gap counts as decided), never a row each.
struct DeviceMark {
  using Range = std::pair<std::uint64_t, std::uint64_t>; ///< closed
  static constexpr std::size_t most_ranges = 4096;

  std::uint64_t through = 0;
  std::vector<Range> beyond; ///< ascending, with a gap before each
  RecentHashes hashes;

  [[nodiscard]] bool has(std::uint64_t seq) const;
  /// Nothing when it has it already: the first hash stands.
  void add(std::uint64_t seq, std::uint64_t hash);
  /// nullopt: older than what is remembered.
  [[nodiscard]] std::optional<std::uint64_t> hash_of(std::uint64_t seq) const {
    return hashes.find(seq);
  }
  friend bool operator==(DeviceMark const &, DeviceMark const &) = default;
};

} // namespace yuntu::model
