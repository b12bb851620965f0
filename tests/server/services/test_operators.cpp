#include "server/services/operator_service.hpp"
#include "server/services/secret.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::Role;

namespace {

struct Office {
  std::shared_ptr<services::BaseMap const> base = small_town::base();
  model::CityState state;

  void apply(services::OperatorDecision const &decision) {
    for (auto const &draft : decision.facts) {
      model::Fact const fact{state.seq + 1, 0,          at_s(0),   at_s(0),
                             "operator",    draft.body, draft.text};
      model::fold_fact(state, fact, 1);
    }
  }
  /// REQUIREs that it is taken.
  void publish(std::string const &name, int effective_s, int now_s);
  [[nodiscard]] std::string in_use() const {
    return state.layers.at(model::LayerKind::grid).version;
  }
  auto add(services::NewUser const &user) {
    auto const decision = services::add_user(state, *base, user);
    if (decision) {
      apply(*decision);
    }
    return decision;
  }
};

model::LayerVersion version(std::string name) {
  return *layer_version(model::LayerKind::grid, small_town::grids(), std::move(name));
}

void Office::publish(std::string const &name, int effective_s, int now_s) {
  auto const decision =
      services::publish_layer(state, version(name), at_s(effective_s), at_s(now_s));
  REQUIRE(decision);
  apply(*decision);
}

} // namespace

TEST_CASE("a new user gets an id and a token of which the log keeps the digest") {
  Office office;
  auto const made = office.add({"Wang", Role::grid_worker, {"G1", "C1"}, true});
  REQUIRE(made);
  CHECK(made->user == "u1");
  auto const &user = office.state.users.at("u1");
  CHECK(user.name == "Wang");
  CHECK(user.is_device);
  CHECK(user.areas == std::vector<std::string>{"G1", "C1"});
  CHECK(user.token_hash == services::digest(made->secret));
  CHECK(office.add({"Li", Role::command, {}, false})->user == "u2");
}

TEST_CASE("a user without a good name, area or role is refused") {
  Office office;
  REQUIRE(office.add({"Wang", Role::command, {}, false}));
  CHECK(office.add({"", Role::command, {}, false}).error().status == 422);
  CHECK(office.add({std::string(129, 'x'), Role::command, {}, false}).error().status == 422);
  CHECK(office.add({"Li", Role::resident, {}, false}).error().status == 422);
  CHECK(office.add({"Wang", Role::planner, {}, false}).error().status == 409);
  auto const unknown = office.add({"Li", Role::grid_worker, {"G1", "G9"}, false});
  CHECK(unknown.error().status == 422);
  CHECK(unknown.error().detail.find("\"G9\"") != std::string::npos);
}

TEST_CASE("a role is changed by id or by name") {
  Office office;
  REQUIRE(office.add({"Wang", Role::grid_worker, {"G1"}, false}));
  auto const by_name =
      services::change_role(office.state, *office.base, "Wang", Role::command, {}, at_s(0));
  REQUIRE(by_name);
  office.apply(*by_name);
  CHECK(office.state.users.at("u1").role == Role::command);
  CHECK(
      services::change_role(office.state, *office.base, "u1", Role::grid_worker, {"G2"}, at_s(0)));
  CHECK(services::change_role(office.state, *office.base, "Li", Role::command, {}, at_s(0))
            .error()
            .status == 404);
  CHECK(services::change_role(office.state, *office.base, "u1", Role::resident, {}, at_s(0))
            .error()
            .status == 422);
  CHECK(services::change_role(office.state, *office.base, "u1", Role::command, {"X"}, at_s(0))
            .error()
            .status == 422);
}

TEST_CASE("a revoked user is nobody any more, and the name is free again") {
  Office office;
  REQUIRE(office.add({"Wang", Role::command, {}, false}));
  auto const revoked = services::revoke_user(office.state, "Wang", at_s(0));
  REQUIRE(revoked);
  office.apply(*revoked);
  CHECK(services::revoke_user(office.state, "Wang", at_s(0)).error().status == 404);
  CHECK(services::revoke_user(office.state, "u1", at_s(0)).error().status == 404);
  CHECK(services::issue_link(office.state, "Wang", at_s(0)).error().status == 404);
  CHECK(office.add({"Wang", Role::command, {}, false})->user == "u2");
}

