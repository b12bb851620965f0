#pragma once

#include "server/rules/routing/lexicon_maker.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::rules {

/// How a lexicon fared on texts that people had classified.
struct LexiconTrial {
  std::size_t texts = 0;
  std::size_t agreed = 0;
  std::size_t undecided = 0; ///< no word fired, or a tie
  std::string control;       ///< the category that was commonest in what the lexicon was made of
  std::size_t control_agreed = 0; ///< had it been the answer every time
  /// (what people said, what the lexicon said or "") -> how many
  std::map<std::pair<std::string, std::string>, std::size_t> confusion;
};

[[nodiscard]] LexiconTrial try_lexicon(Lexicon const &lexicon,
                                       std::vector<ClassifiedText> const &texts,
                                       std::string const &control);

/// Of equals the first by name; empty when there are no texts.
[[nodiscard]] std::string commonest_category(std::vector<ClassifiedText> const &texts);

} // namespace yuntu::rules
