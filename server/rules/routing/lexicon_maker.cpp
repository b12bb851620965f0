#include "server/rules/routing/lexicon_maker.hpp"

#include "server/rules/routing/text_units.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace yuntu::rules {
namespace {

/// In how many texts, by category.
using TextCounts = std::map<std::string, std::size_t>;

std::set<std::string> words_of(std::string const &text, std::size_t longest_run) {
  auto const units = units_of(text);
  std::set<std::string> words;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!is_ideograph(units[i])) {
      if (!units[i].empty()) {
        words.insert(units[i]);
      }
      continue;
    }
    auto run = units[i];
    for (std::size_t j = i + 1; j < units.size() && j < i + longest_run && is_ideograph(units[j]);
         ++j) {
      run += units[j];
      words.insert(run);
    }
  }
  return words;
}

std::size_t sum_of(TextCounts const &counts) {
  std::size_t sum = 0;
  for (auto const &[category, count] : counts) {
    sum += count;
  }
  return sum;
}

/// As it is written into a file.
double rounded(double weight) {
  return std::round(weight * 1000) / 1000;
}

} // namespace

std::vector<LexiconEntry> make_lexicon(std::vector<ClassifiedText> const &texts,
                                       LexiconMakerOptions const &options) {
  TextCounts texts_of;
  std::map<std::string, TextCounts> texts_with;
  for (auto const &[text, category] : texts) {
    ++texts_of[category];
    for (auto const &word : words_of(text, options.longest_run)) {
      ++texts_with[word][category];
    }
  }
  std::map<std::string, std::vector<LexiconEntry>> by_category;
  auto const share = [&](std::size_t with, std::size_t all) {
    return (static_cast<double>(with) + options.smoothing) /
           (static_cast<double>(all) + 2 * options.smoothing);
  };
  for (auto const &[word, counts] : texts_with) {
    auto const with_word = sum_of(counts);
    if (with_word < options.least_texts) {
      continue;
    }
    for (auto const &[category, with] : counts) {
      auto const all = texts_of.at(category);
      auto const weight =
          rounded(std::log(share(with, all) / share(with_word - with, texts.size() - all)));
      if (weight > 0) {
        by_category[category].push_back({word, category, std::min(weight, Lexicon::most_weight)});
      }
    }
  }
  std::vector<LexiconEntry> made;
  for (auto &[category, entries] : by_category) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](auto const &one, auto const &other) { return one.weight > other.weight; });
    entries.resize(std::min(entries.size(), options.most_words));
    made.insert(made.end(), entries.begin(), entries.end());
  }
  return made;
}

} // namespace yuntu::rules
