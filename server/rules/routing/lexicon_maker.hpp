#pragma once

#include "server/rules/routing/lexicon.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace yuntu::rules {

/// A text, and the category that people gave it.
struct ClassifiedText {
  std::string text;
  std::string category;
  friend bool operator==(ClassifiedText const &, ClassifiedText const &) = default;
};

struct LexiconMakerOptions {
  std::size_t least_texts = 3; ///< a word must stand in so many
  double smoothing =
      0.5; ///< texts that each word is taken to have stood in besides, in each category
  std::size_t most_words = 60; ///< kept for a category
  std::size_t longest_run = 4; ///< of Chinese characters taken for a word, from 2
};

/// A lexicon of what was classified before. Words are runs of 2 to `longest_run` Chinese characters
/// and single words of other scripts; what a word weighs for a category is the logarithm of how
/// much more of the category's texts hold it than of all others, smoothed. Only what speaks for a
/// category is kept, its heaviest words first. The same texts give the same lexicon.
[[nodiscard]] std::vector<LexiconEntry> make_lexicon(std::vector<ClassifiedText> const &texts,
                                                     LexiconMakerOptions const &options = {});

} // namespace yuntu::rules
