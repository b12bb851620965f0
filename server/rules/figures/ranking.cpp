#include "server/rules/figures/ranking.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::rules {
namespace {

bool is_better(Share const &one, Share const &other, Best best) {
  return best == Best::highest ? one > other : one < other;
}

} // namespace

Ranking rank(std::vector<Entry> entries, Board const &board) {
  std::sort(entries.begin(), entries.end(),
            [](Entry const &one, Entry const &other) { return one.code < other.code; });
  auto const ranked =
      std::stable_partition(entries.begin(), entries.end(), [&](Entry const &entry) {
        return entry.share.has_value() && entry.share.denominator >= board.at_least;
      });
  Ranking ranking;
  ranking.too_few.assign(std::make_move_iterator(ranked), std::make_move_iterator(entries.end()));
  entries.erase(ranked, entries.end());
  std::stable_sort(entries.begin(), entries.end(), [&](Entry const &one, Entry const &other) {
    return is_better(one.share, other.share, board.best_is);
  });
  for (std::size_t begin = 0; begin < entries.size();) {
    auto end = begin + 1;
    while (end < entries.size() && entries[end].share == entries[begin].share) {
      ++end;
    }
    auto const worse = entries.size() - end;
    auto const list = begin < board.first  ? Place::List::first
                      : worse < board.last ? Place::List::last
                                           : Place::List::neither;
    for (auto i = begin; i < end; ++i) {
      ranking.places.push_back(
          {std::move(entries[i].code), entries[i].share, begin + 1, end - begin - 1, list});
    }
    begin = end;
  }
  return ranking;
}

} // namespace yuntu::rules
