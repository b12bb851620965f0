#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace yuntu;
using namespace yuntu::test;

namespace {

constexpr int grids = 10;
constexpr double west_end = 118.30;
constexpr double grid_width = 0.012; // narrower than a cell: neighbours share cells

std::string grid_name(int grid) {
  return "G" + std::to_string(grid);
}

model::AreaCodes grid_at(geo::LonLat where) {
  auto const grid = static_cast<int>(std::floor((where.lon() - west_end) / grid_width));
  return grid >= 0 && grid < grids ? areas_of("S1", "C1", grid_name(grid)) : model::AreaCodes{};
}

double middle_of(int grid) {
  return west_end + (grid + 0.5) * grid_width;
}

std::vector<live::CountArea> areas() {
  using model::AreaLevel;
  std::vector<live::CountArea> made{
      {AreaLevel::community, "C1", place(118.36, 35.05), {"S1", "C1", ""}}};
  for (int i = 0; i < grids; ++i) {
    made.push_back(
        {AreaLevel::grid, grid_name(i), place(middle_of(i), 35.05), {"S1", "C1", grid_name(i)}});
  }
  return made;
}

/// A socket that keeps the text of everything.
class KeepingSocket final : public live::Socket {
public:
  std::size_t offer(std::vector<live::Frame> frames, live::Lane /*lane*/) override {
    ++unwritten;
    for (auto const &frame : frames) {
      kept.push_back(frame);
    }
    return frames.size();
  }
  void close(live::CloseReason /*reason*/, std::string const & /*words*/) override {}

  std::vector<live::Frame> kept;
  int unwritten = 0;
};

/// One viewer a grid and format, each with rights to that grid alone.
struct Watcher {
  live::ViewerId id = 0;
  int grid = 0;
  std::shared_ptr<KeepingSocket> socket = std::make_shared<KeepingSocket>();
  bool is_stuck = false;
};

} // namespace

TEST_CASE("nobody ever receives a record of a grid that is not theirs") {
  LiveTown town(grid_at, areas());
  std::mt19937 random(31);
  auto const pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  // A worker and an incident of each grid that never leave it, and some that wander.
  for (int i = 0; i < grids; ++i) {
    town.place_worker("canary" + std::to_string(i) + "!", middle_of(i));
    town.report("case" + std::to_string(i) + "!", middle_of(i));
    town.go_on_duty("wanderer" + std::to_string(i));
  }
  std::vector<Watcher> watchers(2 * grids);
  auto const settle = [&] {
    for (auto &watcher : watchers) {
      while (!watcher.is_stuck && watcher.socket->unwritten > 0) {
        --watcher.socket->unwritten;
        town.hub().ready(watcher.id);
      }
    }
  };
  auto const look = [&](Watcher const &watcher) {
    auto const west = 118.29 + pick(10) * 0.01;
    auto message = counted_in({west, 35.0, west + 0.02 + pick(6) * 0.02, 35.1}, 9 + pick(12) * 0.5);
    if (pick(2) == 0) {
      message.layers.pop_back(); // point by point
    }
    if (pick(2) == 0) {
      message.resume = protocol::Cursor{"epoch-1", town.state.seq, town.state.tick};
    }
    town.hub().subscribe(watcher.id, message);
  };
  for (std::size_t i = 0; i < watchers.size(); ++i) {
    watchers[i].id = 1000 + i;
    watchers[i].grid = static_cast<int>(i) % grids;
    auto const who = worker_of(grid_name(watchers[i].grid));
    town.hub().open(watchers[i].id, watchers[i].socket,
                    i < grids ? protocol::WireFormat::json : protocol::WireFormat::binary);
    town.hub().sign_in(watchers[i].id, who, rules::audiences_of(who), town.now);
  }
  settle();
  for (int step = 0; step < 2000; ++step) {
    std::vector<model::PositionRecord> fixes;
    for (int i = 0; i < 3; ++i) {
      auto const grid = pick(grids);
      fixes.push_back(town.fix("canary" + std::to_string(grid) + "!",
                               middle_of(grid) + (pick(9) - 4) * 0.001, 35.05));
      fixes.push_back(
          town.fix("wanderer" + std::to_string(pick(grids)), 118.29 + pick(140) * 0.001, 35.05));
    }
    town.commit({}, fixes);
    if (pick(4) == 0) {
      auto const id = "case" + std::to_string(pick(grids)) + "!";
      town.act(id, model::Action::contact, static_cast<model::Stage>(pick(7)));
    }
    auto &watcher = watchers[static_cast<std::size_t>(pick(2 * grids))];
    if (pick(2) == 0) {
      look(watcher);
    }
    if (pick(8) == 0) {
      watcher.is_stuck = !watcher.is_stuck;
    }
    if (pick(3) == 0) {
      town.hub().flush();
    }
    settle();
  }
  std::size_t frames = 0;
  std::size_t own = 0;
  for (auto const &watcher : watchers) {
    for (auto const &frame : watcher.socket->kept) {
      ++frames;
      for (int grid = 0; grid < grids; ++grid) {
        for (std::string const what : {"canary", "case"}) {
          bool const is_there = frame->find(what + std::to_string(grid) + "!") != std::string::npos;
          own += is_there && grid == watcher.grid ? 1 : 0;
          if (is_there && grid != watcher.grid) {
            FAIL(grid_name(watcher.grid) << " was sent " << what << grid);
          }
        }
        if (grid != watcher.grid) {
          CHECK(frame->find("\"id\":\"" + grid_name(grid) + "\"") == std::string::npos);
        }
      }
      CHECK(frame->find("\"id\":\"C1\"") == std::string::npos);
    }
  }
  CHECK(frames > 2000);
  CHECK(own > 1000);
}
