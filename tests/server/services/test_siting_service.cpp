// What a siting weighs by, what sites can take, and what cbc says to it.
#include "server/services/exact_siting.hpp"
#include "server/services/siting_jobs.hpp"
#include "server/services/siting_service.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

using namespace yuntu;
using namespace yuntu::test;
using services::SitingWeight;

namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

/// The small town, with more said about a building, and about the station in the west, its only
/// one.
services::WalkView town(Attributes const &of_b3 = {}, Attributes const &of_station = {}) {
  auto layers = small_town::western_layers();
  auto buildings = small_town::buildings();
  buildings[2].attributes.insert(buildings[2].attributes.end(), of_b3.begin(), of_b3.end());
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  layers[model::LayerKind::station] = layer_version(
      model::LayerKind::station, {feature("T1", small_town::station_west, of_station)});
  return services::view_of(
      std::make_shared<services::WalkCity const>(std::make_shared<services::BaseMap const>(layers),
                                                 std::map<std::string, model::Closure>{}),
      walkers::standard);
}

/// A lies near B1, B near B2, C near B3, each alone within five minutes.
protocol::SitingQuestion question(SitingWeight weight = SitingWeight::households) {
  protocol::SitingQuestion asked;
  asked.candidates = {{"A", "", place(118.354, 35.0551)},
                      {"B", "", place(118.3608, 35.0549)},
                      {"C", "", place(118.3666, 35.0549)}};
  asked.limit_s = 300;
  asked.weight = weight;
  return asked;
}

template <typename... More>
services::SitingResult sited(services::WalkView const &view, More const &...more) {
  auto result = services::site(view, more...);
  REQUIRE(result);
  return std::move(*result);
}

/// Homes and candidates on a square, so thick that our own choice is not proved best at once.
geo::SitingCase hard_case() {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> one(0, 1);
  geo::SitingCase sites;
  sites.picks = 8;
  std::vector<std::pair<double, double>> homes;
  for (int i = 0; i < 700; ++i) {
    auto const x = one(random);
    homes.emplace_back(x, one(random));
    sites.weights.push_back(1 + static_cast<std::int64_t>(random() % 40));
  }
  for (int i = 0; i < 70; ++i) {
    auto const x = one(random);
    auto const y = one(random);
    auto &serves = sites.serves.emplace_back();
    for (std::uint32_t home = 0; home < homes.size(); ++home) {
      if (std::hypot(homes[home].first - x, homes[home].second - y) < 0.16) {
        serves.push_back(home);
      }
    }
  }
  return sites;
}

model::Principal const planner{"u1", model::Role::planner, {}, {}};

/// Any choice will do to begin with.
geo::SitingPlan poor_plan(geo::SitingCase const &sites) {
  auto plan = geo::plan_with(sites, {0});
  plan.bound = 1'000'000;
  return plan;
}

} // namespace

TEST_CASE("a siting weighs by households, by people of 60 and more, or by buildings") {
  auto const view = town({{"older", "9"}});
  CHECK(sited(view, question()).picks.at(0).candidate == 1);
  auto const older = sited(view, question(SitingWeight::older));
  REQUIRE(older.picks.size() == 1);
  CHECK(older.picks[0].candidate == 2);
  CHECK(older.picks[0].adds == protocol::PeopleCount{1, 12, 9});
  CHECK(older.newly == 9);
  CHECK(older.bound == 9);
  CHECK(older.tells_older);
  CHECK(sited(view, question(SitingWeight::buildings)).newly == 1);
  auto const &walk = view.city->walk();
  CHECK(services::total_weight(walk, SitingWeight::older) == 9);
  CHECK(services::total_weight(town().city->walk(), SitingWeight::older) == 0);
  CHECK_FALSE(sited(town(), question()).tells_older);
}

TEST_CASE("a candidate takes no more than its capacity, which decides between two") {
  auto asked = question();
  asked.candidates[1].capacity = 10; // of 30
  asked.candidates[2].capacity = 12;
  auto const result = sited(town(), asked);
  REQUIRE(result.picks.size() == 1);
  CHECK(result.picks[0].candidate == 2);
  CHECK(result.newly == 12);
  CHECK(result.picks[0].load == 12);
  CHECK(result.has_limits);
  asked.picks = 2;
  auto const both = sited(town(), asked);
  CHECK(both.newly == 22);
  CHECK(both.assigned_before == 24);
  CHECK(both.after.households == 66); // all live within a walk, though not all find room
}

