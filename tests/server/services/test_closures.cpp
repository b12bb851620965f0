#include "server/services/closure_service.hpp"
#include "server/services/coverage_service.hpp"
#include "server/services/incident_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";
std::string const leak = "323e4567-e89b-42d3-a456-426614174000";
std::string const flood = "423e4567-e89b-42d3-a456-426614174000";

struct Closures {
  TestCity town;
  services::IncidentPolicy policy = services::shipped_incident_policy();
  services::ClosureService service{town.city, policy.workflow};
  services::IncidentService incidents{town.city, "0123456789abcdef", policy};

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
  void report(std::string const &incident) {
    model::IncidentReport report;
    report.id = incident;
    report.channel = "web";
    report.text = "水管爆裂";
    report.position = small_town::bottleneck;
    Answer<services::ReportedIncident> answer;
    incidents.report(commander(), report, town.now, answer.done());
    REQUIRE(answer.get());
  }
  void move(model::IncidentMoved moved) {
    services::City::Transaction transaction(town.city, "u1", town.now);
    transaction.add(std::move(moved));
    transaction.submit(nullptr);
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

TEST_CASE("a street that an incident blocks opens when the incident is over") {
  Closures closures;
  closures.report(leak);
  REQUIRE(closures.add({id, small_town::bottleneck, "", {}, leak}));
  CHECK(closures.town.city.state().closures.at(id).incident == leak);
  closures.service.expire(at_s(10));
  CHECK(closures.town.city.state().closures.contains(id));
  closures.move({leak, model::Action::verify, model::Stage::received, model::Stage::rated, 2});
  closures.service.expire(at_s(11));
  CHECK(closures.town.facts<model::ClosureRemoved>() ==
        std::vector<model::ClosureRemoved>{{id, "incident_closed"}});
}

TEST_CASE("of a merged incident the street stays closed as long as the other goes on") {
  Closures closures;
  closures.report(leak);
  closures.report(flood);
  REQUIRE(closures.add({id, small_town::bottleneck, "", {}, leak}));
  closures.move(
      {leak, model::Action::merge, model::Stage::received, model::Stage::rated, 2, "", "", flood});
  closures.service.expire(at_s(10));
  CHECK(closures.town.city.state().closures.contains(id));
  closures.move({flood, model::Action::verify, model::Stage::received, model::Stage::rated, 2});
  closures.service.expire(at_s(11));
  CHECK(closures.town.city.state().closures.empty());
}

TEST_CASE("a closure names an incident that is there and not over") {
  Closures closures;
  CHECK(closures.add({id, small_town::bottleneck, "", {}, leak}).error().status == 422);
  closures.report(leak);
  closures.move({leak, model::Action::verify, model::Stage::received, model::Stage::rated, 2});
  CHECK(closures.add({id, small_town::bottleneck, "", {}, leak}).error().status == 422);
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

TEST_CASE("a closed station serves nobody and has no reach until it opens") {
  Closures closures;
  auto const reaches = [&] {
    services::WalkCity const city(closures.town.city.shared_base(),
                                  closures.town.city.state().closures);
    std::vector<std::string> codes;
    for (auto const &reach : services::reaches_of(city, services::fifteen_minutes_s)) {
      codes.push_back(reach.upsert.station);
    }
    return codes;
  };
  CHECK(reaches() == std::vector<std::string>{"T1", "T2"});
  REQUIRE(closures.add({id, {}, "no power", at_s(100), {}, "T1"}));
  auto const &closure = closures.town.city.state().closures.at(id);
  CHECK(closure.position == small_town::station_west);
  CHECK(closure.station == "T1");
  CHECK(reaches() == std::vector<std::string>{"T2"});
  closures.service.expire(at_s(100));
  CHECK(reaches() == std::vector<std::string>{"T1", "T2"});
}

TEST_CASE(
    "a station is open again at a time after its closure, and closed for those that have no end") {
  Closures closures;
  std::string const other = "223e4567-e89b-42d3-a456-426614174000";
  REQUIRE(closures.add({id, {}, "", at_s(100), {}, "T1"}));
  auto const is_closed = [&](std::optional<model::Time> at) {
    return services::WalkCity(closures.town.city.shared_base(), closures.town.city.state().closures)
        .is_closed("T1", at);
  };
  CHECK(is_closed(std::nullopt));
  CHECK(is_closed(at_s(99)));
  CHECK_FALSE(is_closed(at_s(100)));
  REQUIRE(closures.add({other, {}, "", at_s(200), {}, "T1"}));
  CHECK(is_closed(at_s(100)));
  CHECK_FALSE(is_closed(at_s(200)));
  REQUIRE(closures.remove(other));
  REQUIRE(closures.add({other, {}, "", std::nullopt, {}, "T1"}));
  CHECK(is_closed(at_s(1'000'000)));
}

TEST_CASE("a station's closure leaves the street that it stands at open") {
  Closures closures;
  REQUIRE(closures.add({id, {}, "", {}, {}, "T1"}));
  services::WalkCity const city(closures.town.city.shared_base(),
                                closures.town.city.state().closures);
  CHECK(city.closed().empty());
  CHECK(city.is_closed("T1", std::nullopt));
  CHECK(city.is_closed("T1", at_s(1'000)));
  CHECK_FALSE(city.is_closed("T2", std::nullopt));
  CHECK(city.variant(geo::wheelchair_walk) == nullptr); // no steps in this town: the same map
}

TEST_CASE("only a station that there is can be closed") {
  Closures closures;
  auto const answer = closures.add({id, {}, "", {}, {}, "T9"});
  REQUIRE_FALSE(answer);
  CHECK(answer.error().status == 422);
  CHECK(answer.error().detail == "there is no station \"T9\"");
}

TEST_CASE("a station that an incident closes opens when that is over") {
  Closures closures;
  closures.report(leak);
  REQUIRE(closures.add({id, {}, "", {}, leak, "T1"}));
  closures.service.expire(at_s(5));
  CHECK(closures.town.city.state().closures.contains(id));
  closures.move({leak, model::Action::verify, model::Stage::received, model::Stage::rated, 2});
  closures.service.expire(at_s(6));
  CHECK(closures.town.city.state().closures.empty());
}
