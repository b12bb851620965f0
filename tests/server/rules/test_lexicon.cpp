#include "server/rules/routing/lexicon.hpp"
#include "server/rules/routing/text_units.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using rules::Lexicon;
using Words = std::vector<std::string>;

namespace {

Lexicon small() {
  return Lexicon({{"水管", "供水", 1},
                  {"水管爆裂", "供水管道破裂", 3},
                  {"漏水", "供水", 1},
                  {"路灯", "路灯", 2},
                  {"灯", "供电", 1},
                  {"Dog", "养犬", 1},
                  {"off leash", "养犬", 2},
                  {"dog run", "公园", 4}});
}

std::string answer(std::string const &text) {
  auto const scores = small().judge(text);
  return rules::is_decided(scores) ? scores.front().category : "";
}

} // namespace

TEST_CASE("a text is read as Chinese characters and as words of other scripts") {
  CHECK(rules::units_of("主水管, Dog off-leash") ==
        Words{"主", "水", "管", "", "dog", "off", "leash"});
  CHECK(rules::units_of("水 管") == Words{"水", "管"});
  CHECK(rules::units_of("ＡＢ１２，É") == Words{"ab12", "", "é"});
  CHECK(rules::units_of("12345热线") == Words{"12345", "热", "线"});
  CHECK(rules::units_of("  ，。!?").empty());
  CHECK(rules::units_of("水\xFF\xC3管") == Words{"水", "", "管"});
  CHECK(rules::units_of("水\xE6\xB0") == Words{"水", ""});
}

TEST_CASE("of the words that begin at a place the longest is taken") {
  auto const scores = small().judge("主水管爆裂了");
  REQUIRE(scores.size() == 1);
  CHECK(scores[0].category == "供水管道破裂");
  CHECK(scores[0].score == 3);
  CHECK(scores[0].words == Words{"水管爆裂"});
  CHECK(answer("水管旧了") == "供水");
  CHECK(answer("路灯不亮") == "路灯");
  CHECK(answer("楼道灯不亮") == "供电");
}

TEST_CASE("words of other scripts are whole and in either case, over spaces but no signs") {
  CHECK(answer("a DOG barks") == "养犬");
  CHECK(answer("dogs bark").empty());
  CHECK(answer("OFF-LEASH") == "养犬");
  CHECK(answer("off; leash").empty());
  CHECK(answer("dog run") == "公园");
}

TEST_CASE("a word counts once, and all words of a category together") {
  auto const scores = small().judge("水管漏水，水管漏水，漏水！路灯");
  REQUIRE(scores.size() == 2);
  CHECK(scores[0].score == 2);
  CHECK(scores[1].score == 2);
  CHECK_FALSE(rules::is_decided(scores)); // a tie
  CHECK(small().judge("水管漏水")[0].words == Words{"水管", "漏水"});
}

TEST_CASE("without a word there is no answer") {
  CHECK(answer("").empty());
  CHECK(answer("不知道是什么").empty());
  CHECK(Lexicon().judge("水管").empty());
}

TEST_CASE("a word may speak for two categories, by its weights") {
  Lexicon const lexicon({{"老人", "求助", 2}, {"老人", "噪音", 1}, {"吵", "噪音", 1.5}});
  auto const scores = lexicon.judge("老人嫌吵");
  REQUIRE(scores.size() == 2);
  CHECK(scores[0].category == "噪音");
  CHECK(scores[0].score == 2.5);
  CHECK(scores[1].category == "求助");
}

TEST_CASE("a lexicon says what is wrong with it") {
  auto const fault = [](rules::LexiconEntry entry) {
    auto const faults = Lexicon({{"水管", "供水", 1}, std::move(entry)}).faults();
    return faults.empty() ? "" : faults.front();
  };
  CHECK(fault({"漏水", "供水", 1}).empty());
  CHECK(fault({"水管", "供电", 1}).empty());
  CHECK_THAT(fault({"水管", "供水", 2}), Catch::Contains("stands twice"));
  CHECK_THAT(fault({"，", "供水", 1}), Catch::Contains("expected characters"));
  CHECK_THAT(fault({"水，管", "供水", 1}), Catch::Contains("without signs"));
  CHECK_THAT(fault({"漏水", "供水", 0}), Catch::Contains("weight"));
  CHECK_THAT(fault({"漏水", "供水", 101}), Catch::Contains("weight"));
}
