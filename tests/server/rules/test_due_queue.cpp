#include "server/rules/deadlines/due_queue.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using rules::DueQueue;
using Told = std::vector<std::pair<std::string, model::Time>>;

namespace {

/// A queue of incidents that are called by their ids.
struct Desk {
  DueQueue queue;
  std::map<std::string, model::Incident> incidents;

  model::Incident const &incident(std::string const &id) {
    auto &found = incidents[id];
    found.id = id;
    return found;
  }
  void put(std::string const &id, std::optional<model::Time> at) { queue.put(incident(id), at); }
  Told take_before(model::Time now, std::size_t most = 1'000) {
    Told told;
    for (auto const &entry : queue.take_before(now, most)) {
      told.emplace_back(entry.incident->id, entry.at);
    }
    return told;
  }
};

} // namespace

TEST_CASE("what was due before now comes out in order of time, then of id") {
  Desk desk;
  desk.put("b", at_s(10));
  desk.put("a", at_s(10));
  desk.put("c", at_s(5));
  desk.put("d", at_s(20));
  CHECK(desk.take_before(at_s(11)) == Told{{"c", at_s(5)}, {"a", at_s(10)}, {"b", at_s(10)}});
  CHECK(desk.queue.size() == 1);
  CHECK(desk.queue.next() == at_s(20));
}

TEST_CASE("what is due at this very instant is not over yet") {
  Desk desk;
  desk.put("a", at_s(10));
  CHECK(desk.take_before(at_s(10)).empty());
  CHECK(desk.take_before(at_s(10) + std::chrono::milliseconds{1}).size() == 1);
}

TEST_CASE("no more is taken than asked for; the rest stays") {
  Desk desk;
  for (auto const *const id : {"a", "b", "c"}) {
    desk.put(id, at_s(1));
  }
  CHECK(desk.take_before(at_s(2), 2).size() == 2);
  CHECK(desk.take_before(at_s(2), 2) == Told{{"c", at_s(1)}});
}

TEST_CASE("a queue that is changed at random tells what a sorted set tells") {
  std::mt19937 random(7);
  auto const below = [&](int end) { return std::uniform_int_distribution(0, end - 1)(random); };
  Desk desk;
  std::map<std::string, model::Time> wanted;
  for (int step = 0; step < 20'000; ++step) {
    auto const id = "i" + std::to_string(below(200));
    switch (below(8)) {
    case 0:
      desk.put(id, std::nullopt);
      wanted.erase(id);
      break;
    case 1: {
      auto const now = at_s(below(1'000));
      std::set<std::pair<model::Time, std::string>> expected;
      for (auto const &[name, at] : wanted) {
        if (at < now) {
          expected.insert({at, name});
        }
      }
      Told in_order;
      for (auto const &[at, name] : expected) {
        in_order.emplace_back(name, at);
        wanted.erase(name);
      }
      REQUIRE(desk.take_before(now) == in_order);
      break;
    }
    case 2: {
      std::vector<DueQueue::Entry> entries;
      for (auto &[name, at] : wanted) {
        at += std::chrono::seconds{name.back() - '0'};
        entries.push_back({&desk.incident(name), at});
      }
      desk.queue.assign(entries);
      break;
    }
    default: {
      auto const at = at_s(below(1'000));
      desk.put(id, at);
      wanted[id] = at;
    }
    }
    REQUIRE(desk.queue.size() == wanted.size());
  }
}
