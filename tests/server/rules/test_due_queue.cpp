#include "server/rules/deadlines/due_queue.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace yuntu;
using namespace yuntu::test;
using rules::DueQueue;

TEST_CASE("what was due before now comes out in order of time, then of id") {
  DueQueue queue;
  queue.put("b", at_s(10));
  queue.put("a", at_s(10));
  queue.put("c", at_s(5));
  queue.put("d", at_s(20));
  CHECK(queue.take_before(at_s(11), 99) ==
        std::vector<DueQueue::Entry>{{"c", at_s(5)}, {"a", at_s(10)}, {"b", at_s(10)}});
  CHECK(queue.size() == 1);
  CHECK(queue.next() == at_s(20));
}

TEST_CASE("what is due at this very instant is not over yet") {
  DueQueue queue;
  queue.put("a", at_s(10));
  CHECK(queue.take_before(at_s(10), 9).empty());
  CHECK(queue.take_before(at_s(10) + std::chrono::milliseconds{1}, 9).size() == 1);
}

TEST_CASE("no more is taken than asked for; the rest stays") {
  DueQueue queue;
  for (auto const *const id : {"a", "b", "c"}) {
    queue.put(id, at_s(1));
  }
  CHECK(queue.take_before(at_s(2), 2).size() == 2);
  CHECK(queue.take_before(at_s(2), 2) == std::vector<DueQueue::Entry>{{"c", at_s(1)}});
}

TEST_CASE("a queue that is changed at random tells what a sorted map tells") {
  std::mt19937 random(7);
  auto const below = [&](int end) { return std::uniform_int_distribution(0, end - 1)(random); };
  DueQueue queue;
  std::map<std::string, model::Time> wanted;
  for (int step = 0; step < 20'000; ++step) {
    auto const id = "i" + std::to_string(below(200));
    switch (below(8)) {
    case 0:
      queue.put(id, std::nullopt);
      wanted.erase(id);
      break;
    case 1: {
      auto const now = at_s(below(1'000));
      std::multimap<std::pair<model::Time, std::string>, int> expected;
      for (auto const &[name, at] : wanted) {
        if (at < now) {
          expected.insert({{at, name}, 0});
        }
      }
      auto const taken = queue.take_before(now, 1'000);
      REQUIRE(taken.size() == expected.size());
      auto next = expected.begin();
      for (auto const &entry : taken) {
        REQUIRE(std::pair(entry.at, entry.id) == next->first);
        wanted.erase(entry.id);
        ++next;
      }
      break;
    }
    case 2: {
      std::vector<DueQueue::Entry> entries;
      for (auto &[name, at] : wanted) {
        at += std::chrono::seconds{name.back() - '0'};
        entries.push_back({name, at});
      }
      queue.assign(std::move(entries));
      break;
    }
    default: {
      auto const at = at_s(below(1'000));
      queue.put(id, at);
      wanted[id] = at;
    }
    }
    REQUIRE(queue.size() == wanted.size());
  }
}
