#include "geo/gauss_zone.hpp"
#include "geo/local_frame.hpp"
#include "tests/tools/town_checks.hpp"
#include "tests/tools/wrong_exports.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <map>
#include <random>
#include <string>

using namespace yuntu;
using geo::Verdict;
using test::WrongWay;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int places = 3; // ten times as slow
#else
constexpr int places = 40;
#endif

demo::DemoTown const &county() {
  static demo::DemoTown const town = demo::make_town(demo::checks::county(), 1);
  return town;
}

/// Moves things so that the county's middle comes to lie elsewhere, shapes and sizes kept.
class Move {
public:
  explicit Move(geo::LonLat to) : from_(middle()), to_(to) {}
  /// Some forty corners of a line, as a file's sample has them.
  [[nodiscard]] geo::LineString sample(geo::LineString const &line) const {
    geo::LineString some;
    for (std::size_t i = 0; i < line.size(); i += line.size() / 40 + 1) {
      some.push_back(line[i]);
    }
    return (*this)(some);
  }
  geo::LineString operator()(geo::LineString const &line) const {
    geo::LineString moved;
    for (auto const point : line) {
      moved.push_back(to_.to_lon_lat(from_.to_metric(point)));
    }
    return moved;
  }

private:
  static geo::LonLat middle() {
    geo::Envelope box;
    for (auto const &area : county().subdistricts) {
      box.expand(geo::envelope_of(area.polygon));
    }
    return geo::LonLat::from_units(box.west / 2 + box.east / 2, box.south / 2 + box.north / 2)
        .value();
  }
  geo::LocalFrame from_;
  geo::LocalFrame to_;
};

std::vector<geo::LineString> outlines_of(std::vector<demo::Area> const &areas, Move const &move) {
  std::vector<geo::LineString> lines;
  for (auto const &area : areas) {
    lines.push_back(move.sample(area.polygon.outer));
  }
  return lines;
}

/// Some 350 of the county's buildings.
std::vector<geo::LineString> buildings(Move const &move) {
  std::vector<geo::LineString> lines;
  for (std::size_t i = 0; i < county().buildings.size(); i += 10) {
    lines.push_back(move(county().buildings[i].polygon.outer));
  }
  return lines;
}

geo::ReferenceMap grids_loaded(Move const &move) {
  std::vector<geo::AreaShape> shapes;
  for (auto const &grid : county().grids) {
    shapes.push_back({3, grid.code, {move(grid.polygon.outer), {}}, 0});
  }
  return {std::move(shapes), {}};
}

/// Anywhere in China, and a little around.
geo::LonLat random_place(std::mt19937 &random) {
  std::uniform_real_distribution<double> lon(80, 130);
  std::uniform_real_distribution<double> lat(20, 50);
  return geo::LonLat::from_degrees(lon(random), lat(random)).value();
}

enum class Outcome { right, refused, taken_as_stated, wrong };

/// What came of one way at every place.
struct Row {
  std::map<Outcome, int> counts;
  std::map<std::string, int> verdicts; ///< with the option that would decide, without its value
};
using Table = std::map<WrongWay, Row>;
/// The one entry that a row of verdicts must have.
using Verdicts = std::map<WrongWay, std::string>;

double apart_m(test::WrongExport const &wrong, geo::CoordinateReading const &chosen) {
  auto const point = wrong.sample.things.front().front();
  auto const there = test::read(point, chosen);
  return there ? geo::distance_m(*there, test::read(point, wrong.truth).value()) : 1e9;
}

/// Named right: placed to a metre by the same system and datum.
Outcome outcome_of(test::WrongExport const &wrong, geo::Diagnosis const &diagnosis) {
  if (diagnosis.verdict == Verdict::refused) {
    return Outcome::refused;
  }
  auto const &chosen = diagnosis.chosen;
  auto const zone = geo::gauss_zone_of(chosen.crs);
  auto const true_zone = geo::gauss_zone_of(wrong.truth.crs);
  bool const is_right = chosen.datum == wrong.truth.datum && chosen.axes == wrong.truth.axes &&
                        zone.has_value() == true_zone.has_value() &&
                        (!zone || zone->system == true_zone->system) && apart_m(wrong, chosen) < 1;
  if (is_right) {
    return Outcome::right;
  }
  return diagnosis.verdict == Verdict::undecided ? Outcome::taken_as_stated : Outcome::wrong;
}

void print(char const *title, Table const &table) {
  std::printf("%-28s %6s %8s %10s %6s   verdict, option that would decide\n", title, "right",
              "refused", "as stated", "wrong");
  for (auto const &[way, row] : table) {
    auto const count = [&](Outcome outcome) {
      auto const found = row.counts.find(outcome);
      return found == row.counts.end() ? 0 : found->second;
    };
    std::string verdicts;
    for (auto const &[verdict, times] : row.verdicts) {
      verdicts += verdict + " (" + std::to_string(times) + ") ";
    }
    std::printf("%-28s %6d %8d %10d %6d   %s\n", std::string(test::to_string(way)).c_str(),
                count(Outcome::right), count(Outcome::refused), count(Outcome::taken_as_stated),
                count(Outcome::wrong), verdicts.c_str());
  }
}

void check_verdicts(Table const &table, Verdicts const &expected) {
  for (auto const &[way, row] : table) {
    INFO(test::to_string(way));
    auto const found = expected.find(way);
    CHECK(row.verdicts == std::map<std::string, int>{
                              {found == expected.end() ? "accepted" : found->second, places}});
  }
}

int sum(Table const &table, Outcome outcome) {
  int total = 0;
  for (auto const &[way, row] : table) {
    auto const found = row.counts.find(outcome);
    total += found == row.counts.end() ? 0 : found->second;
  }
  return total;
}

