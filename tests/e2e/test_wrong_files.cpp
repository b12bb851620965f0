// Layers of the demo county written as files in the wrong ways that are met with, and brought in by
// `yuntu import` without a word on how they are meant.
#include "geo/local_frame.hpp"
#include "server/store/base_store.hpp"
#include "tests/e2e/import_file.hpp"
#include "tests/e2e/wrong_files.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <map>

using namespace yuntu;
using namespace yuntu::test;
using Json = nlohmann::json;
using Catch::Contains;
using geo::AxisOrder;
using geo::DatumReading;

namespace {

constexpr char const *fields = "code=WGBM,name=WGMC,parent=SSSQ";
/// What is stored must lie as near to the truth.
constexpr double near_m = 2;

/// The county's communities and grids, right and said to be: what new layers are held against.
std::filesystem::path reference_data() {
  static TempDir const dir;
  static auto const data = [] {
    FileHabit const right{"geojson", {"EPSG:4326", {}, 0, {}}, "EPSG:4326"};
    auto const &county = true_county();
    auto made = dir.path() / "data";
    for (auto const &[layer, areas] :
         {std::pair{"community", &county.communities}, std::pair{"grid", &county.grids}}) {
      auto const done = import_file(made, layer, write_areas(dir.path(), *areas, right),
                                    {"--map", fields, "--crs", "EPSG:4326", "--datum", "wgs84"});
      if (done.code != 0) {
        throw std::runtime_error(done.errors);
      }
    }
    return made;
  }();
  return data;
}

class Office {
public:
  Office() {
    std::filesystem::copy(reference_data(), data(), std::filesystem::copy_options::recursive);
  }
  [[nodiscard]] std::filesystem::path data() const { return dir_.path() / "data"; }
  [[nodiscard]] std::filesystem::path const &folder() const { return dir_.path(); }
  [[nodiscard]] Finished bring(std::string const &layer, std::filesystem::path const &file,
                               std::vector<std::string> const &more = {"--map", fields}) const {
    return import_file(data(), layer, file, more);
  }
  [[nodiscard]] model::LayerVersion stored(model::LayerKind layer, Json const &report) const {
    return store::BaseStore(data() / "base.sqlite").read(layer, report.at("version"));
  }

private:
  TempDir dir_;
};

double to_nearest_m(geo::LonLat place, geo::Ring const &corners) {
  double nearest = std::numeric_limits<double>::infinity();
  for (auto const corner : corners) {
    nearest = std::min(nearest, geo::distance_m(place, corner));
  }
  return nearest;
}

/// The farthest that a corner of an area lies from the same area's corners in the truth, and the
/// other way round.
double farthest_m(model::LayerVersion const &stored, std::vector<demo::Area> const &truth) {
  std::map<std::string, demo::Area const *> by_code;
  for (auto const &area : truth) {
    by_code[area.code] = &area;
  }
  double farthest = 0;
  for (auto const &feature : stored.features) {
    auto const &mine = std::get<geo::Polygon>(feature.geometry).outer;
    auto const &true_area = *by_code.at(feature.code);
    CHECK(feature.name == true_area.name);
    for (auto const corner : mine) {
      farthest = std::max(farthest, to_nearest_m(corner, true_area.polygon.outer));
    }
    for (auto const corner : true_area.polygon.outer) {
      farthest = std::max(farthest, to_nearest_m(corner, mine));
    }
  }
  return farthest;
}

std::vector<demo::Area> areas_of(model::LayerKind layer) {
  if (layer != model::LayerKind::building) {
    return true_county().microgrids;
  }
  std::vector<demo::Area> some;
  auto const all = building_areas();
  for (std::size_t i = 0; i < all.size(); i += 5) {
    some.push_back(all[i]);
  }
  return some;
}

/// A row of the table: how the file was written, and what is to be found out.
struct Case {
  std::string words;
  model::LayerKind layer = model::LayerKind::building;
  FileHabit habit;
  std::string open_option = {};   ///< that would decide; empty: accepted, else undecided
  std::string encoding = "UTF-8"; ///< found out
};

constexpr auto building = model::LayerKind::building;
constexpr auto microgrid = model::LayerKind::microgrid;
constexpr auto yx = AxisOrder::yx;
constexpr auto xy = AxisOrder::xy;

} // namespace

