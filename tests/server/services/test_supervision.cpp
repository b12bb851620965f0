#include "geo/local_frame.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/supervision.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Milestone;
using model::Stage;

namespace {

services::IncidentPolicy const &policy() {
  static auto const shipped = services::shipped_incident_policy();
  return shipped;
}

/// Two workers on duty and an incident beside building B2 in G2, reported at 0 s.
struct Town {
  Town() {
    add_worker("w1", {"G1"}, place(118.355, 35.055));
    add_worker("w2", {"G2"}, place(118.3655, 35.055));
    add_incident("i1");
  }
  void add_worker(std::string const &id, std::vector<std::string> const &areas, geo::LonLat at) {
    state.users[id] = {id, "name of " + id, model::Role::grid_worker, areas, "", false, false};
    auto &worker = state.workers[id];
    worker.id = id;
    worker.duty = {{at_s(0), std::nullopt}};
    worker.fix = {{at, 50, at_s(0), {}}};
  }
  model::Incident &add_incident(std::string const &id) {
    auto &incident = state.incidents[id];
    incident.id = id;
    incident.text = "水管爆裂";
    incident.time = at_s(0);
    incident.position = place(118.361, 35.055);
    incident.areas = base->locate(incident.position);
    return incident;
  }
  protocol::SuggestionsAnswer suggest(services::WalkCity const *by, model::Time now = at_s(60)) {
    auto const &incident = state.incidents.at("i1");
    return services::suggest(services::dispatch_question(state, incident, policy().dispatch, now),
                             incident.areas, policy().dispatch, by, services::AreaTree(base));
  }
  std::vector<protocol::ShownSupervision> supervise(model::Time now) {
    return services::supervise(
        services::supervision_question(state, policy(), now, [](auto const &) { return true; }),
        policy(), nullptr);
  }

  std::shared_ptr<services::BaseMap const> base = small_town::base();
  services::WalkCity walk{base, {}};
  model::CityState state;
};

std::vector<std::string> workers_of(protocol::SuggestionsAnswer const &answer) {
  std::vector<std::string> workers;
  for (auto const &item : answer.items) {
    workers.push_back(item.worker);
  }
  return workers;
}

} // namespace

TEST_CASE("who answers for the grid and walks least is the one to send") {
  Town town;
  auto const answer = town.suggest(&town.walk);
  CHECK(answer.on_duty == 2);
  CHECK(answer.has_streets);
  REQUIRE(workers_of(answer) == std::vector<std::string>{"w2", "w1"});
  // 0.0045 degrees along the street at 35 N are 410 m: 373 s at 1.1 m/s.
  CHECK(answer.items[0].walk_s == Approx(373).margin(3));
  CHECK(answer.items[0].is_of_grid);
  CHECK(answer.items[0].is_of_community);
  CHECK_FALSE(answer.items[1].is_of_grid);
  CHECK(answer.items[1].is_of_community);
  CHECK(answer.items[1].area_s == 180);
  CHECK(answer.items[0].name == "name of w2");
}

TEST_CASE("who has much to do already comes later") {
  Town town;
  for (auto const *const id : {"i2", "i3"}) {
    town.add_incident(id).assignee = "w2";
  }
  auto const answer = town.suggest(&town.walk);
  REQUIRE(workers_of(answer) == std::vector<std::string>{"w1", "w2"});
  CHECK(answer.items[1].open == 2);
  CHECK(answer.items[1].load_s == 600);
}

TEST_CASE("a closed street counts as the way round, or as none") {
  Town town;
  services::WalkCity const closed(town.base,
                                  {{"c1", {"c1", small_town::bottleneck, "", std::nullopt}}});
  CHECK(workers_of(town.suggest(&closed)) == std::vector<std::string>{"w2"}); // w1 is cut off
}

