#pragma once

#include "server/rules/figures/grouping.hpp"
#include "server/rules/figures/rate.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yuntu::rules {

enum class Best : std::uint8_t { highest, lowest };

/// A monthly board: who stands among the first and who among the last by one rate, within one class
/// (红黑榜, 红黄榜).
struct Board {
  std::string name;
  std::string title;
  Grouping of;      ///< By::area or By::department
  std::string kind; ///< of areas: only those of this kind; empty: all
  Rate const *rate = nullptr;
  Best best_is = Best::highest;
  std::int64_t at_least = 1; ///< a rate of fewer is no ground for praise or blame
  std::size_t first = 10;
  std::size_t last = 5;
};

struct Entry {
  std::string code;
  Share share;
  friend bool operator==(Entry const &, Entry const &) = default;
};

struct Place {
  enum class List : std::uint8_t { neither, first, last };
  std::string code;
  Share share;
  std::size_t rank = 1; ///< 1 + how many are better: equals share one
  std::size_t tied = 0; ///< how many others have the same
  List list = List::neither;
  friend bool operator==(Place const &, Place const &) = default;
};

struct Ranking {
  std::vector<Place> places;  ///< the best first, equals by code
  std::vector<Entry> too_few; ///< under the board's least count, by code
  friend bool operator==(Ranking const &, Ranking const &) = default;
};

/// On the first list stand those that fewer than `board.first` are better than, on the last those
/// that fewer than `board.last` are worse than, so equals are never parted; who stands on the first
/// does not stand on the last too.
[[nodiscard]] Ranking rank(std::vector<Entry> entries, Board const &board);

} // namespace yuntu::rules