TEST_CASE("a station's capacity leaves people to a site beside it") {
  auto asked = question();
  auto const wide = sited(town({}, {{"capacity", "24"}}), asked);
  CHECK_FALSE(wide.has_limits);
  CHECK(wide.picks.at(0).candidate == 1);
  asked.candidates.resize(1);
  CHECK(sited(town(), asked).picks.empty());
  auto const full = sited(town({}, {{"capacity", "7"}}), asked);
  REQUIRE(full.picks.size() == 1);
  CHECK(full.assigned_before == 7);
  CHECK(full.newly == 17);
  REQUIRE(full.stations.size() == 1);
  CHECK(full.stations[0].code == "T1");
  CHECK(full.stations[0].capacity == 7);
  CHECK(full.stations[0].load + full.picks[0].load.value() == 24);
  CHECK(sited(town({}, {{"capacity", "a few"}}), asked).picks.empty());
}

TEST_CASE("a station's capacity is of households, and left out where something else is weighed") {
  auto const view = town({{"older", "9"}}, {{"capacity", "0"}});
  auto asked = question();
  auto const by_households = sited(view, asked);
  CHECK(by_households.assigned_before == 0);
  CHECK_FALSE(by_households.is_capacity_ignored);
  asked.weight = GENERATE(SitingWeight::buildings, SitingWeight::older);
  asked.candidates[2].capacity = 0; // of the question, so of what it weighs by
  auto const other = sited(view, asked);
  CHECK(other.is_capacity_ignored);
  CHECK(other.stations.empty());
  CHECK(other.assigned_before == (asked.weight == SitingWeight::buildings ? 1 : 0));
  for (auto const &pick : other.picks) {
    CHECK(pick.candidate != 2);
  }
  CHECK_FALSE(sited(town(), asked).is_capacity_ignored);
  asked.has_stations = false;
  CHECK_FALSE(sited(view, asked).is_capacity_ignored);
}

TEST_CASE("a question with more pairs of site and building than may be is refused, however asked") {
  auto asked = question();
  services::SitingOptions options;
  options.most_pairs = 4; // the station and three candidates, each with one building
  CHECK(sited(town(), asked, geo::SitingProgress{}, options).picks.size() == 1);
  options.most_pairs = 3;
  auto const refused = services::site(town(), asked, {}, options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 422);
  CHECK_THAT(refused.error().detail, Catch::Contains("more than 3 ") &&
                                         Catch::Contains("fewer candidates or fewer minutes"));
  // It is noticed on the way: no more walks are looked for.
  options.most_pairs = 0;
  int asked_to_go_on = 0;
  CHECK_FALSE(services::site(
      town(), asked, [&](double) { return ++asked_to_go_on > 0; }, options));
  CHECK(asked_to_go_on <= 2);
}

TEST_CASE("only stations of the kind asked about count in a siting") {
  auto asked = question();
  asked.stations.kind = "hall";
  CHECK(sited(town({}, {{"kind", "hall"}}), asked).before.households == 24);
  CHECK(sited(town({}, {{"kind", "clinic"}}), asked).before.households == 0);
}

TEST_CASE("a case that cannot be written for cbc is said, and one that is cancelled is not begun") {
  auto const sites = hard_case();
  geo::CoverCase const cover(sites);
  TempDir const dir;
  auto const run = dir.path() / "run";
  auto const program = dir.write("cbc", "#!/bin/sh\ntouch " + run.string() + "\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  auto const stopped = services::solve_exactly(
      program, cover, poor_plan(sites), std::chrono::seconds(60), [](double) { return false; });
  REQUIRE(stopped);
  CHECK(stopped->plan.is_stopped);
  CHECK_FALSE(std::filesystem::exists(run));

  auto const *const before = std::getenv("TMPDIR");
  auto const kept = before == nullptr ? std::string() : std::string(before);
  ::setenv("TMPDIR", (dir.path() / "nowhere").c_str(), 1);
  auto const nowhere = services::solve_exactly(services::find_cbc(), cover, poor_plan(sites),
                                               std::chrono::seconds(60), {});
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
  REQUIRE_FALSE(nowhere);
  CHECK_THAT(nowhere.error(), Catch::StartsWith("the case cannot be written for cbc: "));
}