TEST_CASE("a file of the county written wrongly is read right without an option") {
  auto const one = GENERATE(
      Case{"degrees, latitude first", building, {"geojson", {"EPSG:4326", yx, 0, {}}, "EPSG:4326"}},
      Case{"GCJ-02", building, {"geojson", {"EPSG:4326", xy, 0, DatumReading::gcj02}, "EPSG:4326"}},
      Case{"BD-09", building, {"geojson", {"EPSG:4326", xy, 0, DatumReading::bd09}, "EPSG:4326"}},
      Case{"GCJ-02 twice",
           building,
           {"geojson", {"EPSG:4326", xy, 0, DatumReading::gcj02_twice}, "EPSG:4326"}},
      Case{"shifted back for nothing",
           building,
           {"geojson", {"EPSG:4326", xy, 0, DatumReading::wgs84_unshifted}, "EPSG:4326"}},
      Case{"GCJ-02, latitude first",
           building,
           {"geojson", {"EPSG:4326", yx, 0, DatumReading::gcj02}, "EPSG:4326"}},
      Case{"northing first", building, {"shp", {"EPSG:4548", yx, 0, {}}, "EPSG:4548"}, "--crs"},
      Case{"eight digits, zone 39 not stated",
           building,
           {"shp", {"EPSG:4527", xy, 0, {}}, "EPSG:4548"},
           "--crs"},
      Case{"six digits, zone 39 stated",
           building,
           {"shp", {"EPSG:4548", xy, 0, {}}, "EPSG:4527"},
           "--crs"},
      Case{"the neighbouring zone stated",
           building,
           {"shp", {"EPSG:4548", xy, 0, {}}, "EPSG:4549"},
           "--crs"},
      Case{"GCJ-02, projected",
           building,
           {"shp", {"EPSG:4548", xy, 0, DatumReading::gcj02}, "EPSG:4548"}},
      Case{"eight digits, nothing stated", microgrid, {"shp", {"EPSG:4527", xy, 0, {}}, ""}},
      Case{"eight digits of zone 40, nothing stated",
           microgrid,
           {"shp", {"EPSG:4528", xy, 0, {}}, ""}},
      Case{"six digits, nothing stated", microgrid, {"shp", {"EPSG:4548", xy, 0, {}}, ""}},
      Case{"Xian 1980 as CGCS2000", microgrid, {"shp", {"EPSG:2384", xy, 0, {}}, "EPSG:4548"}},
      Case{"Beijing 1954, nothing stated", microgrid, {"shp", {"EPSG:2436", xy, 0, {}}, ""}},
      Case{"GBK, with .cpg",
           microgrid,
           {"shp", {"EPSG:4548", xy, 0, {}}, "EPSG:4548", "GBK", true},
           "",
           "GBK"},
      Case{"GBK, without .cpg and .prj",
           microgrid,
           {"shp", {"EPSG:4548", xy, 0, {}}, "", "GBK", false},
           "",
           "GB18030"});
  CAPTURE(one.words);
  Office const office;
  auto const truth = areas_of(one.layer);
  auto const file = write_areas(office.folder(), truth, one.habit);
  auto const done = office.bring(std::string(model::to_string(one.layer)), file);
  INFO(done.errors);
  REQUIRE(done.code == 0);
  auto const report = Json::parse(done.out);
  auto const &meant = one.habit.numbers;
  CHECK(report.at("written") == truth.size());
  CHECK(report.at("crs") == meant.crs);
  CHECK(report.at("datum") == geo::to_string(meant.datum));
  CHECK(report.at("encoding") == one.encoding);
  auto const &detective = report.at("detective");
  CHECK(detective.at("verdict") == (one.open_option.empty() ? "accepted" : "undecided"));
  CHECK(detective.value("deciding_option", "") == one.open_option);
  auto const &chosen = detective.at("chosen");
  CHECK(chosen.at("crs") == meant.crs);
  CHECK(chosen.at("datum") == geo::to_string(meant.datum));
  CHECK(chosen.at("axes") == geo::to_string(meant.axes));
  CHECK(chosen.at("easting") == "as_is");
  CHECK(chosen.at("probability").get<double>() >= (one.open_option.empty() ? 0.95 : 0.8));
  REQUIRE(detective.at("hypotheses").size() >= 2);
  CHECK(detective.at("hypotheses")[0] == chosen); // and the next is the runner-up
  if (!one.open_option.empty()) {
    CHECK_THAT(done.errors, Contains(one.open_option + " decides"));
  }
  double const apart_m = farthest_m(office.stored(one.layer, report), truth);
  std::printf("%-42s %-10s off by %.3f m at most\n", one.words.c_str(),
              std::string(model::to_string(one.layer)).c_str(), apart_m);
  CHECK(apart_m <= near_m);
}

