#include "server/services/position_service.hpp"

#include "geo/datum_shift.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace yuntu;
using namespace yuntu::test;

namespace {

geo::Degrees as_sent(geo::Degrees where, std::string const &meant) {
  return meant == "wgs84" ? where : geo::from_wgs84(where, geo::Datum::gcj02);
}

/// Up and down the main street and into the ways off it, a step of 64 m or more a minute.
struct Walk {
  TestCity town;
  services::PositionService service{town.city};
  std::uint64_t seq = 0;
  bool has_no_ways = false; ///< only the street

  Walk() {
    town.commit(model::UserAdded{"u2", model::Role::grid_worker, {"G1"}, "hash", false}, "Li");
    town.commit(model::DutyChanged{"u2", true, at_s(-60), "person"});
  }
  /// So many minutes between the two; the answer to the last of them.
  model::Acknowledgement walk(int minutes, double from, double to, std::string const &meant,
                              std::string const &datum = {}) {
    constexpr double step = 0.0007;
    auto const steps = static_cast<int>((to - from) / step);
    model::Acknowledgement last;
    for (int minute = 0; minute < minutes; ++minute) {
      town.now += std::chrono::minutes{1};
      auto const turn = minute % (2 * steps);
      auto const along = turn < steps ? turn : 2 * steps - turn;
      // Every other minute at one end or the other of a way off the street.
      constexpr std::array ways{118.353, 118.355, 118.357, 118.361, 118.365};
      auto const lon = from + along * step;
      auto const distance = [&](double way) {
        return way < from || way > to ? 1 : std::abs(way - lon);
      };
      auto const way = *std::min_element(
          ways.begin(), ways.end(), [&](double a, double b) { return distance(a) < distance(b); });
      bool const is_on_street = has_no_ways || minute % 2 == 0;
      auto const sent = as_sent({is_on_street ? lon : way, is_on_street ? small_town::street_lat
                                                           : minute % 4 == 1 ? 35.0531
                                                                             : 35.0569},
                                meant);
      model::PositionBatch batch{
          "tablet", 1, {{++seq, town.now, sent.lon, sent.lat, 8, datum, {}, {}, {}}}, {}};
      Answer<model::Acknowledgement> answer;
      service.report(grid_worker(), batch, town.now, answer.done());
      auto const result = answer.get();
      REQUIRE(result);
      REQUIRE(result->accepted.size() == 1);
      last = *result;
    }
    return last;
  }
  model::Acknowledgement walk_in_g1(int minutes, std::string const &meant,
                                    std::string const &datum = {}) {
    return walk(minutes, 118.3515, 118.3595, meant, datum);
  }
  std::vector<model::DatumSuspected> findings() { return town.facts<model::DatumSuspected>(); }
  std::string suspect() { return town.published().devices.at("tablet").datum_suspect; }
};

bool is_flagged(model::Acknowledgement const &ack) {
  return std::any_of(ack.flagged.begin(), ack.flagged.end(),
                     [](auto const &item) { return item.word == "datum_suspect"; });
}

constexpr int trials = 120; ///< two of sixty fixes

} // namespace

TEST_CASE("a device that sends GCJ-02 for WGS 84 is found after two trials, and nothing is moved") {
  Walk walk;
  CHECK_FALSE(is_flagged(walk.walk_in_g1(trials, "gcj02")));
  REQUIRE(walk.findings() ==
          std::vector<model::DatumSuspected>{{"tablet", "wgs84", "gcj02", trials}});
  CHECK(walk.suspect() == "gcj02");
  auto const ack = walk.walk_in_g1(1, "gcj02");
  CHECK(is_flagged(ack));
  auto const sent = as_sent({118.3515, small_town::street_lat}, "gcj02"); // its first step
  CHECK(walk.town.city.find_worker("u2")->fix->position == place(sent.lon, sent.lat));
  walk.walk_in_g1(trials, "gcj02");
  CHECK(walk.findings().size() == 1); // said once
}

TEST_CASE("a device that sends WGS 84 for GCJ-02 is found too, declared by profile or by itself") {
  Walk walk;
  bool const by_profile = GENERATE(true, false);
  if (by_profile) {
    walk.town.commit(model::DeviceProfiled{"tablet", "gcj02", 68});
  }
  // Unshifted without need, the west of the walk leaves the county's streets and G1.
  walk.walk_in_g1(trials, "wgs84", by_profile ? "" : "gcj02");
  REQUIRE(walk.findings().size() == 1);
  CHECK(walk.findings()[0].declared == "gcj02");
  CHECK(walk.findings()[0].fits == "wgs84");
}

TEST_CASE("a device that sends as declared is never found") {
  Walk walk;
  CHECK_FALSE(is_flagged(walk.walk_in_g1(3 * trials, "wgs84")));
  walk.walk_in_g1(3 * trials, "gcj02", "gcj02");
  walk.walk(3 * trials, 118.3575, 118.3625, "wgs84"); // along the border, half of it outside
  walk.walk(3 * trials, 118.3605, 118.3655, "wgs84"); // next door
  CHECK(walk.findings().empty());
}

TEST_CASE("who has no area of their own, or no streets to walk, is not judged") {
  Walk walk;
  bool const has_streets = GENERATE(true, false);
  if (has_streets) {
    walk.town.commit(model::UserRoleChanged{"u2", model::Role::grid_worker, {}});
  } else {
    auto layers = small_town::layers();
    layers.erase(model::LayerKind::street);
    walk.town.city.use_base(std::make_shared<services::BaseMap const>(layers), walk.town.now);
  }
  walk.walk_in_g1(2 * trials, "gcj02");
  CHECK(walk.findings().empty());
}

TEST_CASE("a post counts as an own area as rights do") {
  Walk walk;
  walk.town.commit(model::UserRoleChanged{"u2", model::Role::grid_worker, {}});
  walk.town.commit(model::PersonNamed{"u2"});
  walk.town.commit(
      model::PostAdded{"W1", model::PostKind::grid_worker, {model::AreaLevel::grid, "G1"}});
  walk.town.commit(model::AssignmentMade{"W1", "u2", at_s(-100), std::nullopt});
  walk.walk_in_g1(trials, "gcj02");
  CHECK(walk.findings().size() == 1);
}

TEST_CASE("who keeps to one street, or to one spot, is not judged: a line fits many places") {
  Walk walk;
  walk.has_no_ways = true;
  walk.walk_in_g1(2 * trials, "gcj02");
  for (int i = 0; i < 2 * trials; ++i) {
    walk.walk(1, 118.357, 118.3578, "gcj02");
  }
  CHECK(walk.findings().empty());
}

TEST_CASE("a suspicion ends with a new profile, or when the declared datum fits again") {
  Walk walk;
  walk.walk_in_g1(trials, "gcj02");
  REQUIRE(walk.suspect() == "gcj02");
  SECTION("by a profile") {
    walk.town.commit(model::DeviceProfiled{"tablet", "gcj02", 68});
    CHECK(walk.suspect().empty());
    CHECK_FALSE(is_flagged(walk.walk_in_g1(3 * trials, "gcj02")));
    CHECK(walk.findings().size() == 1);
  }
  SECTION("by what it sends") {
    walk.walk_in_g1(trials + 1, "wgs84");
    REQUIRE(walk.findings().size() == 2);
    CHECK(walk.findings()[1] == model::DatumSuspected{"tablet", "wgs84", "", trials});
    CHECK_FALSE(is_flagged(walk.walk_in_g1(1, "wgs84")));
  }
}
