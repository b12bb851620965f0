#include "server/app/published.hpp"
#include "tests/server/live/live_fixture.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;

namespace {

/// The published state of the small town with one worker at 118.359, in G1.
struct Shown {
  app::Published published{{}, small_town::base(), "epoch-1"};
  int users_changed = 0;
  int closures_changed = 0;
  int staff_changed = 0;
  int versions_changed = 0;
  std::vector<std::shared_ptr<services::BaseMap const>> bases;

  Shown() {
    published.observe(
        {[this](model::CityState const &) { ++users_changed; },
         [this](model::CityState const &) { ++closures_changed; },
         [this](std::shared_ptr<services::BaseMap const> base) { bases.push_back(base); },
         [this](model::CityState const &) { ++staff_changed; },
         [this](model::CityState const &) { ++versions_changed; }});
    model::PositionRecord record;
    record.worker = "w1";
    record.device = "d1";
    record.boot = 1;
    record.seq = 1;
    record.time = at_s(0);
    record.position = place(118.359, 35.052);
    commit({model::DutyChanged{"w1", true, at_s(-60), "person"}}, {record});
  }

  void commit(std::vector<model::FactBody> const &bodies,
              std::vector<model::PositionRecord> positions = {}) {
    auto const &state = published.state();
    model::CommitGroup group{state.tick + 1, at_s(0), {}, std::move(positions)};
    auto seq = state.seq;
    for (auto const &body : bodies) {
      group.facts.push_back({++seq, state.tick, at_s(0), at_s(0), "operator", body, {}});
    }
    published.commit(group);
  }
  std::string grid() { return published.state().workers.at("w1").fix->areas[AreaLevel::grid]; }
};

std::shared_ptr<services::BaseMap const> with_border_moved() {
  auto layers = small_town::layers();
  layers[model::LayerKind::grid] =
      layer_version(model::LayerKind::grid,
                    {feature("G1", box(118.35, 35.05, 118.355, 35.06)),
                     feature("G2", box(118.355, 35.05, 118.37, 35.06))},
                    "v2");
  return std::make_shared<services::BaseMap const>(layers);
}

model::LayerPublished published_grid(std::string version) {
  return {model::LayerKind::grid, std::move(version), 2, at_s(0)};
}

} // namespace

TEST_CASE("an awaited base map comes into use with its fact and not before") {
  Shown shown;
  auto const next = with_border_moved();
  shown.published.await_base("v2", next);
  CHECK(&shown.published.base() != next.get());
  shown.commit({model::ClosureAdded{"k1", small_town::bottleneck, "", {}}});
  CHECK(&shown.published.base() != next.get());
  CHECK(shown.grid() == "G1");
  shown.commit({published_grid("v2")});
  CHECK(&shown.published.base() == next.get());
  CHECK(shown.grid() == "G2");
  CHECK(shown.bases == std::vector{next});
}

TEST_CASE("the staff register goes round anew when it has changed, not for a planned shift") {
  Shown shown;
  shown.commit({model::PostAdded{"W1", model::PostKind::grid_worker, {AreaLevel::grid, "G1"}},
                model::PersonNamed{"p1"}, model::AssignmentMade{"W1", "p1", at_s(0), {}}});
  CHECK(shown.staff_changed == 1);
  shown.commit({model::ShiftPlanned{"p1", at_s(0), at_s(60)}});
  CHECK(shown.staff_changed == 1);
  shown.commit({model::AssignmentEnded{"W1", at_s(0), at_s(60)}});
  CHECK(shown.staff_changed == 2);
}

TEST_CASE("a clock set back shows at the next flush: nobody was seen at a time to come") {
  Shown shown;
  auto const socket = std::make_shared<RecordingSocket>();
  auto const who = worker_of("G1");
  auto &hub = shown.published.hub();
  hub.open(1, socket, protocol::WireFormat::json);
  hub.sign_in(1, who, rules::audiences_of(who), at_s(0));
  hub.ready(1);
  hub.subscribe(1, everything_in(whole_town));
  hub.ready(1);
  shown.commit({model::ClockSetBack{at_s(-30)}});
  hub.flush();
  CHECK(shown.published.state().workers.at("w1").fix->time == at_s(-30));
  auto const &shown_again = socket->unread.back().at("upserts");
  REQUIRE(shown_again.size() == 1);
  CHECK(shown_again.at(0).at("id") == "w1");
  CHECK(model::parse_rfc3339(shown_again.at(0).at("time").get<std::string>()) == at_s(-30));
}

TEST_CASE("a base map that was replaced is gone once nobody holds it") {
  app::Published published({}, small_town::base(), "epoch-1");
  std::vector<std::weak_ptr<services::BaseMap const>> maps;
  std::shared_ptr<services::BaseMap const> held; // by a question under way
  published.observe({[](auto const &) {}, [](auto const &) {}, [](auto const &) {},
                     [](auto const &) {}, [](auto const &) {}});
  std::uint64_t seq = 0;
  for (auto const *const version : {"v2", "v3", "v4"}) {
    auto map = with_border_moved();
    maps.emplace_back(map);
    if (held == nullptr) {
      held = map;
    }
    published.await_base(version, std::move(map));
    model::CommitGroup group{seq + 1, at_s(0), {}, {}};
    group.facts.push_back(
        {seq + 1, seq, at_s(0), at_s(0), "operator", published_grid(version), {}});
    ++seq;
    published.commit(group);
  }
  CHECK(published.count_bases() == 2); // the one in use and the one held
  CHECK_FALSE(maps[0].expired());
  CHECK(maps[1].expired());
  CHECK_FALSE(maps[2].expired());
  held.reset();
  CHECK(maps[0].expired());
  CHECK(published.count_bases() == 1);
}

