#include "server/rules/routing/lexicon_trial.hpp"

#include <algorithm>

namespace yuntu::rules {

LexiconTrial try_lexicon(Lexicon const &lexicon, std::vector<ClassifiedText> const &texts,
                         std::string const &control) {
  LexiconTrial trial;
  trial.texts = texts.size();
  trial.control = control;
  for (auto const &[text, category] : texts) {
    auto const scores = lexicon.judge(text);
    auto const said = is_decided(scores) ? scores.front().category : std::string{};
    trial.agreed += said == category ? 1U : 0U;
    trial.undecided += said.empty() ? 1U : 0U;
    trial.control_agreed += control == category ? 1U : 0U;
    ++trial.confusion[{category, said}];
  }
  return trial;
}

std::string commonest_category(std::vector<ClassifiedText> const &texts) {
  std::map<std::string, std::size_t> counts;
  for (auto const &text : texts) {
    ++counts[text.category];
  }
  auto const most =
      std::max_element(counts.begin(), counts.end(), [](auto const &one, auto const &other) {
        return one.second < other.second;
      });
  return most == counts.end() ? std::string{} : most->first;
}

} // namespace yuntu::rules