TEST_CASE("a user revoked on duty, or made something else, is off duty and out of its areas") {
  for (bool const is_revoked : {true, false}) {
    Office office;
    REQUIRE(office.add({"Wang", Role::grid_worker, {"G1"}, false}));
    office.apply({{{model::DutyChanged{"u1", true, at_s(-60), "person"}, {}}}, {}, {}});
    office.state.workers.at("u1").fix =
        model::WorkerFix{place(118.355, 35.052), 50, at_s(0), areas_of("S1", "C1", "G1")};
    office.state.workers.at("u1").presence.areas = areas_of("S1", "C1", "G1");
    auto const decision = is_revoked ? services::revoke_user(office.state, "u1", at_s(0))
                                     : services::change_role(office.state, *office.base, "u1",
                                                             Role::command, {}, at_s(0));
    REQUIRE(decision);
    REQUIRE(decision->facts.size() == 3);
    CHECK(std::get<model::PresenceChanged>(decision->facts[2].body).left.size() == 3);
    office.apply(*decision);
    CHECK_FALSE(office.state.workers.at("u1").is_on_duty());
    CHECK_FALSE(office.state.workers.at("u1").fix);
  }
}

TEST_CASE("a sign-in link is good for ten minutes and kept as its digest") {
  Office office;
  REQUIRE(office.add({"Wang", Role::command, {}, false}));
  auto const link = services::issue_link(office.state, "u1", at_s(0));
  REQUIRE(link);
  office.apply(*link);
  REQUIRE(office.state.links.contains(services::digest(link->secret)));
  CHECK(office.state.links.at(services::digest(link->secret)).expires == at_s(600));
}

TEST_CASE("a layer's version comes into use once and never before the one in use") {
  Office office;
  auto const first = services::publish_layer(office.state, version("v1"), at_s(100), at_s(100));
  REQUIRE(first);
  office.apply(*first);
  CHECK(office.state.layers.at(model::LayerKind::grid).features == 2);
  CHECK(services::publish_layer(office.state, version("v1"), at_s(200), at_s(200)).error().status ==
        409);
  CHECK(services::publish_layer(office.state, version("v2"), at_s(99), at_s(200)).error().status ==
        409);
  CHECK(services::publish_layer(office.state, version("v2"), at_s(100), at_s(200)));
}

TEST_CASE("a version for later is a fact now and in use when its time has come") {
  Office office;
  office.publish("v1", 100, 100);
  office.publish("v2", 500, 200);
  CHECK(office.in_use() == "v1");
  auto const &coming = office.state.coming.at(model::LayerKind::grid);
  REQUIRE(coming.size() == 1);
  CHECK(coming[0] == model::LayerScheduled{model::LayerKind::grid, "v2", 2, at_s(500)});
  auto const decision = services::activate_layer(coming[0], {});
  CHECK(decision.facts.at(0).event_time == at_s(500));
  office.apply(decision);
  CHECK(office.in_use() == "v2");
  CHECK(office.state.layers.at(model::LayerKind::grid).effective == at_s(500));
  CHECK(office.state.coming.empty());
}

TEST_CASE("the same version for the same time is told once, another for that time replaces it") {
  Office office;
  office.publish("v1", 100, 100);
  office.publish("v2", 500, 200);
  auto const again = services::publish_layer(office.state, version("v2"), at_s(500), at_s(300));
  REQUIRE(again);
  CHECK(again->facts.empty());
  office.publish("v3", 500, 300);
  REQUIRE(office.state.coming.at(model::LayerKind::grid).size() == 1);
  CHECK(office.state.coming.at(model::LayerKind::grid)[0].version == "v3");
}

TEST_CASE("of versions for later none goes before another, and one for now goes before all") {
  Office office;
  office.publish("v1", 100, 100);
  office.publish("v2", 500, 200);
  CHECK(services::publish_layer(office.state, version("v3"), at_s(400), at_s(200)).error().status ==
        409);
  office.publish("v3", 600, 200);
  CHECK(office.state.coming.at(model::LayerKind::grid).size() == 2);
  office.publish("v4", 300, 300);
  CHECK(office.in_use() == "v4");
  CHECK(office.state.coming.at(model::LayerKind::grid).size() == 2);
  office.apply(services::activate_layer(office.state.coming.at(model::LayerKind::grid)[0], {}));
  CHECK(office.in_use() == "v2");
  CHECK(office.state.coming.at(model::LayerKind::grid).size() == 1);
}

TEST_CASE("the state keeps what is in use without the successions, which stand in the fact") {
  Office office;
  office.publish("v1", 100, 100);
  auto const second = services::publish_layer(office.state, version("v2"), at_s(200), at_s(200),
                                              {{"G1", {{"G2", 1.0}}}});
  REQUIRE(second);
  CHECK(std::get<model::LayerPublished>(second->facts.at(0).body).successions.size() == 1);
  office.apply(*second);
  CHECK(office.state.layers.at(model::LayerKind::grid).successions.empty());
}

TEST_CASE("digests and tokens are hex of 32 bytes") {
  CHECK(services::digest("").size() == 64);
  CHECK(services::digest("a") != services::digest("b"));
  CHECK(services::keyed_digest("0123456789abcdef", "a") !=
        services::keyed_digest("0123456789abcdeg", "a"));
  CHECK(services::random_token() != services::random_token());
  CHECK(services::random_token().size() == 64);
}