void enter(Table &table, WrongWay way, test::WrongExport const &wrong,
           geo::Diagnosis const &diagnosis) {
  auto &row = table[way];
  ++row.counts[outcome_of(wrong, diagnosis)];
  auto const option = diagnosis.deciding_option.substr(0, diagnosis.deciding_option.find(' '));
  ++row.verdicts[std::string(to_string(diagnosis.verdict)) + (option.empty() ? "" : " " + option)];
}

} // namespace

TEST_CASE("480 wrong exports are named right beside a correct layer, and none confidently wrong") {
  std::mt19937 random(20'261'126);
  Table borders;
  Table houses;
  for (int place = 0; place < places; ++place) {
    Move const move(random_place(random));
    auto const map = grids_loaded(move);
    auto const communities = outlines_of(county().communities, move);
    auto const homes = buildings(move);
    for (auto const way : test::wrong_ways) {
      auto const wrong = test::export_wrongly(communities, way);
      enter(borders, way, wrong,
            geo::diagnose(wrong.sample, wrong.statement, {map.extent(), &map}));
      auto const other = test::export_wrongly(homes, way);
      enter(houses, way, other, geo::diagnose(other.sample, other.statement, {map.extent(), &map}));
    }
  }
  print("communities beside grids", borders);
  print("buildings beside grids", houses);
  CHECK(sum(borders, Outcome::right) == places * static_cast<int>(test::wrong_ways.size()));
  CHECK(sum(houses, Outcome::wrong) == 0);
  check_verdicts(borders, {});
  // Xian 1980 lies metres from CGCS2000, less than buildings lie from their grids' borders: the
  // file's own word stands, and where it says nothing the margin is too thin.
  check_verdicts(houses, {{WrongWay::axes_swapped, "undecided --crs"},
                          {WrongWay::prefix_not_stated, "undecided --crs"},
                          {WrongWay::prefix_missing, "undecided --crs"},
                          {WrongWay::neighbouring_zone, "undecided --crs"},
                          {WrongWay::crs_not_stated, "refused --crs"},
                          {WrongWay::xian_as_cgcs2000, "undecided --crs"}});
}

TEST_CASE("without a layer to compare with, forms are named and shifts left to an option") {
  std::mt19937 random(20'261'127);
  Table table;
  for (int place = 0; place < places; ++place) {
    Move const move(random_place(random));
    auto const extent = grids_loaded(move).extent();
    auto const communities = outlines_of(county().communities, move);
    for (auto const way : test::wrong_ways) {
      auto const wrong = test::export_wrongly(communities, way);
      enter(table, way, wrong, geo::diagnose(wrong.sample, wrong.statement, {extent, nullptr}));
    }
  }
  print("no layer, extent known", table);
  CHECK(sum(table, Outcome::wrong) == 0);
  check_verdicts(table, {{WrongWay::degrees_swapped, "undecided --datum"},
                         {WrongWay::axes_swapped, "undecided --datum"},
                         {WrongWay::prefix_not_stated, "undecided --datum"},
                         {WrongWay::prefix_missing, "undecided --datum"},
                         {WrongWay::neighbouring_zone, "undecided --datum"},
                         {WrongWay::crs_not_stated, "refused --crs"},
                         {WrongWay::gcj02, "refused --datum"},
                         {WrongWay::bd09, "refused --datum"},
                         {WrongWay::gcj02_twice, "refused --datum"},
                         {WrongWay::xian_as_cgcs2000, "undecided --datum"},
                         {WrongWay::beijing_not_stated, "refused --crs"},
                         {WrongWay::gcj02_projected, "undecided --datum"}});
  for (auto const way :
       {WrongWay::degrees_swapped, WrongWay::axes_swapped, WrongWay::prefix_not_stated,
        WrongWay::prefix_missing, WrongWay::neighbouring_zone}) {
    CHECK(table[way].counts[Outcome::right] == places);
  }
}

TEST_CASE("a right delivery is read as it is stated, beside a map and without one") {
  std::mt19937 random(7);
  for (int place = 0; place < 20; ++place) {
    Move const move(random_place(random));
    auto const map = grids_loaded(move);
    geo::CoordinateSample sample;
    for (auto const &line : outlines_of(county().communities, move)) {
      sample.things.emplace_back();
      for (auto const point : line) {
        sample.things.back().push_back({point.lon(), point.lat()});
      }
    }
    geo::CoordinateStatement const statement{"EPSG:4326", false, place % 2 == 0, {}};
    auto const beside = geo::diagnose(sample, statement, {map.extent(), &map});
    CHECK(beside.verdict == Verdict::accepted);
    CHECK(beside.chosen == geo::CoordinateReading{"EPSG:4326", {}, 0, {}});
    auto const alone = geo::diagnose(sample, statement, {});
    if (statement.is_crs_by_format) { // nobody's word
      CHECK(alone.verdict == Verdict::refused);
      CHECK(alone.deciding_option == "--datum wgs84");
    } else {
      CHECK(alone.verdict == Verdict::undecided);
      CHECK(alone.deciding_option == "--datum");
      CHECK(alone.chosen == beside.chosen);
    }
    geo::CoordinateStatement ordered = statement;
    ordered.is_crs_ordered = true;
    ordered.ordered_datum = geo::DatumReading::gcj02;
    auto const declared = geo::diagnose(sample, ordered, {map.extent(), &map});
    CHECK(declared.verdict == Verdict::declared);
    CHECK(declared.chosen.datum == geo::DatumReading::gcj02);
    CHECK(declared.hypotheses.front().reading == beside.chosen);
    CHECK(declared.hypotheses.front().probability > 0.95);
    CHECK(declared.hypotheses.front().offset_m > 100);
  }
}
