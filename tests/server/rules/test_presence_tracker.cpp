#include "server/rules/presence_tracker.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace yuntu;
using model::AreaLevel;
using model::AreaRef;
using test::areas_of;
using test::at_s;
using test::place;

namespace {

constexpr double border = 118.36; ///< west of it lies G1, east of it G2
constexpr double metres_a_degree = 91'100;

model::AreaCodes locate(geo::LonLat where) {
  return areas_of("S1", "C1", where.lon() <= border ? "G1" : "G2");
}

double outside_area(AreaRef const &area, geo::LonLat where) {
  double const east_m = (where.lon() - border) * metres_a_degree;
  if (area.code == "G1") {
    return std::max(0.0, east_m);
  }
  if (area.code == "G2") {
    return std::max(0.0, -east_m);
  }
  return area.code == "gone" ? std::numeric_limits<double>::infinity() : 0;
}

/// "west" is a fence that ends 100 m east of the border, "east" one that begins 50 m west of it.
double outside_fence(std::string const &fence, geo::LonLat where) {
  double const east_m = (where.lon() - border) * metres_a_degree;
  if (fence == "gone") {
    return std::numeric_limits<double>::infinity();
  }
  return std::max(0.0, fence == "west" ? east_m - 100 : -50 - east_m);
}

/// In the order of their codes.
model::AreaCodes::Fences fences_at(geo::LonLat where) {
  model::AreaCodes::Fences fences;
  for (auto const *const fence : {"east", "west"}) {
    if (outside_fence(fence, where) <= 0) {
      fences.emplace_back(fence);
    }
  }
  return fences;
}

/// A worker on duty since -600 s, in the areas of G1 since -500 s.
struct Walk {
  model::Worker worker;
  bool has_fences = false;

  Walk() {
    worker.id = "w1";
    worker.duty = {{at_s(-600), std::nullopt}};
    for (auto const &area : {AreaRef{AreaLevel::subdistrict, "S1"},
                             AreaRef{AreaLevel::community, "C1"}, AreaRef{AreaLevel::grid, "G1"}}) {
      worker.presence.enter(area, at_s(-500));
    }
  }
  /// A fix so many metres east of the border; what it changes is taken in.
  rules::PresenceChange fix(double second, double east_m, std::uint32_t accuracy_m = 5) {
    auto const where = place(border + east_m / metres_a_degree, 35.05);
    auto const areas = model::AreaCodes(locate(where).codes(),
                                        has_fences ? fences_at(where) : model::AreaCodes::Fences{});
    worker.fix = model::WorkerFix{where, accuracy_m * 10, at_s(second), areas};
    worker.path.add_by_time({at_s(second), where, accuracy_m * 10});
    return take(second);
  }
  rules::PresenceChange wait_until(double second) { return take(second); }

private:
  rules::PresenceChange take(double second) {
    auto change = rules::presence_step(worker, at_s(second), {outside_area, outside_fence});
    for (auto const &fence : change.left_fences) {
      worker.presence.leave_fence(fence.code);
    }
    for (auto const &fence : change.entered_fences) {
      worker.presence.enter_fence(fence, at_s(second));
    }
    for (auto const &area : change.left) {
      worker.presence.leave(area);
    }
    for (auto const &area : change.entered) {
      worker.presence.enter(area, at_s(second));
    }
    return change;
  }
};

rules::PresenceChange const into_g2{{{AreaLevel::grid, "G2"}}, {{AreaLevel::grid, "G1"}}, {}};

bool is_move_to_g2(rules::PresenceChange const &change) {
  return change.entered == into_g2.entered && change.left == into_g2.left;
}

} // namespace

TEST_CASE("staying in the same areas changes nothing") {
  Walk walk;
  CHECK(walk.fix(0, -50).is_empty());
  CHECK_FALSE(rules::is_presence_unsettled(walk.worker));
}

TEST_CASE("coming from nowhere enters every area at once, outermost first") {
  Walk walk;
  walk.worker.presence = {};
  auto const change = walk.fix(0, -50);
  CHECK(change.left.empty());
  CHECK(change.entered == std::vector<AreaRef>{{AreaLevel::subdistrict, "S1"},
                                               {AreaLevel::community, "C1"},
                                               {AreaLevel::grid, "G1"}});
}

