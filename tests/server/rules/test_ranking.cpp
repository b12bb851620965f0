#include "server/rules/figures/ranking.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu;
using rules::Entry;
using rules::Place;
using List = rules::Place::List;

namespace {

rules::Board board(std::size_t first = 2, std::size_t last = 2) {
  rules::Board made;
  made.rate = rules::find_rate("closing_rate");
  made.first = first;
  made.last = last;
  return made;
}

std::vector<std::string> codes(rules::Ranking const &ranking, List list) {
  std::vector<std::string> found;
  for (auto const &place : ranking.places) {
    if (place.list == list) {
      found.push_back(place.code);
    }
  }
  return found;
}

std::vector<std::size_t> ranks(rules::Ranking const &ranking) {
  std::vector<std::size_t> found;
  for (auto const &place : ranking.places) {
    found.push_back(place.rank);
  }
  return found;
}

using Codes = std::vector<std::string>;
using Ranks = std::vector<std::size_t>;

std::vector<Entry> const five{
    {"a", {1, 10}}, {"b", {9, 10}}, {"c", {5, 10}}, {"d", {7, 10}}, {"e", {3, 10}}};

} // namespace

TEST_CASE("the best come first, and the lists hold both ends") {
  auto const ranking = rules::rank(five, board());
  CHECK(codes(ranking, List::first) == Codes{"b", "d"});
  CHECK(codes(ranking, List::neither) == Codes{"c"});
  CHECK(codes(ranking, List::last) == Codes{"e", "a"});
  CHECK(ranks(ranking) == Ranks{1, 2, 3, 4, 5});
}

TEST_CASE("where the lowest is best the order is the other way round") {
  auto lowest = board();
  lowest.best_is = rules::Best::lowest;
  auto const ranking = rules::rank(five, lowest);
  CHECK(codes(ranking, List::first) == Codes{"a", "e"});
  CHECK(codes(ranking, List::last) == Codes{"d", "b"});
}

TEST_CASE("equals share a rank, are told how many they are, and are never parted") {
  std::vector<Entry> const entries{{"a", {9, 10}}, {"b", {1, 2}}, {"c", {2, 4}},
                                   {"d", {5, 10}}, {"e", {1, 9}}, {"f", {1, 10}}};
  auto const ranking = rules::rank(entries, board(2, 1));
  CHECK(ranks(ranking) == Ranks{1, 2, 2, 2, 5, 6});
  CHECK(ranking.places[1].tied == 2);
  CHECK(ranking.places[0].tied == 0);
  CHECK(codes(ranking, List::first) == Codes{"a", "b", "c", "d"});
  CHECK(codes(ranking, List::last) == Codes{"f"});
}

TEST_CASE("nobody stands on both lists, and of equals all are first") {
  CHECK(codes(rules::rank(five, board(4, 4)), List::last) == Codes{"a"});
  std::vector<Entry> const equals{{"a", {1, 1}}, {"b", {2, 2}}, {"c", {3, 3}}};
  auto const ranking = rules::rank(equals, board(1, 2));
  CHECK(codes(ranking, List::first) == Codes{"a", "b", "c"});
  CHECK(codes(ranking, List::last).empty());
}

TEST_CASE("who has too few, or nothing, is named apart") {
  auto few = board();
  few.at_least = 5;
  auto const ranking =
      rules::rank({{"b", {5, 5}}, {"z", {0, 0}}, {"a", {4, 4}}, {"c", {0, 9}}}, few);
  CHECK(codes(ranking, List::first) == Codes{"b", "c"});
  REQUIRE(ranking.too_few.size() == 2);
  CHECK(ranking.too_few[0].code == "a");
  CHECK(ranking.too_few[1].code == "z");
}

TEST_CASE("rates are compared exactly, not as they are rounded") {
  auto const ranking =
      rules::rank({{"a", {333'333'333, 1'000'000'000}}, {"b", {1, 3}}}, board(1, 1));
  CHECK(codes(ranking, List::first) == Codes{"b"});
  CHECK(ranking.places[0].share.percent() == ranking.places[1].share.percent());
}

TEST_CASE("the order of what is given does not matter") {
  auto shuffled = five;
  std::reverse(shuffled.begin(), shuffled.end());
  CHECK(rules::rank(shuffled, board()) == rules::rank(five, board()));
}

TEST_CASE("an empty class has an empty board") {
  CHECK(rules::rank({}, board()) == rules::Ranking{});
}
