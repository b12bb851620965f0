#include "server/model/device_mark.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using yuntu::model::DeviceMark;
using Ranges = std::vector<DeviceMark::Range>;

TEST_CASE("numbers in order move the contiguous mark") {
  DeviceMark mark;
  for (std::uint64_t seq = 1; seq <= 5; ++seq) {
    mark.add(seq, seq * 10);
  }
  CHECK(mark.through == 5);
  CHECK(mark.beyond.empty());
  CHECK(mark.has(5));
  CHECK_FALSE(mark.has(6));
}

TEST_CASE("a gap holds the mark back until it is filled") {
  DeviceMark mark;
  for (std::uint64_t const seq : {1U, 5U, 3U, 6U}) {
    mark.add(seq, seq);
  }
  CHECK(mark.through == 1);
  CHECK(mark.beyond == Ranges{{3, 3}, {5, 6}});
  CHECK_FALSE(mark.has(2));
  mark.add(2, 2);
  CHECK(mark.through == 3);
  CHECK(mark.beyond == Ranges{{5, 6}});
  mark.add(4, 4);
  CHECK(mark.through == 6);
  CHECK(mark.beyond.empty());
}

TEST_CASE("a number added twice keeps its first hash") {
  DeviceMark mark;
  mark.add(1, 111);
  mark.add(1, 222);
  mark.add(7, 777);
  mark.add(7, 888);
  CHECK(mark.hash_of(1) == 111U);
  CHECK(mark.hash_of(7) == 777U);
  CHECK(mark.hashes.size() == 2);
}

TEST_CASE("the newest 512 hashes are remembered") {
  DeviceMark mark;
  for (std::uint64_t seq = 1; seq <= 513; ++seq) {
    mark.add(seq, seq);
  }
  CHECK(mark.through == 513);
  CHECK_FALSE(mark.hash_of(1));
  CHECK(mark.hash_of(2) == 2U);
  CHECK(mark.hash_of(513) == 513U);
  CHECK_FALSE(mark.hash_of(514));
}

TEST_CASE("the lowest gap counts as decided after 4,096 ranges beyond it") {
  DeviceMark mark;
  for (std::uint64_t i = 1; i <= DeviceMark::most_ranges; ++i) {
    mark.add(2 * i, i);
  }
  CHECK(mark.through == 0);
  CHECK(mark.beyond.size() == DeviceMark::most_ranges);
  CHECK_FALSE(mark.has(1));
  mark.add(1'000'000, 1);
  CHECK(mark.through == 2);
  CHECK(mark.beyond.size() == DeviceMark::most_ranges);
  CHECK(mark.has(1));
  CHECK_FALSE(mark.has(3));
}

TEST_CASE("a long run beyond a gap is one range") {
  DeviceMark mark;
  for (std::uint64_t seq = 2; seq <= 100'000; ++seq) {
    mark.add(seq, seq);
  }
  CHECK(mark.beyond == Ranges{{2, 100'000}});
  mark.add(1, 1);
  CHECK(mark.through == 100'000);
}

TEST_CASE("a mark says what a set of all numbers would say") {
  auto const seed = GENERATE(1U, 2U, 3U, 4U);
  std::mt19937 random(seed);
  DeviceMark mark;
  std::set<std::uint64_t> all;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> newest; // (seq, hash), in order of coming
  for (int i = 0; i < 20'000; ++i) {
    std::uint64_t const seq = 1 + random() % 6'000;
    auto const hash = std::uint64_t{random()};
    if (all.insert(seq).second) {
      newest.emplace_back(seq, hash);
    }
    mark.add(seq, hash);
    std::uint64_t const asked = 1 + random() % 6'000;
    REQUIRE(mark.has(asked) == all.contains(asked));
  }
  auto const remembered = std::min<std::size_t>(newest.size(), 512);
  for (std::size_t i = newest.size() - remembered; i < newest.size(); ++i) {
    REQUIRE(mark.hash_of(newest[i].first) == newest[i].second);
  }
  std::uint64_t through = 0;
  while (all.contains(through + 1)) {
    ++through;
  }
  CHECK(mark.through == through);
}
