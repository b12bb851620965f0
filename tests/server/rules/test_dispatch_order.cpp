#include "server/rules/dispatch/dispatch_order.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using rules::DispatchCandidate;

namespace {

std::vector<std::string> order(std::vector<DispatchCandidate> candidates, std::size_t most = 5) {
  std::vector<std::string> workers;
  for (auto const &choice : rules::dispatch_order({}, std::move(candidates), most)) {
    workers.push_back(choice.candidate.worker);
  }
  return workers;
}

} // namespace

TEST_CASE("who is nearest goes, unless busy or from elsewhere weighs more") {
  CHECK(order({{"far", 500, 0, true, true}, {"near", 100, 0, true, true}}) ==
        std::vector<std::string>{"near", "far"});
  // An open incident weighs 300 s, another grid 180 s, another community 420 s.
  CHECK(order({{"busy", 100, 2, true, true}, {"idle", 600, 0, true, true}}) ==
        std::vector<std::string>{"idle", "busy"});
  CHECK(order({{"own", 250, 0, true, true},
               {"next", 100, 0, false, true},
               {"other", 0, 0, false, false}}) == std::vector<std::string>{"own", "next", "other"});
}

TEST_CASE("who cannot walk there in time is not named, ties go by id, the list is cut") {
  CHECK(order({{"b", 100, 0, true, true},
               {"a", 100, 0, true, true},
               {"nowhere", std::nullopt, 0, true, true},
               {"beyond", 1'801, 0, true, true}}) == std::vector<std::string>{"a", "b"});
  CHECK(order({{"a", 1, 0, true, true}, {"b", 2, 0, true, true}}, 1) ==
        std::vector<std::string>{"a"});
}

TEST_CASE("the parts of a sum are told") {
  auto const choices = rules::dispatch_order({}, {{"a", 60, 1, false, true}}, 5);
  REQUIRE(choices.size() == 1);
  CHECK(choices[0].load_s == 300);
  CHECK(choices[0].area_s == 180);
  CHECK(choices[0].total_s == 540);
}
