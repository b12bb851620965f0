#include "server/services/closure_service.hpp"
#include "server/services/coverage_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

struct Closures {
  TestCity town;
  services::ClosureService service{town.city};

  auto add(protocol::ClosureRequest const &request) {
    Answer<services::AddedClosure> answer;
    service.add(commander(), request, town.now, answer.done());
    return answer.get();
  }
  auto remove(std::string const &which) {
    Answer<bool> answer;
    service.remove(commander(), which, town.now, answer.done());
    return answer.get();
  }
};

} // namespace

TEST_CASE("a closure is stored, and the same again is the same") {
  Closures closures;
  protocol::ClosureRequest const request{id, small_town::bottleneck, "flood", {}};
  CHECK(closures.add(request)->is_new);
  CHECK_FALSE(closures.add(request)->is_new);
  CHECK(closures.town.facts<model::ClosureAdded>().size() == 1);
  CHECK(closures.town.city.state().closures.at(id).reason == "flood");
}

TEST_CASE("an id used for another closure is a conflict") {
  Closures closures;
  REQUIRE(closures.add({id, small_town::bottleneck, "flood", {}}));
  CHECK(closures.add({id, small_town::bottleneck, "fire", {}}).error().status == 409);
}

TEST_CASE("where no street lies within 20 m nothing can be closed") {
  Closures closures;
  CHECK(closures.add({id, place(118.356, 35.0553), "", {}}).error().status == 422);
  CHECK(closures.add({id, place(118.356, 35.0551), "", {}}));
}

TEST_CASE("a street that nobody may walk cannot be closed") {
  Closures closures;
  CHECK(closures.add({id, place(118.356, 35.06), "", {}}).error().status == 422);
}

TEST_CASE("a closure that is over already is refused") {
  Closures closures;
  CHECK(closures.add({id, small_town::bottleneck, "", at_s(0)}).error().status == 422);
}

TEST_CASE("opening a closure needs one") {
  Closures closures;
  CHECK(closures.remove(id).error().status == 404);
  REQUIRE(closures.add({id, small_town::bottleneck, "", {}}));
  CHECK(closures.remove(id));
  CHECK(closures.town.facts<model::ClosureRemoved>() ==
        std::vector<model::ClosureRemoved>{{id, "opened"}});
  CHECK(closures.remove(id).error().status == 404);
}

TEST_CASE("closures open by themselves when their time is over") {
  Closures closures;
  std::string const other = "223e4567-e89b-42d3-a456-426614174000";
  REQUIRE(closures.add({id, small_town::bottleneck, "", at_s(60)}));
  REQUIRE(closures.add({other, small_town::bottleneck, "", {}}));
  closures.service.expire(at_s(59));
  CHECK(closures.town.facts<model::ClosureRemoved>().empty());
  closures.service.expire(at_s(60));
  closures.service.expire(at_s(61));
  CHECK(closures.town.facts<model::ClosureRemoved>() ==
        std::vector<model::ClosureRemoved>{{id, "expired"}});
  CHECK(closures.town.city.state().closures.contains(other));
}

TEST_CASE("a street closed through the service takes buildings from a station's reach") {
  Closures closures;
  auto const served = [&] {
    services::WalkCity const city(closures.town.city.shared_base(),
                                  closures.town.city.state().closures);
    auto const reaches = services::reaches_of(city, services::fifteen_minutes_s);
    REQUIRE(reaches.size() == 2);
    return std::pair(reaches[0].upsert.buildings, reaches[0].upsert.households);
  };
  CHECK(served() == std::pair(2U, 54U));
  REQUIRE(closures.add({id, small_town::bottleneck, "flood", {}}));
  CHECK(served() == std::pair(1U, 24U));
  REQUIRE(closures.remove(id));
  CHECK(served() == std::pair(2U, 54U));
}
