#include "geo/predicates.hpp"
#include "tests/server/rules/topology/hand_made.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu;
using namespace yuntu::rules::topology;
using test::at;
using test::box;
using test::HandMade;
using test::ring;
using Kind = model::LayerKind;
using Codes = std::vector<std::string>;

namespace {

constexpr double unit_lon_m = 0.0091287; ///< at 35 N
constexpr double unit_lat_m = 0.0110939;
constexpr double unit_m2 = unit_lon_m * unit_lat_m;

std::string const grid11 = "371399001001001";
std::string const grid12 = "371399001001002";
std::string const grid21 = "371399001002001";

Finding only_finding(HandMade const &county) {
  auto const report = county.check();
  for (auto const &finding : report.findings) {
    UNSCOPED_INFO(to_string(finding.rule) << " " << finding.codes.front() << ": " << finding.hint);
  }
  REQUIRE(report.findings.size() == 1);
  return report.findings.front();
}

void check_is_in(geo::LonLat place, int west, int south, int east, int north) {
  INFO(place.lon_e7() - 1'180'000'000 << " " << place.lat_e7() - 350'000'000);
  CHECK(geo::covers(box(west, south, east, north), place));
}

} // namespace

TEST_CASE("a county without a fault has no findings, and nothing of it is skipped") {
  auto const report = HandMade().check();
  CHECK(report.findings.empty());
  CHECK(report.skipped.empty());
  CHECK(report.is_clean());
  CHECK(report.within_tolerance == 0);
  REQUIRE(report.counts.size() == 7);
  CHECK(report.counts[2].layer == Kind::grid);
  CHECK(report.counts[2].areas == 4);
  CHECK(report.counts[2].corners == 24);
}

TEST_CASE("a corner drawn too far inside leaves one gap, beside the neighbour that it is nearest") {
  HandMade county;
  auto &outer = county.shape(Kind::grid, grid11).outer;
  *std::find(outer.begin(), outer.end(), at(10'000, 10'000)) = at(9'000, 10'000);
  auto const gap = only_finding(county);
  CHECK(gap.rule == Rule::gap);
  CHECK(gap.severity == Severity::error);
  CHECK(gap.layer == Kind::grid);
  CHECK(gap.codes == Codes{grid11, grid12});
  CHECK(gap.size_m2.value() == Approx(0.5 * 1'000 * 20'000 * unit_m2).epsilon(1e-4));
  check_is_in(gap.place, 9'000, 0, 10'000, 20'000);
  REQUIRE(gap.shape.size() == 1);
  CHECK(geo::covers(gap.shape.front(), gap.place));
}

TEST_CASE("a missing grid is one gap, and what should lie in it is not found wrong as well") {
  HandMade county;
  std::erase_if(county.layers[Kind::grid].features,
                [](auto const &feature) { return feature.code == grid12; });
  auto const gap = only_finding(county);
  CHECK(gap.rule == Rule::gap);
  CHECK(gap.size_m2.value() == Approx(10'000 * 20'000 * unit_m2).epsilon(1e-4));
  check_is_in(gap.place, 10'000, 0, 20'000, 20'000);
}

TEST_CASE("an area in which the next level is not drawn at all is one gap") {
  HandMade county;
  std::erase_if(county.layers[Kind::microgrid].features,
                [](auto const &feature) { return feature.parent == grid12; });
  auto const gap = only_finding(county);
  CHECK(gap.rule == Rule::gap);
  CHECK(gap.layer == Kind::microgrid);
  CHECK(gap.codes == Codes{grid12});
}

TEST_CASE("a hole in the topmost layer is a gap, though nothing lies around it") {
  HandMade county;
  for (auto const kind : {Kind::subdistrict, Kind::community}) {
    county.layers.erase(kind);
  }
  county.shape(Kind::grid, grid11)
      .holes.push_back(ring({{2'000, 12'000}, {2'000, 14'000}, {4'000, 14'000}, {4'000, 12'000}}));
  auto const report = county.check();
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].rule == Rule::gap);
  CHECK(report.findings[0].size_m2.value() == Approx(2'000 * 2'000 * unit_m2).epsilon(1e-4));
  CHECK_FALSE(report.skipped.empty());
}

TEST_CASE("two grids that claim the same land overlap once, over a community's border too") {
  auto const [owner, claimed] =
      GENERATE_COPY(table<std::string, std::string>({{grid11, grid12}, {grid12, grid21}}));
  HandMade county;
  auto &outer = county.shape(Kind::grid, owner).outer;
  int const border = owner == grid11 ? 10'000 : 20'000;
  *std::find(outer.begin(), outer.end(), at(border, 10'000)) = at(border + 1'000, 10'000);
  auto const overlap = only_finding(county);
  CHECK(overlap.rule == Rule::overlap);
  CHECK(overlap.layer == Kind::grid);
  CHECK(overlap.codes == Codes{owner, claimed});
  CHECK(overlap.size_m2.value() == Approx(0.5 * 1'000 * 20'000 * unit_m2).epsilon(1e-4));
  check_is_in(overlap.place, border, 0, border + 1'000, 20'000);
}

TEST_CASE("a strip under half a metre is a sliver, one for the whole border however it wavers") {
  HandMade county;
  // 50 units west, 40 east: the two lines cross twice
  auto &outer = county.shape(Kind::grid, grid11).outer;
  auto const corner = std::find(outer.begin(), outer.end(), at(10'000, 10'000));
  outer.insert(corner + 1, {at(10'040, 15'000)});
  *std::find(outer.begin(), outer.end(), at(10'000, 10'000)) = at(9'950, 10'000);
  auto const sliver = only_finding(county);
  CHECK(sliver.rule == Rule::sliver);
  CHECK(sliver.severity == Severity::warning);
  CHECK(sliver.codes == Codes{grid11, grid12});
  CHECK(sliver.width_m.value() < 0.5);
  CHECK(sliver.shape.size() == 2);
  check_is_in(sliver.place, 9'950, 0, 10'040, 20'000);
}

TEST_CASE("what two layers' own rounding leaves between them is within tolerance") {
  HandMade county;
  auto &outer = county.shape(Kind::community, "371399001001").outer;
  *std::find(outer.begin(), outer.end(), at(0, 10'000)) = at(1, 10'000);
  auto const report = county.check();
  CHECK(report.findings.empty());
  CHECK(report.within_tolerance == 1);
}

TEST_CASE("a building that a grid's border cuts is found where it is cut off") {
  HandMade county;
  county.shape(Kind::building, "37139900100100002") = box(9'000, 3'000, 12'000, 5'000);
  auto const cut = only_finding(county);
  CHECK(cut.rule == Rule::cut_building);
  CHECK(cut.layer == Kind::building);
  CHECK(cut.codes == Codes{"37139900100100002", grid12 + "01", grid11 + "01"});
  CHECK(cut.size_m2.value() == Approx(1'000 * 2'000 * unit_m2).epsilon(1e-4));
  check_is_in(cut.place, 9'000, 3'000, 10'000, 5'000);
}

TEST_CASE("a building whose wall stands on the border, or a unit beyond it, is not cut") {
  HandMade county;
  county.shape(Kind::building, "37139900100100002") = box(9'999, 3'000, 12'000, 5'000);
  CHECK(county.check().findings.empty());
  county.shape(Kind::building, "37139900100100002") = box(10'000, 3'000, 12'000, 5'000);
  CHECK(county.check().findings.empty());
}

TEST_CASE("a building or a station outside the county has no owner") {
  HandMade county;
  SECTION("building") {
    county.shape(Kind::building, "37139900100100002") = box(50'000, 3'000, 51'000, 5'000);
    auto const orphan = only_finding(county);
    CHECK(orphan.rule == Rule::orphan);
    CHECK(orphan.codes == Codes{"37139900100100002"});
    CHECK(orphan.size_m2.value() == Approx(1'000 * 2'000 * unit_m2).epsilon(1e-4));
    check_is_in(orphan.place, 50'000, 3'000, 51'000, 5'000);
  }
  SECTION("all buildings: the layer lies elsewhere") {
    for (auto &building : county.layers[Kind::building].features) {
      for (auto &place : std::get<geo::Polygon>(building.geometry).outer) {
        place = geo::LonLat::from_units(place.lon_e7() + 60'000, place.lat_e7()).value();
      }
    }
    auto const orphans = only_finding(county);
    CHECK(orphans.rule == Rule::orphan);
    CHECK(orphans.hint.find("none of the 2") != std::string::npos);
  }
  SECTION("station") {
    county.row(Kind::station, "S1").geometry = at(22'000, -3'000);
    auto const orphan = only_finding(county);
    CHECK(orphan.rule == Rule::orphan);
    CHECK(orphan.layer == Kind::station);
    CHECK(orphan.place == at(22'000, -3'000));
  }
}

TEST_CASE("a grid whose parent field names another community is one wrong nesting") {
  HandMade county;
  county.row(Kind::grid, grid12).parent = "371399001002";
  auto const finding = only_finding(county);
  CHECK(finding.rule == Rule::wrong_nesting);
  CHECK(finding.codes == Codes{grid12, "371399001002", "371399001001"});
  CHECK(finding.size_m2.value() == Approx(10'000 * 20'000 * unit_m2).epsilon(1e-4));
  check_is_in(finding.place, 10'000, 0, 20'000, 20'000);
}

TEST_CASE(
    "a grid whose border strays out of its community, its neighbour making way, is nested wrong") {
  HandMade county;
  for (auto const &grid : {grid12, grid21}) {
    auto &outer = county.shape(Kind::grid, grid).outer;
    *std::find(outer.begin(), outer.end(), at(20'000, 10'000)) = at(21'000, 10'000);
  }
  auto const finding = only_finding(county);
  CHECK(finding.rule == Rule::wrong_nesting);
  CHECK(finding.codes == Codes{grid12, "371399001001", "371399001002"});
  CHECK(finding.size_m2.value() == Approx(0.5 * 1'000 * 20'000 * unit_m2).epsilon(1e-4));
  check_is_in(finding.place, 20'000, 0, 21'000, 20'000);
}

TEST_CASE("without a parent field the code says where an area belongs") {
  HandMade county;
  for (auto &grid : county.layers[Kind::grid].features) {
    grid.parent.clear();
  }
  CHECK(county.check().findings.empty());
  auto &row = county.row(Kind::grid, grid12);
  row.code = "371399001002003";
  auto const finding = only_finding(county);
  CHECK(finding.rule == Rule::wrong_nesting);
  CHECK(finding.codes == Codes{"371399001002003", "371399001002", "371399001001"});
}

TEST_CASE("an estate that leaves its community, and two that overlap, are found") {
  HandMade county;
  SECTION("outside") {
    county.row(Kind::estate, "371399001001X01").parent = "371399001002";
    CHECK(only_finding(county).rule == Rule::wrong_nesting);
  }
  SECTION("overlap") {
    county.add(Kind::estate, "371399001001X02", "371399001001", box(5'500, 2'000, 8'000, 6'000));
    auto const finding = only_finding(county);
    CHECK(finding.rule == Rule::overlap);
    CHECK(finding.layer == Kind::estate);
    check_is_in(finding.place, 5'500, 2'000, 6'000, 6'000);
  }
}

TEST_CASE("a grid in two parts is one finding; two rows with one code are another") {
  HandMade county;
  SECTION("parts of one row do not share a border") {
    county.layers.erase(Kind::microgrid);
    auto &grids = county.layers[Kind::grid].features;
    // 001 of the first community and 002 of the second: the land of one code
    grids[3].code = grid11;
    grids[3].name = grids[0].name;
    grids[3].parent = grids[0].parent;
    std::swap(grids[1], grids[3]);
    auto const report = county.check();
    REQUIRE(report.findings.size() == 2);
    CHECK(report.findings[0].rule == Rule::multipart);
    CHECK(report.findings[0].codes == Codes{grid11});
    CHECK(report.findings[1].rule == Rule::wrong_nesting); // its second part lies elsewhere
  }
  SECTION("neighbours do") {
    county.row(Kind::grid, grid12).code = grid11;
    auto const finding = only_finding(county);
    CHECK(finding.rule == Rule::duplicate_code);
    CHECK(finding.codes == Codes{grid11});
    CHECK(finding.shape.size() == 2);
    check_is_in(finding.place, 10'000, 0, 20'000, 20'000);
  }
  SECTION("a row given twice is not an overlap besides") {
    auto &grids = county.layers[Kind::grid].features;
    grids.push_back(grids[0]);
    CHECK(only_finding(county).rule == Rule::duplicate_code);
  }
  SECTION("nor is a building drawn twice, a metre apart, one building in two parts") {
    auto &buildings = county.layers[Kind::building].features;
    auto again = buildings[0];
    for (auto &corner : std::get<geo::Polygon>(again.geometry).outer) {
      corner = geo::LonLat::from_units(corner.lon_e7() + 90, corner.lat_e7() + 90).value();
    }
    buildings.insert(buildings.begin() + 1, again);
    auto const report = county.check();
    CHECK_FALSE(report.is_clean());
    CHECK(std::any_of(report.findings.begin(), report.findings.end(),
                      [](auto const &finding) { return finding.rule == Rule::duplicate_code; }));
  }
}

TEST_CASE("a code of another form than the layer's, or of another community, is a bad code") {
  HandMade county;
  SECTION("a digit short") {
    county.row(Kind::grid, grid12).code = "37139900100102";
    auto const finding = only_finding(county);
    CHECK(finding.rule == Rule::bad_code);
    CHECK(finding.codes == Codes{"37139900100102"});
    CHECK(finding.hint.find("15 digits") != std::string::npos);
    check_is_in(finding.place, 10'000, 0, 20'000, 20'000);
  }
  SECTION("a letter") {
    county.row(Kind::building, "37139900100100002").code = "3713990010010000B";
    CHECK(only_finding(county).rule == Rule::bad_code);
  }
  SECTION("another community's") {
    county.row(Kind::grid, grid12).code = "371399001002009";
    auto const finding = only_finding(county);
    CHECK(finding.rule == Rule::bad_code);
    CHECK(finding.codes == Codes{"371399001002009", "371399001001"});
  }
  SECTION("a building's") {
    county.row(Kind::building, "37139900100100002").code = "37139900100200001";
    auto const finding = only_finding(county);
    CHECK(finding.rule == Rule::bad_code);
    CHECK(finding.codes == Codes{"37139900100200001", "371399001001"});
  }
}

TEST_CASE("grids of 14 and of 20 digits, with their micro-grids, are well formed too") {
  auto const form = GENERATE(0, 1);
  HandMade county;
  auto const recoded = [&](std::string const &grid) {
    return form == 0 ? grid.substr(0, 12) + grid.substr(13)
                     : "010100" + grid.substr(0, 12) + grid.substr(13);
  };
  for (auto &grid : county.layers[Kind::grid].features) {
    grid.code = recoded(grid.code);
    grid.parent.clear();
  }
  for (auto &microgrid : county.layers[Kind::microgrid].features) {
    microgrid.code = recoded(microgrid.code.substr(0, 15)) + microgrid.code.substr(15);
    microgrid.parent.clear();
  }
  CHECK(county.check().findings.empty());
  county.layers[Kind::grid].features[0].code = grid11;
  CHECK(only_finding(county).rule == Rule::bad_code);
}

TEST_CASE("codes of no known form, or provisional ones, are one note that stops no certificate") {
  HandMade county;
  for (auto &building : county.layers[Kind::building].features) {
    building.code = GENERATE(as<std::string>{}, "p-", "甲") + building.code;
  }
  auto const report = county.check();
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].severity == Severity::note);
  CHECK(report.findings[0].rule == Rule::bad_code);
  CHECK(report.is_clean());
}

TEST_CASE("codes that run from east to west are one finding a community") {
  HandMade county;
  county.layers.erase(Kind::microgrid);
  std::swap(county.row(Kind::grid, grid11).geometry, county.row(Kind::grid, grid12).geometry);
  auto const finding = only_finding(county);
  CHECK(finding.rule == Rule::code_order);
  CHECK(finding.severity == Severity::warning);
  CHECK(finding.codes == Codes{grid11, grid12});
  check_is_in(finding.place, 0, 0, 10'000, 20'000);
}

TEST_CASE("an invalid outline is found where it is wrong, and its neighbours are left in peace") {
  HandMade county;
  auto &outer = county.shape(Kind::grid, grid11).outer;
  std::swap(outer[2], outer[3]); // runs up, back down and up again
  auto const finding = only_finding(county);
  CHECK(finding.rule == Rule::invalid_geometry);
  CHECK(finding.codes == Codes{grid11});
}

TEST_CASE("a layer alone is checked for what it can tell, and the rest is said to be skipped") {
  HandMade county;
  for (auto const kind : {Kind::subdistrict, Kind::community, Kind::microgrid, Kind::estate,
                          Kind::building, Kind::station}) {
    county.layers.erase(kind);
  }
  auto const report = county.check();
  CHECK(report.findings.empty());
  auto const says = [&](Rule rule, std::string const &layer) {
    return std::any_of(report.skipped.begin(), report.skipped.end(), [&](Skipped const &skipped) {
      return skipped.rule == rule && skipped.layer == layer;
    });
  };
  CHECK(says(Rule::wrong_nesting, "grid"));
  CHECK(says(Rule::code_order, "grid"));
  CHECK(says(Rule::cut_building, "building"));
  CHECK(says(Rule::gap, "microgrid"));
  CHECK_FALSE(says(Rule::overlap, "grid"));
}

TEST_CASE("nothing loaded is nothing checked") {
  auto const report = check_topology({}, {});
  CHECK(report.findings.empty());
  CHECK(report.counts.empty());
  CHECK_FALSE(report.skipped.empty());
}