TEST_CASE("who is off duty, was last seen long ago or is no grid worker any more is not named") {
  Town town;
  CHECK(town.suggest(&town.walk, at_s(0) + 10min).on_duty == 2);
  CHECK(town.suggest(&town.walk, at_s(0) + 10min + 1s).on_duty == 0);
  town.state.workers.at("w1").fix.reset(); // as going off duty does
  town.state.users.at("w2").is_revoked = true;
  CHECK(town.suggest(&town.walk).on_duty == 0);
}

TEST_CASE("without streets the crow flies, and that is said") {
  Town town;
  auto const answer = town.suggest(nullptr);
  CHECK_FALSE(answer.has_streets);
  CHECK(answer.items.at(0).walk_s == Approx(373).margin(3));
}

TEST_CASE("the crow walks at the county's own pace") {
  auto const strollers = services::WalkProfiles({{"standard", "散步", {0.55, 2, true}}});
  auto const base = std::make_shared<services::BaseMap const>(
      small_town::layers(), services::BaseMap::Walking::included, nullptr, strollers);
  services::WalkCity const slow(base, {});
  auto const west = place(118.355, 35.06);
  auto const east = place(118.356, 35.06);
  auto const usual_s = services::crow_seconds(west, east, nullptr);
  CHECK(usual_s == Approx(geo::distance_m(west, east) / 1.1));
  CHECK(services::crow_seconds(west, east, &slow) == Approx(2 * usual_s));
}

TEST_CASE("an incident in time that nobody need look at is not on the supervision list") {
  Town town;
  CHECK(town.supervise(at_s(60)).empty());
}

TEST_CASE("the supervision list has the highest level first, then what was due first") {
  Town town;
  auto &raised = town.add_incident("i2");
  raised.escalations = {{2, "person", at_s(100)}};
  town.add_incident("i3").time = at_s(-3'600);
  auto &done = town.add_incident("i4");
  done.stage = Stage::done;
  done.history = {{model::Action::finish, Stage::in_progress, Stage::done, "u1", at_s(5), "", ""}};
  auto const list = town.supervise(at_s(0) + 4h);
  REQUIRE(list.size() == 3);
  CHECK(list[0].id == "i2");
  CHECK(list[0].level == 2);
  CHECK(list[0].level_since == at_s(100));
  CHECK(list[1].id == "i3"); // its contact was due an hour before i1's
  CHECK(list[2].id == "i1");
  REQUIRE(list[2].overdue.size() == 1);
  CHECK(list[2].overdue[0].milestone == Milestone::contact);
  CHECK(list[2].overdue[0].due == at_s(0) + 3h);
}

TEST_CASE("a worker who cannot be there in time is foretold, the queue counted") {
  Town town;
  for (int i = 0; i < 5; ++i) { // each took two hours
    auto &known = town.add_incident("d" + std::to_string(i));
    known.stage = Stage::done;
    known.history = {
        {model::Action::accept, Stage::assigned, Stage::in_progress, "u1", at_s(60), "", ""},
        {model::Action::finish, Stage::in_progress, Stage::done, "u1", at_s(60) + 2h, "", ""}};
  }
  auto &mine = town.state.incidents.at("i1");
  mine.assignee = "w2";
  mine.stage = Stage::in_progress;
  mine.history = {
      {model::Action::contact, Stage::in_progress, Stage::in_progress, "w2", at_s(60), "", ""}};
  auto const now = at_s(0) + 3h;
  CHECK(town.supervise(now).empty()); // on site is due at 6 h
  for (auto const *const id : {"a1", "a2"}) {
    auto &before = town.add_incident(id);
    before.time = at_s(-60);
    before.assignee = "w2";
    before.history = mine.history;
    before.stage = Stage::in_progress;
  }
  auto const list = town.supervise(now);
  auto const found =
      std::find_if(list.begin(), list.end(), [](auto const &one) { return one.id == "i1"; });
  REQUIRE(found != list.end());
  REQUIRE(found->forecast.size() == 1);
  CHECK(found->forecast[0].milestone == Milestone::on_site);
  CHECK(found->forecast[0].expected > now + 4h);
  CHECK(found->overdue.empty());
}
