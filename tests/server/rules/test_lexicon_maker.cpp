#include "server/rules/routing/lexicon_maker.hpp"
#include "server/rules/routing/lexicon_trial.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace yuntu;
using rules::ClassifiedText;
using rules::Lexicon;
using rules::LexiconEntry;

namespace {

std::vector<ClassifiedText> const calls{
    {"水管漏水", "供水"},   {"楼道水管坏了", "供水"}, {"水管爆裂", "供水"},
    {"路灯不亮", "照明"},   {"路灯坏了", "照明"},     {"换个路灯", "照明"},
    {"a dog, a dog", "犬"}, {"Dog off leash", "犬"},  {"the dog barks", "犬"}};

LexiconEntry const *find(std::vector<LexiconEntry> const &entries, std::string const &word,
                         std::string const &category) {
  auto const found = std::find_if(entries.begin(), entries.end(), [&](auto const &entry) {
    return entry.word == word && entry.category == category;
  });
  return found == entries.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("a lexicon is made of the words that stand in one category more than in the others") {
  auto const made = rules::make_lexicon(calls);
  REQUIRE(find(made, "水管", "供水") != nullptr);
  REQUIRE(find(made, "路灯", "照明") != nullptr);
  CHECK(find(made, "坏了", "供水") == nullptr); // in two texts only
  CHECK(find(made, "a", "犬") == nullptr);
  // All 3 of its category and none of the 6 others hold it: ln((3.5 / 4) / (0.5 / 7)).
  CHECK(find(made, "dog", "犬")->weight == Approx(std::log((3.5 / 4) / (0.5 / 7))).margin(0.001));
  CHECK(made == rules::make_lexicon(calls));
  CHECK(Lexicon(made).faults().empty());
}

TEST_CASE("what stands in every category as often speaks for none") {
  std::vector<ClassifiedText> even;
  for (auto const *const category : {"a", "b", "a", "b"}) {
    even.push_back({"please help", category});
  }
  CHECK(rules::make_lexicon(even).empty());
  CHECK(rules::make_lexicon({}).empty());
}

TEST_CASE("only the heaviest words of a category are kept") {
  auto const made = rules::make_lexicon(calls, {1, 0.5, 1, 4});
  CHECK(made.size() == 3);
  CHECK(find(made, "dog", "犬") != nullptr);
  CHECK(find(made, "水管", "供水") != nullptr);
}

TEST_CASE("a trial tells agreement, what stayed undecided and who was taken for whom") {
  Lexicon const lexicon({{"dog", "犬", 1}, {"lamp", "灯", 1}});
  std::vector<ClassifiedText> const texts{
      {"dog", "犬"}, {"a dog", "公园"}, {"lamp", "灯"}, {"cat", "犬"}, {"dog lamp", "灯"}};
  auto const trial = rules::try_lexicon(lexicon, texts, "犬");
  CHECK(trial.texts == 5);
  CHECK(trial.agreed == 2);
  CHECK(trial.undecided == 2);
  CHECK(trial.control_agreed == 2);
  CHECK(trial.confusion.at({"公园", "犬"}) == 1);
  CHECK(trial.confusion.at({"犬", ""}) == 1);
  CHECK(rules::commonest_category(texts) == "灯"); // of two equals the first by name
  CHECK(rules::commonest_category({}).empty());
}