TEST_CASE("two fixes in a row beyond the border by more than their accuracy leave") {
  Walk walk;
  CHECK(walk.fix(0, 10).is_empty());
  CHECK(rules::is_presence_unsettled(walk.worker));
  auto const change = walk.fix(1, 12);
  CHECK(is_move_to_g2(change));
  CHECK(change.dwell_ms == std::vector<std::int64_t>{501'000});
  CHECK_FALSE(rules::is_presence_unsettled(walk.worker));
}

TEST_CASE(
    "a fix beyond the border within its accuracy does not count, nor does the one before it") {
  Walk walk;
  CHECK(walk.fix(0, 10).is_empty());
  CHECK(walk.fix(1, 4).is_empty());
  CHECK(walk.fix(2, 10).is_empty()); // the first in a row again
  CHECK(is_move_to_g2(walk.fix(3, 10)));
}

TEST_CASE("a fix back inside begins anew") {
  Walk walk;
  CHECK(walk.fix(0, 10).is_empty());
  CHECK(walk.fix(1, -1).is_empty());
  CHECK(walk.fix(2, 10).is_empty());
  CHECK(walk.fix(3, -3).is_empty());
  CHECK(walk.worker.presence.areas[AreaLevel::grid] == "G1");
}

TEST_CASE("jitter of any length across a border is no movement") {
  Walk walk;
  for (int second = 0; second < 600; ++second) {
    CHECK(walk.fix(second, second % 2 == 0 ? 4.9 : -4.9).is_empty());
  }
}

TEST_CASE("ten seconds after a clear fix outside, with none inside since, has left") {
  Walk walk;
  CHECK(walk.fix(0, 10).is_empty());
  CHECK(walk.fix(5, 3).is_empty());
  CHECK(walk.wait_until(9.999).is_empty());
  CHECK(is_move_to_g2(walk.wait_until(10)));
  CHECK(walk.wait_until(11).is_empty());
}

TEST_CASE("time alone does not leave when no fix was clearly outside") {
  Walk walk;
  CHECK(walk.fix(0, 4).is_empty());
  CHECK(walk.wait_until(3600).is_empty());
}

TEST_CASE("an inaccurate fix says nothing about areas, neither way") {
  Walk walk;
  CHECK(walk.fix(0, 10).is_empty());
  CHECK(walk.fix(1, 5000, 300).is_empty());
  CHECK_FALSE(rules::is_presence_unsettled(walk.worker));
  CHECK(is_move_to_g2(walk.fix(2, 10)));
}

TEST_CASE("fixes of an earlier time on duty do not count") {
  Walk walk;
  CHECK(walk.fix(0, 10).is_empty());
  walk.worker.duty = {{at_s(-600), at_s(1)}, {at_s(2), std::nullopt}};
  CHECK(walk.fix(3, 10).is_empty());
  CHECK(is_move_to_g2(walk.fix(4, 10)));
}

TEST_CASE("off duty nobody is anywhere") {
  Walk walk;
  walk.worker.duty.back().until = at_s(0);
  CHECK(walk.fix(1, 10).is_empty());
  CHECK_FALSE(rules::is_presence_unsettled(walk.worker));
}

TEST_CASE("an area that is no more is left like any other") {
  Walk walk;
  walk.worker.presence.enter({AreaLevel::estate, "gone"}, at_s(-100));
  CHECK(walk.fix(0, -50).is_empty());
  auto const change = walk.fix(1, -50);
  CHECK(change.left == std::vector<AreaRef>{{AreaLevel::estate, "gone"}});
  CHECK(change.entered.empty());
}

TEST_CASE("estates and micro-grids count, buildings do not") {
  Walk walk;
  auto areas = locate(place(118.35, 35.05));
  areas.set(AreaLevel::estate, "E1");
  areas.set(AreaLevel::microgrid, "M1");
  areas.set(AreaLevel::building, "B1");
  auto const change = rules::presence_moved(walk.worker.presence, areas, at_s(0));
  CHECK(change.left.empty());
  CHECK(change.entered ==
        std::vector<AreaRef>{{AreaLevel::estate, "E1"}, {AreaLevel::microgrid, "M1"}});
}

TEST_CASE("a moved border and the end of duty do not wait") {
  Walk const walk;
  auto const moved =
      rules::presence_moved(walk.worker.presence, areas_of("S1", "C1", "G2"), at_s(0));
  CHECK(is_move_to_g2(moved));
  CHECK(moved.dwell_ms == std::vector<std::int64_t>{500'000});
  auto const ended = rules::presence_ended(walk.worker.presence, at_s(0));
  CHECK(ended.left.size() == 3);
  CHECK(ended.dwell_ms.size() == 3);
  CHECK(ended.entered.empty());
}

namespace {

using Codes = std::vector<std::string>;

/// Inside "west" only, since 0 s.
Walk walk_in_the_west() {
  Walk walk;
  walk.has_fences = true;
  CHECK(walk.fix(0, -80).entered_fences == Codes{"west"});
  return walk;
}

} // namespace

TEST_CASE("a fence is entered at once, whatever other fences one is in") {
  auto walk = walk_in_the_west();
  auto const change = walk.fix(10, -40);
  CHECK(change.entered_fences == Codes{"east"});
  CHECK(change.left_fences.empty());
  CHECK_FALSE(rules::is_presence_unsettled(walk.worker));
  CHECK(walk.worker.presence.fences ==
        std::vector<model::FenceStay>{{"east", at_s(10)}, {"west", at_s(0)}});
}

TEST_CASE("a fence is left by two fixes in a row outside by more than their accuracy") {
  auto walk = walk_in_the_west();
  CHECK(walk.fix(100, 104).left_fences.empty()); // 4 m outside, good to 5 m
  CHECK(walk.fix(101, 110).left_fences.empty());
  CHECK(rules::is_presence_unsettled(walk.worker));
  auto const change = walk.fix(102, 111);
  CHECK(change.left_fences == std::vector<model::FenceDwell>{{"west", 102'000}});
  CHECK(walk.worker.presence.fences == std::vector<model::FenceStay>{{"east", at_s(100)}});
}

TEST_CASE("a fence is left ten seconds after a clear fix outside, with none inside since") {
  auto walk = walk_in_the_west();
  CHECK(walk.fix(100, 110).left_fences.empty());
  CHECK(walk.wait_until(109.999).left_fences.empty());
  CHECK(walk.wait_until(110).left_fences == std::vector<model::FenceDwell>{{"west", 110'000}});
  CHECK_FALSE(rules::is_presence_unsettled(walk.worker));
}

TEST_CASE("jitter across the border of a fence enters it once") {
  auto walk = walk_in_the_west();
  CHECK(walk.fix(1, -48).entered_fences == Codes{"east"});
  for (int second = 2; second < 600; ++second) {
    CHECK(walk.fix(second, second % 2 == 0 ? -54.9 : -45.1).is_empty());
  }
}

TEST_CASE("a fence that is no more is left like any other") {
  Walk walk;
  walk.worker.presence.enter_fence("gone", at_s(-100));
  CHECK(walk.fix(0, -50).left_fences.empty());
  CHECK(walk.fix(1, -50).left_fences == std::vector<model::FenceDwell>{{"gone", 101'000}});
}

TEST_CASE("a moved fence and the end of duty do not wait") {
  auto walk = walk_in_the_west();
  model::AreaCodes const other(locate(place(118.35, 35.05)).codes(), {"new"});
  auto const moved = rules::presence_moved(walk.worker.presence, other, at_s(7));
  CHECK(moved.entered_fences == Codes{"new"});
  CHECK(moved.left_fences == std::vector<model::FenceDwell>{{"west", 7'000}});
  CHECK(moved.left.empty());
  auto const ended = rules::presence_ended(walk.worker.presence, at_s(7));
  CHECK(ended.left_fences == std::vector<model::FenceDwell>{{"west", 7'000}});
  CHECK(ended.entered_fences.empty());
}
