#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::Severity;
using protocol::LiveLayer;

namespace {

protocol::ViewBox const everything{118.0, 34.0, 119.0, 36.0};

/// "workers routine urgent critical" of an area in the newest message that names it.
std::string figures(std::vector<nlohmann::json> const &messages, std::string const &area) {
  std::string text = "none";
  for (auto const &message : messages) {
    for (auto const &item : message.at("upserts")) {
      if (item.at("layer") == "count" && item.at("id") == area) {
        text.clear();
        for (auto const *figure : {"workers", "routine", "urgent", "critical"}) {
          text += std::to_string(item.at(figure).get<int>()) + " ";
        }
      }
    }
  }
  return text;
}

std::vector<nlohmann::json> snapshot_at(LiveTown &town, model::Principal const &who, double zoom) {
  auto viewer = town.connect(who);
  viewer.take();
  town.subscribe(viewer, counted_in(everything, zoom));
  return viewer.take();
}

void people(LiveTown &town) {
  town.place_worker("w1", 118.33);
  town.place_worker("w2", 118.39);
  town.place_worker("w3", 118.39);
  town.report("i1", 118.33, 35.05, "x", Severity::critical);
  town.report("i2", 118.39, 35.05, "x", Severity::urgent);
  town.report("i3", 118.39);
}

} // namespace

TEST_CASE("the zoom decides which areas are counted") {
  LiveTown town;
  people(town);
  auto const from_afar = snapshot_at(town, commander(), 9.4);
  CHECK(upserted(from_afar.at(0), "count") == Ids{"S1"});
  CHECK(figures(from_afar, "S1") == "3 1 1 1 ");
  CHECK(from_afar[0].at("upserts").at(0) ==
        nlohmann::json::parse(R"({"layer":"count","id":"S1","level":"subdistrict","lon":118.36,
                                  "lat":35.05,"workers":3,"routine":1,"urgent":1,"critical":1})"));
  CHECK(upserted(snapshot_at(town, commander(), 9.5).at(0), "count") == Ids{"C1"});
  auto const near = snapshot_at(town, commander(), 11);
  CHECK(upserted(near.at(0), "count") == Ids{"G1", "G2"});
  CHECK(figures(near, "G2") == "2 1 1 0 ");
}

TEST_CASE("the zoom decides what is sent singly, the worst first") {
  LiveTown town;
  people(town);
  auto const singly = [&](double zoom, std::string const &layer) {
    return upserted(snapshot_at(town, commander(), zoom).at(0), layer);
  };
  CHECK(singly(10.9, "incident").empty());
  CHECK(singly(11, "incident") == Ids{"i1"});
  CHECK(singly(12.4, "worker").empty());
  CHECK(singly(12.5, "worker") == Ids{"w1", "w2", "w3"});
  CHECK(singly(12.5, "incident") == Ids{"i1", "i2"});
  CHECK(singly(13.9, "incident") == Ids{"i1", "i2"});
  CHECK(singly(14, "incident") == Ids{"i1", "i2", "i3"});
}

TEST_CASE("without counts everything is sent singly at every zoom") {
  LiveTown town;
  people(town);
  auto message = everything_in(everything);
  message.zoom = 5;
  auto viewer = town.connect(commander());
  viewer.take();
  town.subscribe(viewer, message);
  auto const snapshot = viewer.take().at(0);
  CHECK(upserted(snapshot, "worker").size() == 3);
  CHECK(upserted(snapshot, "incident").size() == 3);
  CHECK(upserted(snapshot, "count").empty());
}

TEST_CASE("a layer that is everywhere stays single at every zoom") {
  LiveTown town;
  people(town);
  auto message = counted_in({118.32, 35.0, 118.34, 35.1}, 8);
  message.everywhere = {LiveLayer::incident};
  auto viewer = town.connect(commander());
  viewer.take();
  town.subscribe(viewer, message);
  CHECK(upserted(viewer.take().at(0), "incident").size() == 3);
  town.report("i4", 118.39);
  CHECK(upserted(viewer.take().at(0), "incident") == Ids{"i4"});
}

TEST_CASE("an incident below its zoom changes counts at the flush and sends no fact") {
  LiveTown town;
  people(town);
  auto viewer = town.watch(commander(), counted_in(everything, 12));
  town.report("i4", 118.33);
  CHECK(viewer.take().empty());
  town.flush();
  auto messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("tick") == town.state.tick);
  CHECK_FALSE(messages[0].contains("seq"));
  CHECK(figures(messages, "G1") == "1 1 0 1 ");
  town.act("i4", model::Action::finish, model::Stage::done);
  town.flush();
  CHECK(figures(viewer.take(), "G1") == "1 0 0 1 ");
}

TEST_CASE("an area that holds nothing any more says so") {
  LiveTown town;
  town.place_worker("w1", 118.33);
  auto viewer = town.watch(commander(), counted_in(everything, 12));
  town.go_off_duty("w1");
  town.flush();
  CHECK(figures(viewer.take(), "G1") == "0 0 0 0 ");
}

TEST_CASE("a move within an area changes no count, one across changes what it crosses") {
  LiveTown town;
  people(town);
  auto grids = town.watch(commander(), counted_in(everything, 12));
  auto town_hall = town.watch(commander(), counted_in(everything, 8));
  town.move("w1", 118.34);
  town.flush();
  CHECK(grids.take().empty());
  town.move("w3", 118.33);
  town.flush();
  auto const messages = grids.take();
  CHECK(figures(messages, "G1") == "2 0 0 1 ");
  CHECK(figures(messages, "G2") == "1 1 1 0 ");
  CHECK(town_hall.take().empty());
}

