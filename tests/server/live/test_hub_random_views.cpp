#include "tests/server/live/folded_client.hpp"
#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;
using protocol::LiveLayer;

namespace {

/// What there is to count, thing by thing.
std::map<std::string, nlohmann::json> counted_by_hand(LiveTown const &town,
                                                      model::AreaLevel level) {
  std::map<std::string, nlohmann::json> counts;
  for (auto const &area : LiveTown::two_grids()) {
    if (area.level != level) {
      continue;
    }
    auto &figures = counts[area.code];
    figures = {{"workers", 0}, {"routine", 0}, {"urgent", 0}, {"critical", 0}};
    for (auto const &[id, worker] : town.state.workers) {
      if (worker.fix && worker.fix->areas[level] == area.code) {
        figures["workers"] = figures["workers"].get<int>() + 1;
      }
    }
    for (auto const &[id, incident] : town.state.incidents) {
      if (incident.areas[level] == area.code && incident.stage < model::Stage::done) {
        auto &figure = figures[std::string(model::to_string(incident.severity))];
        figure = figure.get<int>() + 1;
      }
    }
  }
  return counts;
}

/// A viewer that pans, zooms, is given other rights, is slow, is cut off and comes back.
class RandomViews {
public:
  explicit RandomViews(std::uint32_t seed) : random_(seed) {
    town_.format = seed % 2 == 0 ? protocol::WireFormat::json : protocol::WireFormat::binary;
    look_elsewhere();
  }

  void run() {
    for (int step = 0; step < 80; ++step) {
      happen();
      if (pick(2) == 0) {
        read();
      }
    }
    finish();
  }

private:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
  double lon() { return 118.28 + pick(64) * 0.0025; }
  double lat() { return 35.03 + pick(16) * 0.0025; }
  std::string worker() { return "w" + std::to_string(pick(6)); }

  void happen() {
    switch (pick(15)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return move();
    case 4:
      return change_duty();
    case 5:
      return town_.report("i" + std::to_string(++incidents_), lon(), lat(), "x",
                          static_cast<model::Severity>(pick(3)));
    case 6:
      return act();
    case 7:
    case 8:
      return pick(6) == 0 ? beat() : town_.flush();
    case 9:
      return be_stuck_or_free();
    case 10:
      return pick(3) == 0 ? connect_or_lose() : change_rights();
    case 11:
    case 12:
      return look_elsewhere();
    case 13:
      return town_.redraw(LiveTown::locate_finely(pick(3) * 0.0015));
    default:
      if (pick(12) == 0) {
        viewer_.reset();
        town_.restart();
      }
    }
  }

