#include "server/services/coming_layers.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using model::LayerKind;
using services::cancel_layer;
using test::at_s;

namespace {

/// v1 is in use; v2 is to come at 500, v3 at 600 and v2 again at 700.
model::CityState county() {
  model::CityState state;
  state.layers[LayerKind::grid] = {LayerKind::grid, "v1", 2, at_s(100), {}};
  state.coming[LayerKind::grid] = {{LayerKind::grid, "v2", 3, at_s(500)},
                                   {LayerKind::grid, "v3", 4, at_s(600)},
                                   {LayerKind::grid, "v2", 3, at_s(700)}};
  return state;
}

unsigned status_of(services::ComingName const &name, int now) {
  auto const decision = cancel_layer(county(), name, at_s(now));
  return decision ? 200 : decision.error().status;
}

void fold(model::CityState &state, model::FactBody body) {
  model::Fact fact;
  fact.body = std::move(body);
  model::fold_fact(state, fact, 1);
}

} // namespace

TEST_CASE("a version that is to come is cancelled and comes no more, the others do") {
  auto state = county();
  auto const cancelled = cancel_layer(state, {LayerKind::grid, "v3", std::nullopt}, at_s(200));
  REQUIRE(cancelled);
  CHECK(*cancelled == model::LayerCancelled{LayerKind::grid, "v3", at_s(600)});
  fold(state, *cancelled);
  REQUIRE(services::coming_of(state).size() == 2);
  CHECK(services::layers_at(state, at_s(650)).at(LayerKind::grid).version == "v2");
  CHECK(state.layers == county().layers);
  fold(state, model::LayerCancelled{LayerKind::grid, "v2", at_s(500)});
  fold(state, model::LayerCancelled{LayerKind::grid, "v2", at_s(700)});
  CHECK(state.coming.empty());
  CHECK(services::layers_at(state, at_s(650)).at(LayerKind::grid).version == "v1");
}

TEST_CASE("what is to come several times is cancelled by its time only") {
  CHECK(status_of({LayerKind::grid, "v2", std::nullopt}, 200) == 409);
  CHECK(status_of({LayerKind::grid, "v2", at_s(700)}, 200) == 200);
  CHECK(status_of({LayerKind::grid, "v2", at_s(701)}, 200) == 404);
}

TEST_CASE("what is in use, unknown or due is not cancelled") {
  CHECK(status_of({LayerKind::grid, "v1", std::nullopt}, 200) == 404);
  CHECK(status_of({LayerKind::estate, "v3", std::nullopt}, 200) == 404);
  CHECK(status_of({LayerKind::grid, "v3", std::nullopt}, 599) == 200);
  CHECK(status_of({LayerKind::grid, "v3", std::nullopt}, 600) == 409);
}

TEST_CASE("the layers of a time to come are those that will be in use then") {
  auto const version = [](int time) {
    return services::layers_at(county(), at_s(time)).at(LayerKind::grid).version;
  };
  CHECK(version(499) == "v1");
  CHECK(version(500) == "v2");
  CHECK(version(600) == "v3");
  CHECK(version(700) == "v2");
}

TEST_CASE("a check holds while every layer that it looked at is the same") {
  services::LayersInUse const seen{{LayerKind::community, "c1"}, {LayerKind::grid, "g1"}};
  auto now = seen;
  CHECK_FALSE(services::changed_since_check(now, seen));
  now[LayerKind::street] = "s1"; // is not looked at
  CHECK_FALSE(services::changed_since_check(now, seen));
  SECTION("one is another") {
    now[LayerKind::community] = "c2";
  }
  SECTION("one is there that was not") {
    now[LayerKind::building] = "b1";
  }
  SECTION("its own is another") {
    now[LayerKind::grid] = "g2";
  }
  auto const problem = services::changed_since_check(now, seen);
  REQUIRE(problem);
  CHECK(problem->status == 409);
  CHECK(problem->detail.find("check") != std::string::npos);
}

TEST_CASE("what has changed since a check is named with both versions") {
  auto const problem =
      services::changed_since_check({{LayerKind::community, "c2"}}, {{LayerKind::community, "c1"}});
  REQUIRE(problem);
  CHECK(problem->detail.find("community (c1 then, c2 now)") != std::string::npos);
}

TEST_CASE("only who has rights in the whole county changes its layers") {
  model::Principal steward;
  CHECK_FALSE(services::short_rights(steward));
  steward.areas = {"371302001"};
  CHECK(services::short_rights(steward)->status == 403);
}