TEST_CASE("an area is counted for those who may see everything in it") {
  LiveTown town;
  people(town);
  CHECK(upserted(snapshot_at(town, worker_of("G1"), 12).at(0), "count") == Ids{"G1"});
  CHECK(upserted(snapshot_at(town, worker_of("G1"), 10).at(0), "count").empty());
  CHECK(upserted(snapshot_at(town, worker_of("C1"), 12).at(0), "count") == Ids{"G1", "G2"});
  CHECK(upserted(snapshot_at(town, worker_of("C1"), 10).at(0), "count") == Ids{"C1"});
  CHECK(
      upserted(snapshot_at(town, {"u9", model::Role::planner, {}, {}}, 12).at(0), "count").empty());
}

TEST_CASE("where areas do not nest, a count is hidden while it holds what one may not see") {
  // G2 lies in C1 by its name, but its eastern end is in C2.
  LiveTown town(
      [](geo::LonLat where) {
        return areas_of("S1", where.lon() < 118.40 ? "C1" : "C2",
                        where.lon() < LiveTown::border ? "G1" : "G2");
      },
      LiveTown::two_grids());
  town.place_worker("w1", 118.38);
  auto viewer = town.watch(worker_of("C1"), counted_in(everything, 12));
  town.place_worker("w2", 118.41);
  town.flush();
  auto const hidden = viewer.take();
  CHECK(figures(hidden, "G2") == "none");
  CHECK(removed(hidden.at(0), "count") == Ids{"G2"});
  CHECK(upserted(snapshot_at(town, worker_of("C1"), 12).at(0), "count") == Ids{"G1"});
  town.move("w2", 118.39);
  town.flush();
  CHECK(figures(viewer.take(), "G2") == "2 0 0 0 ");
}

TEST_CASE("lost rights take the counts with them, at once") {
  LiveTown town;
  people(town);
  auto viewer = town.watch(worker_of("C1"), counted_in(everything, 12));
  auto const now = worker_of("G2");
  town.hub().change_rights(now, rules::audiences_of(now));
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("type") == "forget");
  CHECK(removed(messages[0], "count") == Ids{"G1"});
  CHECK(upserted(messages[1], "count") == Ids{"G2"});
}

TEST_CASE("another zoom class is answered by a snapshot, the same one by what differs") {
  LiveTown town;
  people(town);
  auto const cursor = [&] { return protocol::Cursor{"epoch-1", town.state.seq, town.state.tick}; };
  auto viewer = town.watch(commander(), counted_in({118.32, 35.0, 118.34, 35.1}, 12));
  auto wider = counted_in(everything, 11.5);
  wider.resume = cursor();
  town.subscribe(viewer, wider);
  auto const difference = viewer.take();
  REQUIRE(difference.size() == 1);
  CHECK(difference[0].at("type") == "changes");
  CHECK(upserted(difference[0], "count") == Ids{"G2"});
  wider.zoom = 10;
  town.subscribe(viewer, wider);
  auto const other = viewer.take();
  REQUIRE(other.size() == 1);
  CHECK(other[0].at("type") == "snapshot");
  CHECK(upserted(other[0], "count") == Ids{"C1"});
}

TEST_CASE("counts that changed meanwhile are in the gap") {
  LiveTown town;
  people(town);
  protocol::Cursor const cursor{"epoch-1", town.state.seq, town.state.tick};
  town.move("w3", 118.33);
  auto message = counted_in(everything, 12);
  message.resume = cursor;
  for (bool const is_restarted : {false, true}) {
    if (is_restarted) {
      town.restart();
    }
    auto viewer = town.connect(commander());
    viewer.take();
    town.subscribe(viewer, message);
    auto const messages = viewer.take();
    CHECK(messages.at(0).at("type") == "changes");
    CHECK(figures(messages, "G1") == "2 0 0 1 ");
    CHECK(figures(messages, "G2") == "1 1 1 0 ");
  }
}

TEST_CASE("when the areas change, who watches counts gets a snapshot and nobody else") {
  LiveTown town;
  people(town);
  auto counting = town.watch(commander(), counted_in(everything, 12));
  auto pointing = town.watch(commander(), everything_in(everything));
  auto areas = LiveTown::two_grids();
  areas.erase(areas.begin() + 1);
  town.hub().use_areas(areas);
  town.settle();
  auto const messages = counting.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "snapshot");
  CHECK(upserted(messages[0], "count") == Ids{"G1"});
  CHECK(figures(messages, "G1") == "1 0 0 1 ");
  CHECK(pointing.take().empty());
}

TEST_CASE("who held counts of other areas before they changed starts anew") {
  LiveTown town;
  people(town);
  protocol::Cursor const cursor{"epoch-1", town.state.seq, town.state.tick};
  town.commit({model::LayerPublished{model::LayerKind::grid, "v2", 2, town.now}});
  auto message = counted_in(everything, 12);
  message.resume = cursor;
  auto counting = town.connect(commander());
  counting.take();
  town.subscribe(counting, message);
  CHECK(counting.take().at(0).at("type") == "resync");
  message.layers = {LiveLayer::worker};
  auto pointing = town.connect(commander());
  pointing.take();
  town.subscribe(pointing, message);
  CHECK(pointing.take().at(0).at("type") == "changes");
}