TEST_CASE("the fact of another version swaps nothing") {
  Shown shown;
  shown.published.await_base("v2", with_border_moved());
  shown.commit({published_grid("v3")});
  CHECK(shown.bases.empty());
  CHECK(shown.grid() == "G1");
}

TEST_CASE("a swap shows at the next flush to those who may see the new grid") {
  Shown shown;
  auto const socket = std::make_shared<RecordingSocket>();
  auto const who = worker_of("G1");
  shown.published.hub().open(1, socket, protocol::WireFormat::json);
  shown.published.hub().sign_in(1, who, rules::audiences_of(who), at_s(0));
  shown.published.hub().ready(1);
  shown.published.hub().subscribe(1, everything_in(whole_town));
  shown.published.hub().ready(1);
  REQUIRE(upserted(socket->unread.back(), "worker") == Ids{"w1"});
  shown.published.await_base("v2", with_border_moved());
  shown.commit({published_grid("v2")});
  shown.published.hub().flush();
  CHECK(removed(socket->unread.back(), "worker") == Ids{"w1"});
}

TEST_CASE("areas are counted by the base map in use, each where its name stands") {
  Shown shown;
  auto const socket = std::make_shared<RecordingSocket>();
  auto const who = worker_of("S1");
  auto &hub = shown.published.hub();
  hub.open(1, socket, protocol::WireFormat::json);
  hub.sign_in(1, who, rules::audiences_of(who), at_s(0));
  hub.ready(1);
  hub.subscribe(1, counted_in(whole_town, 12));
  auto const &counts = socket->unread.back().at("upserts");
  REQUIRE(upserted(socket->unread.back(), "count") == Ids{"G2", "G1"});
  CHECK(counts.at(1).at("workers") == 1);
  CHECK(counts.at(1).at("lon").get<double>() == Approx(118.355).margin(0.002));
  hub.ready(1);
  // Streets and stations say nothing about counts; grids do.
  auto layers = small_town::layers();
  layers.erase(model::LayerKind::station);
  shown.published.await_base("s2", std::make_shared<services::BaseMap const>(layers));
  shown.commit({model::LayerPublished{model::LayerKind::station, "s2", 0, at_s(0)}});
  hub.ready(1);
  CHECK(socket->unread.back().at("type") == "snapshot");
  CHECK(socket->unread.size() == 2);
  shown.published.await_base("v2", with_border_moved());
  shown.commit({published_grid("v2")});
  REQUIRE(socket->unread.size() == 3);
  CHECK(socket->unread.back().at("type") == "snapshot");
  CHECK(upserted(socket->unread.back(), "count") == Ids{"G1", "G2"});
  CHECK(socket->unread.back().at("upserts").at(1).at("workers") == 1);
}

TEST_CASE("the state after a swap is the one that a restart loads") {
  Shown shown;
  auto layers = small_town::layers();
  layers.erase(model::LayerKind::station);
  shown.published.await_base("s2", std::make_shared<services::BaseMap const>(layers));
  auto loaded = shown.published.state();
  model::LayerPublished const fact{model::LayerKind::station, "s2", 0, at_s(0)};
  model::CommitGroup const group{
      loaded.tick + 1,
      at_s(0),
      {{loaded.seq + 1, loaded.tick, at_s(0), at_s(0), "operator", fact, {}}},
      {}};
  model::fold(loaded, group,
              [&](geo::LonLat where) { return shown.published.base().locate(where); });
  shown.published.commit(group);
  CHECK(shown.published.state() == loaded);
}

TEST_CASE("observers hear of users, sessions, closures and versions and of nothing else") {
  Shown shown;
  CHECK(shown.users_changed == 0);
  CHECK(shown.closures_changed == 0);
  shown.commit({model::UserAdded{"u1", model::Role::command, {}, "t1", false}});
  CHECK(shown.users_changed == 1);
  shown.commit({model::SessionOpened{"u1", "c", "s1", at_s(100)}});
  shown.commit({model::SessionClosed{"s1"}});
  CHECK(shown.users_changed == 3);
  shown.commit({model::ClosureAdded{"k1", small_town::bottleneck, "", {}}});
  shown.commit({model::ClosureRemoved{"k1", "opened"}});
  CHECK(shown.closures_changed == 2);
  CHECK(shown.users_changed == 3);
  CHECK(shown.versions_changed == 0);
  shown.commit({model::LayerScheduled{model::LayerKind::grid, "v9", 2, at_s(900)}});
  CHECK(shown.versions_changed == 1);
}

TEST_CASE("a changed role reaches open sockets, a revoked user's are closed") {
  Shown shown;
  shown.commit({model::UserAdded{"u2", model::Role::grid_worker, {"C1"}, "t2", false}});
  auto const socket = std::make_shared<RecordingSocket>();
  auto const who = worker_of("C1");
  auto &hub = shown.published.hub();
  hub.open(1, socket, protocol::WireFormat::json);
  hub.sign_in(1, who, rules::audiences_of(who), at_s(0));
  hub.ready(1);
  hub.subscribe(1, everything_in(whole_town));
  hub.ready(1);
  shown.commit({model::UserRoleChanged{"u2", model::Role::grid_worker, {"G2"}}});
  REQUIRE(socket->unread.back().at("type") == "forget");
  CHECK(removed(socket->unread.back(), "worker") == Ids{"w1"});
  shown.commit({model::UserRevoked{"u2"}});
  CHECK(socket->is_closed);
}
