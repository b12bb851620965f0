#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// A set of ids below a number, read in rising order: one store to add, and a pass over the bits to
/// read, which takes less than sorting and meets whatever lies by id in the order of memory.
class IdMarks {
public:
  explicit IdMarks(std::size_t count) : words_((count + 63) / 64) {}

  void add(std::uint32_t id) { words_[id / 64] |= std::uint64_t{1} << (id % 64); }

  /// Calls `visit(id)` for each.
  template <typename Visit>
  void visit(Visit visit) const {
    std::uint32_t first = 0;
    for (auto const word : words_) {
      visit_bits(word, first, visit);
      first += 64;
    }
  }
  /// The same, and forgets them; `visit` may add none.
  template <typename Visit>
  void take(Visit visit) {
    std::uint32_t first = 0;
    for (auto &word : words_) {
      visit_bits(std::exchange(word, 0), first, visit);
      first += 64;
    }
  }

private:
  template <typename Visit>
  static void visit_bits(std::uint64_t bits, std::uint32_t first, Visit &visit) {
    for (; bits != 0; bits &= bits - 1) {
      visit(first + static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
  }

  std::vector<std::uint64_t> words_;
};

} // namespace yuntu::geo