TEST_CASE("cbc proves the best choice, from a poor one on") {
  auto const sites = hard_case();
  auto const exact = services::solve_exactly(services::find_cbc(), geo::CoverCase(sites),
                                             poor_plan(sites), std::chrono::seconds(60), {});
  REQUIRE(exact);
  CHECK(exact->is_from_cbc);
  CHECK(exact->plan.gap() == 0);
  auto const own = geo::choose_sites(sites);
  CHECK(own.bound >= exact->plan.weight);
  CHECK(static_cast<double>(own.weight) >= 0.99 * static_cast<double>(exact->plan.weight));
  auto const again = services::solve_exactly(services::find_cbc(), geo::CoverCase(sites),
                                             exact->plan, std::chrono::seconds(60), {});
  REQUIRE(again);
  CHECK_FALSE(again->is_from_cbc);
  CHECK(again->plan.picks == exact->plan.picks);
}

TEST_CASE("cbc proves the best choice where room is short") {
  auto sites = hard_case();
  for (std::size_t i = 0; i < sites.serves.size(); ++i) {
    sites.capacities.push_back(i % 2 == 0 ? 300 : 900);
  }
  sites.standing.push_back({sites.serves[3], 100});
  auto const own = geo::choose_sites(sites);
  auto const exact = services::solve_exactly(services::find_cbc(), geo::CoverCase(sites), own,
                                             std::chrono::seconds(60), {});
  REQUIRE(exact);
  CHECK(exact->plan.weight >= own.weight);
  CHECK(exact->plan.bound <= own.bound);
  CHECK(static_cast<double>(own.weight) >= 0.99 * static_cast<double>(exact->plan.weight));
}

TEST_CASE("who cancels ends cbc, and what is not cbc is said") {
  auto const sites = hard_case();
  auto const plan = poor_plan(sites);
  TempDir const dir;
  auto const told = dir.path() / "pid";
  auto const program =
      dir.write("slow", "#!/bin/sh\necho $$ > " + told.string() + ".new\nmv " + told.string() +
                            ".new " + told.string() + "\nexec sleep 600\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  auto const stopped =
      services::solve_exactly(program, geo::CoverCase(sites), plan, std::chrono::seconds(60),
                              [&](double) { return !std::filesystem::exists(told); });
  REQUIRE(stopped);
  CHECK(stopped->plan.is_stopped);
  CHECK(stopped->plan.picks == plan.picks);
  pid_t pid = 0;
  std::ifstream(told) >> pid;
  REQUIRE(pid > 0);
  CHECK(::kill(pid, 0) == -1);
  auto const absent = services::solve_exactly("/nowhere/cbc", geo::CoverCase(sites), plan,
                                              std::chrono::seconds(60), {});
  REQUIRE_FALSE(absent);
  CHECK(absent.error() == "cbc could not be started");
  auto const other = services::solve_exactly("/bin/false", geo::CoverCase(sites), plan,
                                             std::chrono::seconds(60), {});
  REQUIRE_FALSE(other);
  CHECK(other.error() == "cbc ended with code 1");
  auto const silent = services::solve_exactly("/bin/true", geo::CoverCase(sites), plan,
                                              std::chrono::seconds(60), {});
  REQUIRE_FALSE(silent);
  CHECK(silent.error() == "cbc ended without an answer");
}

TEST_CASE("a question for cbc is refused where there is none, and answered where there is") {
  auto asked = question();
  asked.exact_s = 10;
  services::SitingJobs without{std::filesystem::path{}};
  auto const refused = without.begin(planner, "j1", town().city, asked);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 501);
  services::SitingJobs jobs;
  REQUIRE(jobs.begin(planner, "j1", town().city, asked));
  jobs.run("j1");
  auto const result = jobs.find("u1", "j1")->result;
  REQUIRE(result);
  CHECK(result->newly == result->bound);
  CHECK(result->exact_error.empty());
}
