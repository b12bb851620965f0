#include "geo/walk_compounds.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace yuntu::geo {
namespace {

constexpr auto no_piece = ~std::size_t{0};

/// Puts private pieces together, by union and find.
class Compounds {
public:
  Compounds(std::span<StreetLine const> lines, std::span<StreetPiece> pieces)
      : lines_(lines), pieces_(pieces), over_(pieces.size()) {
    std::iota(over_.begin(), over_.end(), std::size_t{0});
  }

  /// Where no public street comes.
  void join_inside(std::size_t place_count) {
    std::vector<bool> is_public(place_count);
    for (std::size_t i = 0; i < over_.size(); ++i) {
      if (!is_private(i)) {
        is_public[pieces_[i].edge.from] = true;
        is_public[pieces_[i].edge.to] = true;
      }
    }
    std::vector<std::size_t> first_at(place_count, no_piece);
    for (std::size_t i = 0; i < over_.size(); ++i) {
      for (auto const end : {pieces_[i].edge.from, pieces_[i].edge.to}) {
        if (is_private(i) && !is_public[end]) {
          join(first_at[end], i);
        }
      }
    }
  }

  void join_along_lines() {
    std::vector<std::size_t> first_of(lines_.size(), no_piece);
    for (std::size_t i = 0; i < over_.size(); ++i) {
      if (is_private(i)) {
        join(first_of[pieces_[i].line], i);
      }
    }
  }

  CompoundId number() {
    CompoundId count = 0;
    std::vector<CompoundId> number(over_.size(), no_compound);
    for (std::size_t i = 0; i < over_.size(); ++i) {
      if (is_private(i)) {
        auto &compound = number[top(i)];
        compound = compound == no_compound ? count++ : compound;
        pieces_[i].edge.compound = compound;
      }
    }
    return count;
  }

private:
  [[nodiscard]] bool is_private(std::size_t piece) const {
    return lines_[pieces_[piece].line].is_private;
  }

  std::size_t top(std::size_t piece) {
    while (over_[piece] != piece) {
      over_[piece] = over_[over_[piece]];
      piece = over_[piece];
    }
    return piece;
  }

  void join(std::size_t &first, std::size_t piece) {
    if (first == no_piece) {
      first = piece;
    } else {
      over_[top(piece)] = top(first);
    }
  }

  std::span<StreetLine const> lines_;
  std::span<StreetPiece> pieces_;
  std::vector<std::size_t> over_; ///< by piece: another of its compound, or itself
};

} // namespace

CompoundId find_compounds(std::span<StreetLine const> lines, std::size_t place_count,
                          std::span<StreetPiece> pieces) {
  if (std::none_of(lines.begin(), lines.end(),
                   [](StreetLine const &line) { return line.is_private; })) {
    return 0;
  }
  Compounds compounds(lines, pieces);
  compounds.join_inside(place_count);
  compounds.join_along_lines();
  return compounds.number();
}

} // namespace yuntu::geo
