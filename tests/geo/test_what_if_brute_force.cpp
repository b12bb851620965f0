#include "geo/edited_reach.hpp"
#include "geo/reach.hpp"
#include "geo/what_if.hpp"
#include "tests/support/plain_town.hpp"
#include "tests/support/random_edits.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace yuntu;
using test::RandomTown;

namespace {

constexpr unsigned towns = 240;

} // namespace

TEST_CASE("an edit changes what searching the edited town anew changes") {
  std::size_t gained = 0;
  std::size_t lost = 0;
  std::size_t shorter = 0;
  std::size_t longer = 0;
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town); // one workspace for all, as in use
    for (int i = 0; i < 24; ++i) {
      auto const edits = i % 2 == 0 ? std::vector{town.edit()} : town.edits();
      auto const expected = test::plain_answer(town.town, edits);
      CAPTURE(seed, i, edits[0].index(), town.town.limit_mm);
      REQUIRE(test::by_id(what_if.answer(edits)) == expected);
      gained += expected.gained.size();
      lost += expected.lost.size();
      shorter += expected.shorter;
      longer += expected.longer;
    }
  }
  CHECK(gained > 10'000); // the comparison is about something
  CHECK(lost > 10'000);
  CHECK(shorter > 10'000);
  CHECK(longer > 5'000);
}

TEST_CASE("targets that turn to another street walk from there, as in a town searched anew") {
  std::size_t changed = 0;
  std::size_t without_street = 0;
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    for (int i = 0; i < 6; ++i) {
      auto const edits = town.edits();
      std::vector<geo::MovedTarget> elsewhere;
      for (geo::TargetId id = 0; id < town.targets.size(); ++id) {
        if (town.random() % 5 == 0) {
          elsewhere.push_back({id, std::nullopt});
          if (town.random() % 4 != 0) {
            elsewhere.back().at = test::random_point(town.random, town.graph);
          }
        }
      }
      auto const moved = geo::moved(town.graph, town.targets, elsewhere);
      auto const expected = test::plain_answer(town.town, edits, &moved);
      CAPTURE(seed, i);
      REQUIRE(test::by_id(what_if.answer(edits, elsewhere)) == expected);
      REQUIRE(test::by_id(what_if.answer(edits)) == test::plain_answer(town.town, edits));
      changed += expected.gained.size() + expected.lost.size() + expected.longer;
      without_street += expected.lost_with_street;
    }
  }
  CHECK(changed > 10'000);
  CHECK(without_street > 500);
}

TEST_CASE("after an edit every target's walk is that of the edited town") {
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    for (int i = 0; i < 6; ++i) {
      auto const edits = town.edits();
      auto plain = test::PlainTown(town.town);
      for (auto const &edit : edits) {
        plain.edit(edit);
      }
      auto const expected = plain.walks();
      what_if.answer(edits);
      CAPTURE(seed, i);
      for (geo::TargetId id = 0; id < town.targets.size(); ++id) {
        auto const walk_mm = what_if.edited_walk_mm(id);
        REQUIRE((walk_mm == geo::WalkRepair::unreached ? test::PlainTown::never : walk_mm) ==
                expected[id]);
      }
    }
  }
}

TEST_CASE("as things are, the town is what the bounded search finds") {
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto const what_if = geo::WhatIf(town.town);
    auto search = geo::ReachSearch(town.graph);
    std::vector<geo::StreetPoint> stations;
    for (auto const &station : town.town.stations) {
      if (station) {
        stations.push_back(*station);
      }
    }
    search.run_to(stations, town.town.limit_mm, town.town.closed);
    auto const reached = search.targets(town.targets);
    CAPTURE(seed);
    REQUIRE(what_if.served() == reached.size());
    for (auto const &[target, cost_mm] : reached) {
      REQUIRE(what_if.walk_mm(target) == cost_mm);
      REQUIRE(what_if.walk_mm(*town.targets.target(target).at) == cost_mm);
    }
  }
}

TEST_CASE("a search past edits reaches what the edited town's only station serves") {
  std::size_t reached_in_all = 0;
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    town.town.stations.resize(1);
    auto what_if = geo::WhatIf(town.town);
    auto search = geo::ReachSearch(town.graph);
    for (int i = 0; i < 6; ++i) {
      auto edits = town.edits();
      std::erase_if(edits, [](geo::StreetEdit const &edit) {
        return std::holds_alternative<geo::AddedStation>(edit) ||
               std::holds_alternative<geo::MovedStation>(edit) ||
               std::holds_alternative<geo::RemovedStation>(edit);
      });
      what_if.answer(edits);
      auto const ways = geo::edited_ways(town.town.closed, edits);
      geo::run_edited(search, *town.town.stations[0], town.town.limit_mm, ways);
      std::map<geo::TargetId, std::int32_t> reached;
      for (auto const &[target, cost_mm] : search.targets(town.targets)) {
        reached[target] = cost_mm;
      }
      std::map<geo::TargetId, std::int32_t> expected;
      for (geo::TargetId id = 0; id < town.targets.size(); ++id) {
        if (what_if.edited_walk_mm(id) != geo::WalkRepair::unreached) {
          expected[id] = what_if.edited_walk_mm(id);
        }
      }
      CAPTURE(seed, i);
      REQUIRE(reached == expected);
      reached_in_all += reached.size();
    }
  }
  CHECK(reached_in_all > 10'000);
}

TEST_CASE("what only adds takes nothing from anybody") {
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    for (int i = 0; i < 10; ++i) {
      auto const &answer = what_if.answer(town.edit_that_adds());
      CAPTURE(seed, i);
      REQUIRE(answer.lost.empty());
      REQUIRE(answer.longer == 0);
      REQUIRE(answer.served >= what_if.served());
    }
  }
}

TEST_CASE("what only takes brings nobody nearer") {
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    for (int i = 0; i < 10; ++i) {
      auto const &answer = what_if.answer(town.edit_that_takes());
      CAPTURE(seed, i);
      REQUIRE(answer.gained.empty());
      REQUIRE(answer.shorter == 0);
      REQUIRE(answer.served <= what_if.served());
    }
  }
}

TEST_CASE("a question leaves the town as it was") {
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    auto const edits = town.edits();
    auto const first = what_if.answer(edits);
    geo::WhatIfAnswer unchanged;
    unchanged.served = what_if.served();
    unchanged.served_weight = what_if.served_weight();
    auto copy = what_if;
    for (int i = 0; i < 4; ++i) {
      what_if.answer(town.edits());
    }
    CAPTURE(seed);
    CHECK(what_if.answer(std::vector<geo::StreetEdit>()) == unchanged);
    CHECK(what_if.answer(edits) == first);
    CHECK(copy.answer(edits) == first);
  }
}

TEST_CASE("putting back what was taken changes nothing") {
  for (unsigned seed = 1; seed <= towns; ++seed) {
    RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    auto const edge = town.any_edge();
    auto const station = town.any_station();
    if (town.town.closed.contains(edge) || !town.town.stations[station]) {
      continue;
    }
    auto const &answer = what_if.answer(std::vector<geo::StreetEdit>{
        geo::ClosedStreet{edge}, geo::RemovedStation{station},
        geo::MovedStation{station, *town.town.stations[station]}, geo::OpenedStreet{edge}});
    CAPTURE(seed);
    CHECK(answer.gained.empty());
    CHECK(answer.lost.empty());
    CHECK(answer.shorter + answer.longer == 0);
  }
}
