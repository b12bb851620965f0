#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace yuntu::rules {

/// A word and what it speaks for.
struct LexiconEntry {
  std::string word;
  std::string category;
  double weight = 1;
  friend bool operator==(LexiconEntry const &, LexiconEntry const &) = default;
};

/// How strongly a text speaks for a category.
struct CategoryScore {
  std::string category;
  double score = 0;
  std::vector<std::string> words; ///< that spoke for it, as the lexicon has them, in order
  friend bool operator==(CategoryScore const &, CategoryScore const &) = default;
};

/// Which words speak for which category. A text is read from left to right, at each place by the
/// longest word that fits: Chinese by characters, other scripts by whole words, whatever their
/// case. A word counts once, however often it stands there. Immutable, any thread.
///   auto const scores = lexicon.judge("主水管爆裂，水冲进一楼");
///   if (is_decided(scores)) { use(scores.front().category); }
class Lexicon {
public:
  static constexpr double most_weight = 100;

  Lexicon() = default; ///< no word says anything
  explicit Lexicon(std::vector<LexiconEntry> entries);

  /// The categories that words of the text speak for, the best first, equals by name.
  [[nodiscard]] std::vector<CategoryScore> judge(std::string_view text) const;

  /// One sentence each: words without a letter, weights that are none, what stands twice.
  [[nodiscard]] std::vector<std::string> faults() const;

  [[nodiscard]] std::vector<LexiconEntry> const &entries() const { return entries_; }

private:
  using Meanings = std::vector<std::size_t>; ///< places in entries_

  std::vector<LexiconEntry> entries_;
  std::unordered_map<std::string, Meanings> words_; ///< by their units
  std::size_t longest_ = 0;                         ///< units of a word
};

/// Words fired, and not as strongly for a second category.
[[nodiscard]] bool is_decided(std::vector<CategoryScore> const &scores);

} // namespace yuntu::rules
