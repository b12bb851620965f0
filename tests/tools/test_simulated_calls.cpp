#include "geo/predicates.hpp"
#include "server/services/routing_files.hpp"
#include "tests/tools/simulated_town.hpp"
#include "tools/checkout.hpp"
#include "tools/yuntu/demo/definition.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::simulate;

namespace {

/// Residents only, `days` days; the town of 400 households reports 1.6 a day at rate 1.
std::vector<Event> days_of_calls(double rate, int days, std::uint64_t seed = 1) {
  auto const world = simulated_town();
  auto const day = built_in_day();
  StreetNet const net(world.streets);
  Calls calls(world, net, day);
  calls.start(seed, local_time(0), rate);
  std::vector<Event> events;
  while (calls.next_time() < local_time(24 * days)) {
    events.push_back(calls.step());
  }
  return events;
}

std::string mistake_in(std::string const &from, std::string const &to) {
  auto text = [] {
    std::ifstream in(yuntu::checkout() + "/data/demo/day.toml");
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  auto const place = text.find(from);
  REQUIRE(place != std::string::npos);
  text.replace(place, from.size(), to);
  auto const file = std::filesystem::temp_directory_path() / "yuntu_bad_day.toml";
  std::ofstream(file) << text;
  try {
    static_cast<void>(read_day(file));
  } catch (demo::DefinitionError const &error) {
    return error.what();
  }
  return "accepted";
}

} // namespace

TEST_CASE("residents report as often as the day says") {
  auto const rate = GENERATE(1.0, 20.0, 400.0);
  int const days = rate > 100 ? 2 : 50;
  auto const count = static_cast<double>(only<RaiseEvent>(days_of_calls(rate, days)).size());
  double const expected = 0.4 * 4.0 * rate * days;
  CAPTURE(rate, count, expected);
  CHECK(count > expected * 0.7);
  CHECK(count < expected * 1.3);
}

TEST_CASE("no rate, or nobody who lives here, means no incidents") {
  CHECK(days_of_calls(0, 10).empty());
  World const empty;
  auto const day = built_in_day();
  StreetNet const net(empty.streets);
  Calls calls(empty, net, day);
  calls.start(1, local_time(0), 1);
  CHECK(calls.next_time() == model::Time::max());
}

TEST_CASE("every kind of call is a category of the tree that servers have by default") {
  auto const tree = services::read_categories({}, std::string(services::default_categories));
  for (auto const &kind : built_in_day().kinds) {
    CAPTURE(kind.category);
    CHECK(tree.find(kind.category) != nullptr);
  }
}

TEST_CASE("kinds keep to their hours and to their class of estate") {
  std::map<int, int> noise_at;
  std::map<std::string, std::pair<int, int>> towers_and_old;
  auto const town = simulated_town();
  for (auto const &event : days_of_calls(40, 60)) {
    auto const *const raised = std::get_if<RaiseEvent>(&event.body);
    if (raised == nullptr) {
      continue;
    }
    auto const &report = raised->report;
    auto const hour = static_cast<int>((event.time - local_time(0)) / std::chrono::hours{1} % 24);
    noise_at[hour] += report.category == "噪音扰民" ? 1 : 0;
    auto const home = std::find_if(town.homes.begin(), town.homes.end(),
                                   [&](Home const &h) { return h.code == report.building; });
    if (home != town.homes.end()) {
      auto &counts = towers_and_old[report.category];
      ++(home - town.homes.begin() < 10 ? counts.first : counts.second);
    }
  }
  CHECK(noise_at[22] + noise_at[21] > 5 * (noise_at[3] + noise_at[4]));
  CHECK(towers_and_old["电梯"].second == 0); // old quarters have no lifts
  CHECK(towers_and_old["电梯"].first > 20);
}

TEST_CASE("a report is one the server takes: an id, a text, a severity, and a place of one kind") {
  std::set<std::string> ids;
  std::set<model::Severity> severities;
  std::set<std::string> codes;
  auto const town = simulated_town();
  for (auto const &home : town.homes) {
    codes.insert(home.code);
  }
  int on_street = 0;
  auto const raised = only<RaiseEvent>(days_of_calls(40, 20));
  for (auto const &[report] : raised) {
    CHECK(ids.insert(report.id).second);
    CHECK(report.id.size() == 36);
    CHECK_FALSE(report.text.empty());
    severities.insert(report.severity);
    REQUIRE(report.position.has_value() == report.building.empty());
    if (report.position) {
      ++on_street;
    } else {
      CHECK(codes.contains(report.building));
    }
  }
  CHECK(severities.size() == 3);
  CHECK(on_street > 50);
  CHECK(on_street < static_cast<int>(raised.size()) / 2);
}

TEST_CASE("a mistake in the definition of a day is refused with its place") {
  using Catch::Contains;
  CHECK_THAT(mistake_in("incidents_per_1000_households = 4.0", ""),
             Contains("incidents_per_1000_households") && Contains("missing"));
  CHECK_THAT(mistake_in("start = \"06:30\"", "start = \"6:30\""), Contains("shifts[0].start"));
  CHECK_THAT(mistake_in("place = \"street\"", "place = \"sea\""), Contains("kinds[1].place"));
  CHECK_THAT(mistake_in("classify = [2, 12]", "classify = [12, 2]"),
             Contains("answers.minutes.classify"));
  CHECK_THAT(mistake_in("severity = [0.9, 0.1, 0.0]", "severity = [0.9, 0.0, 0.1]"),
             Contains("kinds[0].critical"));
  CHECK_THAT(mistake_in("[channels]", "[channel]"), Contains("channels"));
  CHECK_THAT(mistake_in("[channels]", "[channels"), Contains("line"));
}