TEST_CASE("buildings in metres of no stated system are refused by a thin margin, and the option "
          "named decides") {
  Office const office;
  auto const truth = areas_of(building);
  auto const file =
      write_areas(office.folder(), truth, {"shp", {"EPSG:4548", xy, 0, {}}, "", "UTF-8", true});
  auto const refused = office.bring("building", file);
  INFO(refused.errors);
  CHECK(refused.code == 2);
  CHECK(refused.out.empty());
  CHECK_THAT(refused.errors,
             Contains("does not say its coordinate reference system") &&
                 Contains("none clearly best: EPSG:4548 ") && Contains("; EPSG:2384 ") &&
                 Contains("State the true one, e.g. --crs EPSG:4548 --datum wgs84"));
  CHECK_THAT(yuntu::test::yuntu({"layers", "--data", office.data().string()}).out,
             !Contains("building"));

  auto const done = office.bring("building", file, {"--map", fields, "--crs", "EPSG:4548"});
  REQUIRE(done.code == 0);
  auto const report = Json::parse(done.out);
  CHECK(report.at("detective").at("verdict") == "accepted"); // the map shows the datum
  CHECK(farthest_m(office.stored(building, report), truth) <= near_m);
}

TEST_CASE("points in a table must be many beside grids: few are refused, and the options decide") {
  Office const office;
  std::vector<demo::Area> doors;
  for (auto const &house : areas_of(building)) {
    doors.push_back({house.code, house.name, "", {{house.polygon.outer.front()}, {}}});
  }
  bool const is_few = GENERATE(false, true);
  if (is_few) {
    doors.resize(12);
  }
  auto const file = write_points(office.folder(), doors, {"EPSG:4326", xy, 0, DatumReading::gcj02});
  auto done = office.bring("station", file, {});
  INFO(done.errors << done.out);
  if (is_few) {
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    CHECK_THAT(done.errors, Contains("none clearly best") &&
                                Contains("State the true one, e.g. --crs EPSG:4326 --datum "));
    done = office.bring("station", file, {"--crs", "EPSG:4326", "--datum", "gcj02"});
  }
  REQUIRE(done.code == 0);
  auto const report = Json::parse(done.out);
  CHECK(report.at("datum") == "gcj02");
  CHECK(report.at("detective").at("verdict") == (is_few ? "declared" : "accepted"));
  auto const stored = office.stored(model::LayerKind::station, report);
  REQUIRE(stored.features.size() == doors.size());
  for (std::size_t i = 0; i < doors.size(); ++i) {
    CHECK(geo::distance_m(std::get<geo::LonLat>(stored.features[i].geometry),
                          doors[i].polygon.outer.front()) <= near_m);
  }
}

TEST_CASE("an option that contradicts the map stands, with a warning that measures it") {
  Office const office;
  auto const truth = areas_of(building);
  auto const file = write_areas(
      office.folder(), truth,
      {"geojson", {"EPSG:4326", xy, 0, DatumReading::bd09}, "EPSG:4326", "UTF-8", true});
  auto const done =
      office.bring("building", file, {"--map", fields, "--crs", "EPSG:4326", "--datum", "gcj02"});
  REQUIRE(done.code == 0);
  auto const report = Json::parse(done.out);
  CHECK(report.at("datum") == "gcj02");
  CHECK(report.at("detective").at("verdict") == "declared");
  auto const &best = report.at("detective").at("hypotheses")[0];
  CHECK(best.at("datum") == "bd09");
  double const apart_m = farthest_m(office.stored(building, report), truth);
  CHECK(best.at("offset_m").get<double>() == Approx(apart_m).margin(40)); // the shift varies
  CHECK_THAT(done.errors, Contains("contradicts the data") && Contains("the declaration stands"));
}

namespace {

/// How it is known where the county lies, before any area is there to compare with.
enum class Extent { said, of_buildings };

/// A data directory of the kind, and what an import into it has to say of the extent.
std::vector<std::string> begin_with(Extent extent, TempDir const &dir) {
  if (extent == Extent::said) {
    return {"--extent", "118.3,34.8,118.7,35.2"};
  }
  FileHabit const right{"geojson", {"EPSG:4326", {}, 0, {}}, "EPSG:4326"};
  auto const done = import_wgs84(dir.path() / "data", "building",
                                 write_areas(dir.path(), areas_of(building), right),
                                 {"--map", "code=WGBM,name=WGMC"});
  if (done.code != 0) {
    throw std::runtime_error(done.errors);
  }
  return {};
}

struct FirstLayer {
  std::string words;
  FileHabit habit;
  std::string refused_with; ///< the option named; empty: undecided, as the file's datum is
};

} // namespace

