#include "server/services/figure_files.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// What is said of a county's own file of this name.
std::string refusal(std::string const &name, std::string const &text) {
  TempDir const data;
  std::filesystem::create_directories(data.path() / "config");
  data.write("config/" + name, text);
  try {
    static_cast<void>(services::read_counting(data.path()));
    static_cast<void>(services::read_boards(data.path()));
  } catch (services::PolicyError const &error) {
    return error.what();
  }
  return {};
}

std::string board(std::string const &changed = {}, std::string const &to = {}) {
  std::string text = "[[board]]\nname = \"a\"\ntitle = \"甲\"\nof = \"grid\"\n"
                     "rate = \"closing_rate\"\nbest_is = \"highest\"\nat_least = 5\nfirst = 10\n"
                     "last = 5\n";
  if (!changed.empty()) {
    text.replace(text.find(changed), changed.size(), to);
  }
  return text;
}

} // namespace

TEST_CASE("what is shipped can be read, and is what the code counts by without it") {
  CHECK(services::read_counting({}) == rules::Counting{});
  auto const boards = services::read_boards({});
  REQUIRE(boards.size() == 4);
  CHECK(boards[0].name == "estates");
  CHECK(boards[0].first == 10);
  CHECK(boards[0].last == 5);
  CHECK(boards[1].kind == "封闭式商品房小区");
  CHECK(boards[3].of.by == rules::Grouping::By::department);
  CHECK(boards[3].best_is == rules::Best::lowest);
}

TEST_CASE("a county's own files take the place of the shipped ones") {
  TempDir const data;
  std::filesystem::create_directories(data.path() / "config");
  data.write("config/figures.toml", "closed_from = \"verified\"\npublic_channels = \"hotline\"\n");
  data.write("config/ranking.toml", board());
  auto const counting = services::read_counting(data.path());
  CHECK(counting.closed_from == model::Stage::verified);
  CHECK(counting.public_channels == std::set<std::string, std::less<>>{"hotline"});
  auto const boards = services::read_boards(data.path());
  REQUIRE(boards.size() == 1);
  CHECK(boards[0].title == "甲");
  CHECK(boards[0].rate == rules::find_rate("closing_rate"));
  CHECK(boards[0].at_least == 5);
  data.write("config/ranking.toml", "");
  CHECK(services::read_boards(data.path()).empty());
}

TEST_CASE("what is wrong with the way of counting is named") {
  CHECK_THAT(refusal("figures.toml", "public_channels = []\n"), Catch::Contains("closed_from"));
  CHECK_THAT(refusal("figures.toml", "closed_from = \"received\"\n"),
             Catch::Contains("received") && Catch::Contains("verified"));
  CHECK_THAT(refusal("figures.toml", "closed_from = \"done\"\ncolour = 3\n"),
             Catch::Contains("colour") && Catch::Contains("line 2"));
}

TEST_CASE("what is wrong with a board is named") {
  auto const wrong = [](std::string const &changed, std::string const &to) {
    return refusal("ranking.toml", board(changed, to));
  };
  CHECK(refusal("ranking.toml", board()).empty());
  CHECK_THAT(wrong("\"grid\"", "\"county\""), Catch::Contains("county"));
  CHECK_THAT(wrong("closing_rate", "good_rate"),
             Catch::Contains("good_rate") && Catch::Contains("on_time_rate"));
  CHECK_THAT(wrong("\"highest\"", "\"best\""), Catch::Contains("best_is"));
  CHECK_THAT(wrong("at_least = 5", "at_least = 0"), Catch::Contains("at_least"));
  CHECK_THAT(wrong("last = 5", "last = -1"), Catch::Contains("last"));
  CHECK_THAT(wrong("of = \"grid\"", "of = \"department\"\nkind = \"x\""), Catch::Contains("kind"));
  CHECK_THAT(wrong("title", "titel"), Catch::Contains("titel"));
  CHECK_THAT(refusal("ranking.toml", board() + board()), Catch::Contains("as of a board before"));
}