  void move() {
    std::vector<model::PositionRecord> fixes;
    for (unsigned i = 0; i <= pick(4); ++i) {
      fixes.push_back(town_.fix(worker(), lon(), lat()));
    }
    town_.commit({}, fixes);
  }
  void change_duty() {
    auto const id = worker();
    auto const found = town_.state.workers.find(id);
    if (found != town_.state.workers.end() && found->second.is_on_duty()) {
      town_.go_off_duty(id);
    } else {
      town_.go_on_duty(id);
    }
  }
  void act() {
    if (incidents_ > 0) {
      town_.act("i" + std::to_string(1 + pick(incidents_)), model::Action::contact,
                static_cast<model::Stage>(pick(8)));
    }
  }
  void beat() {
    town_.hub().heartbeat();
    town_.settle();
  }
  void be_stuck_or_free() {
    if (viewer_) {
      viewer_->socket->is_stuck = !viewer_->socket->is_stuck;
      town_.settle();
    }
  }
  void change_rights() {
    static std::vector<model::Principal> const offices{{"u2", model::Role::grid_worker, {"G1"}, {}},
                                                       {"u2", model::Role::grid_worker, {"G2"}, {}},
                                                       {"u2", model::Role::grid_worker, {"C1"}, {}},
                                                       {"u2", model::Role::command, {}, {}},
                                                       {"u2", model::Role::planner, {}, {}}};
    who_ = offices[pick(static_cast<unsigned>(offices.size()))];
    town_.commit({model::UserRoleChanged{who_.user, who_.role, who_.areas}});
    town_.hub().change_rights(who_, rules::audiences_of(who_));
    town_.settle();
  }
  /// Another box, sometimes another zoom, counted or point by point, holding what it holds or not.
  void look_elsewhere() {
    auto const west = lon();
    auto const south = lat();
    auto const before = view_;
    view_ =
        everything_in({west, south, west + 0.01 + pick(40) * 0.002, south + 0.01 + pick(3) * 0.02});
    if (pick(4) == 0) {
      is_counted_ = !is_counted_;
    }
    if (pick(3) == 0) {
      zoom_ = 8.0 + pick(16) * 0.5;
    }
    view_.zoom = zoom_;
    if (is_counted_) {
      view_.layers.push_back(LiveLayer::count);
    }
    if (pick(8) == 0) {
      view_.everywhere = {LiveLayer::incident};
    }
    is_answer_open_ = true; // what is held is another view
    if (viewer_) {
      ask(pick(4) != 0);
    }
  }
  void ask(bool resume) {
    auto message = view_;
    if (resume && !client_.cursor.epoch.empty()) {
      message.resume = client_.cursor;
    }
    is_answer_open_ = true;
    town_.subscribe(*viewer_, message);
  }
  void connect_or_lose() {
    if (viewer_) {
      town_.disconnect(*viewer_);
      viewer_.reset();
      return;
    }
    viewer_ = town_.connect(who_);
    // Comes back to the view that it holds, or to another one and holds nothing of it.
    ask(!is_answer_open_ && pick(5) != 0);
  }
  void read() {
    if (!viewer_) {
      return;
    }
    for (auto const &message : viewer_->take()) {
      client_.apply(message);
    }
    is_answer_open_ = is_answer_open_ && viewer_->socket->is_stuck;
  }
  void finish() {
    if (!viewer_) {
      connect_or_lose();
    }
    viewer_->socket->is_stuck = false;
    town_.settle();
    town_.flush();
    read();
    FoldedClient fresh;
    auto other = town_.connect(who_);
    town_.subscribe(other, view_);
    for (auto const &message : other.take()) {
      fresh.apply(message);
    }
    CHECK(client_.workers == fresh.workers);
    CHECK(client_.incidents == fresh.incidents);
    CHECK(client_.counts == fresh.counts);
    check_counts();
    check_records();
  }
  void check_counts() {
    for (double const zoom : {8.0, 10.0, 12.0, 15.0}) {
      auto const level = zoom < 9.5  ? model::AreaLevel::subdistrict
                         : zoom < 11 ? model::AreaLevel::community
                                     : model::AreaLevel::grid;
      auto const expected = counted_by_hand(town_, level);
      FoldedClient client;
      auto viewer = town_.connect(commander());
      town_.subscribe(viewer, counted_in({118.0, 34.0, 119.0, 36.0}, zoom));
      for (auto const &message : viewer.take()) {
        client.apply(message);
      }
      CHECK(client.counts.size() == expected.size());
      for (auto const &[code, figures] : expected) {
        for (auto const &[name, figure] : figures.items()) {
          CHECK(client.counts[code][name] == figure);
        }
      }
    }
  }
  void check_records() {
    auto const records = town_.hub().counts().records;
    CHECK(records.offered == records.delivered + records.conflated + records.unseen);
  }

  std::mt19937 random_;
  model::Principal who_{"u2", model::Role::command, {}, {}};
  protocol::Subscribe view_;
  double zoom_ = 15;
  bool is_counted_ = true;
  LiveTown town_{LiveTown::locate_finely(0), LiveTown::two_grids()};
  std::optional<LiveTown::Viewer> viewer_;
  FoldedClient client_;
  bool is_answer_open_ = true; ///< what was asked last may not have been answered
  unsigned incidents_ = 0;
};

} // namespace

TEST_CASE("wherever one looks and whatever one may see, the folded state is the snapshot at rest") {
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    CAPTURE(seed);
    RandomViews(seed).run();
  }
}
