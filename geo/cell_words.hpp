#pragma once

#include "geo/cell_point.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// How AreaCells writes what it knows of a cell: see there.
namespace yuntu::geo {

/// Ends a chain. Also a narrow point nobody needs, and no longitude.
constexpr std::uint32_t chain_break = 0x8000'8000;
/// As far from a cell's middle as a narrow point can be, both ways.
constexpr std::int64_t narrow_reach = 32'767;

[[nodiscard]] inline std::uint32_t narrow_word(CellPoint p) {
  return static_cast<std::uint16_t>(p.x) |
         static_cast<std::uint32_t>(static_cast<std::uint16_t>(p.y)) << 16U;
}
[[nodiscard]] inline CellPoint narrow_point(std::uint32_t word) {
  return {static_cast<std::int16_t>(word), static_cast<std::int16_t>(word >> 16U)};
}

/// A box in 1/256 of a cell, both ends in.
struct CellBox {
  std::uint8_t west = 0;
  std::uint8_t south = 0;
  std::uint8_t east = 0;
  std::uint8_t north = 0;

  /// `p` from the cell's middle; cut to the cell.
  static CellBox of_point(CellPoint p, unsigned shift) {
    auto const half = (std::int64_t{1} << shift) / 2;
    auto const at = [&](std::int64_t value) {
      auto const inside = std::clamp<std::int64_t>(value + half, 0, 2 * half - 1);
      return static_cast<std::uint8_t>((inside << 8U) >> shift);
    };
    return {at(p.x), at(p.y), at(p.x), at(p.y)};
  }
  [[nodiscard]] bool holds(CellBox const &spot) const {
    return spot.west >= west && spot.east <= east && spot.south >= south && spot.north <= north;
  }
  [[nodiscard]] std::uint32_t word() const {
    return west | static_cast<std::uint32_t>(south) << 8U |
           static_cast<std::uint32_t>(east) << 16U | static_cast<std::uint32_t>(north) << 24U;
  }
  static CellBox of_word(std::uint32_t word) {
    return {static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8U),
            static_cast<std::uint8_t>(word >> 16U), static_cast<std::uint8_t>(word >> 24U)};
  }
};

/// The second word of a candidate.
[[nodiscard]] inline std::uint32_t candidate_kind(std::size_t point_words, std::size_t layer,
                                                  bool is_wide, bool is_anchor_inside) {
  return static_cast<std::uint32_t>(point_words * 32 + layer * 4 + (is_wide ? 2 : 0) +
                                    (is_anchor_inside ? 1 : 0));
}

/// One candidate of a run, read.
class CandidateWords {
public:
  static constexpr std::size_t short_words = 2; ///< without points
  static constexpr std::size_t head_words = 4;

  explicit CandidateWords(std::uint32_t const *words) : words_(words) {}

  [[nodiscard]] std::uint32_t payload() const { return words_[0] / 2; }
  [[nodiscard]] bool is_last() const { return words_[0] % 2 == 1; }
  [[nodiscard]] std::size_t point_words() const { return words_[1] / 32; }
  [[nodiscard]] std::size_t layer() const { return words_[1] / 4 % 8; }
  [[nodiscard]] bool is_wide() const { return words_[1] % 4 >= 2; }
  [[nodiscard]] bool is_anchor_inside() const { return words_[1] % 2 == 1; }
  // Only with points.
  [[nodiscard]] CellBox box() const { return CellBox::of_word(words_[2]); }
  [[nodiscard]] CellPoint anchor() const { return narrow_point(words_[3]); }
  [[nodiscard]] std::uint32_t const *points() const { return words_ + head_words; }
  [[nodiscard]] CandidateWords next() const {
    return CandidateWords(words_ + (point_words() == 0 ? short_words : head_words + point_words()));
  }

private:
  std::uint32_t const *words_;
};

} // namespace yuntu::geo
