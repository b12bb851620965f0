#include "server/rules/routing/lexicon.hpp"

#include "server/rules/routing/text_units.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace yuntu::rules {
namespace {

constexpr char between_units = '\x1f';
constexpr double least_lead = 1e-9; ///< less is rounding

using Units = std::vector<std::string>;

std::string key_of(Units const &units, std::size_t from, std::size_t count) {
  std::string key;
  for (std::size_t i = from; i < from + count; ++i) {
    key += units[i];
    key += between_units;
  }
  return key;
}

} // namespace

Lexicon::Lexicon(std::vector<LexiconEntry> entries) : entries_(std::move(entries)) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    auto const units = units_of(entries_[i].word);
    words_[key_of(units, 0, units.size())].push_back(i);
    longest_ = std::max(longest_, units.size());
  }
}

std::vector<CategoryScore> Lexicon::judge(std::string_view text) const {
  auto const units = units_of(text);
  std::set<Meanings const *> seen;
  std::map<std::string, CategoryScore> by_category;
  auto const count = [&](Meanings const &meanings) {
    if (!seen.insert(&meanings).second) {
      return;
    }
    for (auto const place : meanings) {
      auto const &entry = entries_[place];
      auto &score = by_category[entry.category];
      score.category = entry.category;
      score.score += entry.weight;
      score.words.push_back(entry.word);
    }
  };
  for (std::size_t at = 0; at < units.size();) {
    auto length = std::min(longest_, units.size() - at);
    auto found = words_.end();
    while (length > 0 && (found = words_.find(key_of(units, at, length))) == words_.end()) {
      --length;
    }
    if (length > 0) {
      count(found->second);
    }
    at += std::max<std::size_t>(1, length);
  }
  std::vector<CategoryScore> scores;
  for (auto &[category, score] : by_category) {
    scores.push_back(std::move(score));
  }
  std::stable_sort(scores.begin(), scores.end(),
                   [](auto const &one, auto const &other) { return one.score > other.score; });
  return scores;
}

std::vector<std::string> Lexicon::faults() const {
  std::vector<std::string> faults;
  std::set<std::pair<std::string, std::string>> seen;
  for (auto const &entry : entries_) {
    auto const units = units_of(entry.word);
    auto const named = "word \"" + entry.word + "\" for \"" + entry.category + "\"";
    if (units.empty() || std::find(units.begin(), units.end(), "") != units.end()) {
      faults.push_back(named + ": expected characters or words, without signs between them");
    } else if (!(entry.weight > 0) || entry.weight > most_weight) {
      faults.push_back(named + ": a weight must be above 0, at most 100");
    } else if (!seen.emplace(key_of(units, 0, units.size()), entry.category).second) {
      faults.push_back(named + " stands twice");
    }
  }
  return faults;
}

bool is_decided(std::vector<CategoryScore> const &scores) {
  return !scores.empty() && (scores.size() == 1 || scores[0].score > scores[1].score + least_lead);
}

} // namespace yuntu::rules