TEST_CASE("where only the extent is known it decides the form, and leaves the datum to an option") {
  auto const extent = GENERATE(Extent::said, Extent::of_buildings);
  auto const one = GENERATE(
      FirstLayer{
          "the neighbouring zone stated", {"shp", {"EPSG:4548", xy, 0, {}}, "EPSG:4549"}, {}},
      FirstLayer{"northing first", {"shp", {"EPSG:4548", yx, 0, {}}, "EPSG:4548"}, {}},
      FirstLayer{"zone 39 not stated", {"shp", {"EPSG:4527", xy, 0, {}}, "EPSG:4548"}, {}},
      FirstLayer{
          "latitude first", {"geojson", {"EPSG:4326", yx, 0, {}}, "EPSG:4326"}, "--datum wgs84"},
      FirstLayer{"GCJ-02",
                 {"geojson", {"EPSG:4326", xy, 0, DatumReading::gcj02}, "EPSG:4326"},
                 "--datum wgs84"},
      FirstLayer{"eight digits, nothing stated",
                 {"shp", {"EPSG:4527", xy, 0, {}}, ""},
                 "--crs EPSG:4527 --datum wgs84"},
      FirstLayer{"six digits, nothing stated",
                 {"shp", {"EPSG:4548", xy, 0, {}}, ""},
                 "--crs EPSG:4548 --datum wgs84"});
  CAPTURE(one.words);
  TempDir const dir;
  auto options = begin_with(extent, dir);
  auto const data = dir.path() / "data";
  options.insert(options.end(), {"--map", fields});
  auto const &truth = true_county().microgrids;
  auto const file = write_areas(dir.path(), truth, one.habit);
  auto done = import_file(data, "microgrid", file, options);
  INFO(done.errors);
  auto const &meant = one.habit.numbers;
  if (!one.refused_with.empty()) {
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    CHECK_THAT(done.errors, Contains("State the true one, e.g. " + one.refused_with + "\n"));
    options.insert(options.end(), {"--datum", std::string(geo::to_string(meant.datum))});
    if (one.habit.stated_crs.empty()) {
      options.insert(options.end(), {"--crs", meant.crs});
    }
    done = import_file(data, "microgrid", file, options);
  }
  REQUIRE(done.code == 0);
  auto const report = Json::parse(done.out);
  CHECK(report.at("crs") == meant.crs);
  CHECK(report.at("datum") == geo::to_string(meant.datum));
  auto const &detective = report.at("detective");
  CHECK(detective.at("verdict") == (one.refused_with.empty() ? "undecided" : "declared"));
  if (one.refused_with.empty()) {
    CHECK(detective.at("deciding_option") == "--datum");
    CHECK_THAT(done.errors, Contains("--datum decides"));
  }
  auto const stored = store::BaseStore(data / "base.sqlite")
                          .read(model::LayerKind::microgrid, report.at("version"));
  CHECK(farthest_m(stored, truth) <= near_m);
}

TEST_CASE("where not even the extent is known, metres that nobody explains are refused") {
  TempDir const dir;
  auto const file = write_areas(dir.path(), true_county().microgrids,
                                {"shp", {"EPSG:4548", xy, 0, {}}, "", "UTF-8", true});
  auto const data = dir.path() / "data";
  auto const done = import_file(data, "microgrid", file, {"--map", fields});
  CHECK(done.code == 2);
  CHECK_THAT(done.errors,
             Contains("does not say its coordinate reference system; state it with --crs"));
  auto const box = GENERATE("118.7,34.8,118.3,35.2", "118,34,119,95", "118,34,119");
  CHECK(import_file(data, "microgrid", file, {"--map", fields, "--extent", box}).code == 2);
}

TEST_CASE("what an option leaves open is taken by its word, and said") {
  TempDir const dir;
  auto const file = write_areas(dir.path(), true_county().microgrids,
                                {"shp", {"EPSG:4548", xy, 0, {}}, "EPSG:4548", "UTF-8", true});
  auto const done =
      import_file(dir.path() / "data", "microgrid", file, {"--map", fields, "--crs", "EPSG:4548"});
  REQUIRE(done.code == 0);
  auto const detective = Json::parse(done.out).at("detective");
  CHECK(detective.at("verdict") == "declared");
  CHECK(detective.at("deciding_option") == "--datum");
  CHECK_THAT(done.errors, Contains("read as EPSG:4548 ") &&
                              Contains(", WGS 84; neither the file") &&
                              Contains(", GCJ-02: --datum decides"));
  auto const settled = import_file(dir.path() / "data", "microgrid", file,
                                   {"--map", fields, "--crs", "EPSG:4548", "--datum", "wgs84"});
  CHECK(settled.code == 0);
  CHECK_THAT(settled.errors, !Contains("decides"));
}
