#include "tests/geo/temp_dir.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/layer_import.hpp"
#include "tools/yuntu/network_report.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::tools;
using yuntu::model::LayerKind;
using yuntu::test::TempDir;
namespace geo = yuntu::geo;
namespace model = yuntu::model;

namespace {

ImportOptions table(LayerKind layer, std::filesystem::path const &file) {
  ImportOptions options;
  options.layer = layer;
  options.file = file;
  options.crs = "EPSG:4490";
  return options;
}

ImportedLayer import_table(LayerKind layer, std::string const &text) {
  TempDir const dir;
  return import_layer(table(layer, dir.write("table.csv", text)));
}

std::string refusal(LayerKind layer, std::string const &text) {
  auto const imported = import_table(layer, text);
  CHECK(imported.read == imported.written + static_cast<std::int64_t>(imported.refused.size()));
  return imported.refused.empty() ? "" : imported.refused.front().reason;
}

std::string osm(std::string const &ways) {
  std::string nodes;
  for (int id = 1; id <= 4; ++id) {
    nodes += "<node id=\"" + std::to_string(id) + "\" lat=\"35.00\" lon=\"118.5" +
             std::to_string(id) + "\"/>";
  }
  return "<osm version=\"0.6\">" + nodes + ways + "</osm>";
}

std::string way(int id, std::string const &refs, std::string const &tags) {
  return "<way id=\"" + std::to_string(id) + "\">" + refs + tags + "</way>";
}

constexpr char const *first_two = R"(<nd ref="1"/><nd ref="2"/>)";
constexpr char const *last_two = R"(<nd ref="3"/><nd ref="4"/>)";
constexpr char const *bridge = R"(<tag k="highway" v="steps"/><tag k="bridge" v="yes"/>)";
constexpr char const *rail = R"(<tag k="railway" v="rail"/><tag k="name" v="云川铁路"/>)";
constexpr char const *tram = R"(<tag k="railway" v="tram"/>)";

ImportedLayer import_ways(LayerKind layer, std::string const &ways) {
  TempDir const dir;
  return import_layer(table(layer, dir.write("s.osm", osm(ways))));
}

std::string attribute(ImportedLayer const &imported, std::size_t row, char const *key) {
  auto const *const value = imported.version.features.at(row).find_attribute(key);
  return value == nullptr ? "" : *value;
}

} // namespace

TEST_CASE("a railway belongs to what one sees and not to where one walks") {
  auto const ways = way(1, first_two, bridge) + way(2, last_two, rail) + way(3, last_two, tram);
  auto const seen = import_ways(LayerKind::street, ways);
  CHECK(seen.read == 2);
  CHECK(seen.written == 2);
  REQUIRE(seen.version.features.size() == 2);
  CHECK(attribute(seen, 0, "highway") == "steps");
  CHECK(attribute(seen, 0, "bridge") == "yes");
  CHECK(attribute(seen, 1, "railway") == "rail");
  CHECK(seen.version.features[1].name == "云川铁路");

  auto const walked = import_ways(LayerKind::walk, ways);
  REQUIRE(walked.version.features.size() == 1);
  CHECK(attribute(walked, 0, "bridge") == "yes");
}

TEST_CASE("doors and gates of an OpenStreetMap file keep what says where they stand") {
  auto const node = [](int id, std::string const &tags) {
    return "<node id=\"" + std::to_string(id) + "\" lat=\"35.01\" lon=\"118.5\">" + tags +
           "</node>";
  };
  auto const nodes = node(10, R"(<tag k="entrance" v="emergency"/>)") +
                     node(11, R"(<tag k="entrance" v="main"/>)") +
                     node(12, R"(<tag k="barrier" v="gate"/><tag k="access" v="private"/>)");
  auto const doors = import_ways(LayerKind::entrance, nodes);
  REQUIRE(doors.version.features.size() == 1);
  CHECK(doors.refused.empty());
  CHECK(attribute(doors, 0, "building").empty()); // the outline it is on decides
  auto const gates = import_ways(LayerKind::gate, nodes);
  REQUIRE(gates.version.features.size() == 1);
  CHECK(attribute(gates, 0, "access") == "private");
  CHECK(attribute(gates, 0, "osm_id") == "12");
}

TEST_CASE("walls come along with the streets that are walked, and are none") {
  auto const walked =
      import_ways(LayerKind::walk,
                  way(1, first_two, bridge) + way(2, last_two, R"(<tag k="barrier" v="wall"/>)"));
  CHECK(walked.read == 1);
  CHECK(walked.written == 1);
  REQUIRE(walked.version.features.size() == 2);
  CHECK(attribute(walked, 1, "barrier") == "wall");
  CHECK(attribute(walked, 1, "highway").empty());
  CHECK_THAT(walked.notes.at(0), Catch::StartsWith("1 walls and fences"));
  auto const network = network_report_of(walked.version);
  CHECK(network.edges == 1);
  CHECK(network.components == 1);
  CHECK(network_note(network).empty());
}

TEST_CASE("an import tells how the network hangs together") {
  // A long street with eleven side streets, one of two crossings and one of 300 m that meet
  // nothing.
  model::LayerVersion streets;
  auto const add = [&](std::vector<std::pair<double, double>> const &points) {
    geo::LineString line;
    for (auto const &[lon, lat] : points) {
      line.push_back(geo::LonLat::from_degrees(lon, lat).value());
    }
    streets.features.push_back({{}, {}, {}, line, {}, {}});
  };
  for (int i = 0; i < 11; ++i) {
    double const lon = 118 + i * 0.001;
    add({{lon, 35}, {lon + 0.001, 35}});
    add({{lon, 35}, {lon, 35.001}});
  }
  add({{118, 35.01}, {118.001, 35.01}});
  add({{118.001, 35.01}, {118.002, 35.01}});
  add({{118.01, 35.02}, {118.0133, 35.02}});
  auto const network = network_report_of(streets);
  CHECK(network.vertices == 12 + 11 + 3 + 2);
  CHECK(network.components == 3);
  CHECK(network.largest_share == Approx(23.0 / 28));
  CHECK(network.islands == 2);
  CHECK(network.island_street_m == Approx(5.3 * 91.3).epsilon(0.01));
  CHECK(network.largest_street_share ==
        Approx(1 - network.island_street_m / network.street_m).margin(1e-9));
  CHECK_THAT(network_note(network), Catch::StartsWith("the streets make 3 networks") &&
                                        Catch::Contains("; 2 are islands"));
}

TEST_CASE(
    "an import joins lines without nodes where they lie on each other, and counts the places") {
  using Attributes = std::vector<std::pair<std::string, std::string>>;
  auto const network_with = [](Attributes const &of_second) {
    auto const line = [](double west, double south, double east, double north) {
      return geo::LineString{geo::LonLat::from_degrees(west, south).value(),
                             geo::LonLat::from_degrees(east, north).value()};
    };
    model::LayerVersion streets;
    streets.features.push_back({{}, {}, {}, line(118, 35, 118.002, 35), {}, {}});
    streets.features.push_back({{}, {}, {}, line(118.001, 34.999, 118.001, 35.001), of_second, {}});
    streets.features.push_back({{}, {}, {}, line(118.0015, 35, 118.0015, 35.001), {}, {}});
    return network_report_of(streets);
  };
  auto const flat = network_with({});
  CHECK(flat.components == 1);
  CHECK(flat.edges == 3 + 2 + 1);
  CHECK(network_json(flat).at("crossings_cut") == 1);
  CHECK(network_json(flat).at("ends_joined") == 1);
  auto const [attributes, crossings] = GENERATE(table<Attributes, std::size_t>({
      {{{"bridge", "yes"}}, 0},
      {{{"bridge", "T"}}, 0},
      {{{"tunnel", "building_passage"}}, 0},
      {{{"layer", "1"}}, 0},
      {{{"layer", "-1"}}, 0},
      {{{"bridge", "no"}, {"tunnel", "F"}, {"layer", "0"}}, 1},
      {{{"layer", "road-7"}}, 1}, // what drawings call their layers
      {{{"layer", "27"}}, 1},
  }));
  CAPTURE(attributes);
  auto const network = network_with(attributes);
  CHECK(network.crossings_cut == crossings);
  CHECK(network.components == 2 - crossings);
  CHECK(network.ends_joined == 1);
}

TEST_CASE("an OSM file without a way of the layer's kind is an error that says which tags count") {
  CHECK_THROWS_WITH(import_ways(LayerKind::walk, ""), Catch::Contains("route=ferry"));
  CHECK_THROWS_WITH(import_ways(LayerKind::street, ""), Catch::Contains("railway=rail"));
  CHECK_THROWS_WITH(import_ways(LayerKind::walk, way(2, last_two, rail)),
                    Catch::Contains("holds no streets"));
  CHECK_NOTHROW(import_ways(LayerKind::street, way(2, last_two, rail)));
}

TEST_CASE("a railway of one known node is refused as a street would be") {
  auto const seen = import_ways(
      LayerKind::street, way(1, first_two, bridge) + way(2, R"(<nd ref="3"/><nd ref="9"/>)", rail));
  CHECK(seen.written == 1);
  REQUIRE(seen.refused.size() == 1);
  CHECK(seen.refused[0].row == 2);
}

TEST_CASE(
    "of an OSM file's places only gates are gates, shops shops and public services stations") {
  TempDir const dir;
  auto const file = dir.write("s.osm", R"(<osm version="0.6">
      <node id="1" lat="35.00" lon="118.51"><tag k="barrier" v="gate"/></node>
      <node id="2" lat="35.00" lon="118.52"><tag k="shop" v="bakery"/><tag k="name" v="面包房"/></node>
      <node id="3" lat="35.00" lon="118.53"><tag k="place" v="village"/><tag k="name" v="李庄"/></node>
      <node id="4" lat="35.00" lon="118.54"><tag k="amenity" v="library"/><tag k="name" v="图书馆"/><tag k="opening_hours" v="Mo-Fr 08:00-17:00"/></node>
      <node id="5" lat="35.00" lon="118.55"><tag k="amenity" v="bench"/><tag k="name" v="长椅"/></node>
      </osm>)");
  auto options = table(LayerKind::shop, file);
  options.crs.clear();
  auto const shops = import_layer(options);
  REQUIRE(shops.version.features.size() == 1);
  CHECK(shops.version.features[0].name == "面包房");
  CHECK(attribute(shops, 0, "kind") == "bakery");
  options.layer = LayerKind::gate;
  CHECK(import_layer(options).version.features.size() == 1);
  options.layer = LayerKind::station;
  auto const stations = import_layer(options);
  REQUIRE(stations.version.features.size() == 1);
  CHECK(stations.version.features[0].name == "图书馆");
  CHECK(attribute(stations, 0, "kind") == "library");
  CHECK(attribute(stations, 0, "hours") == "Mo-Fr 08:00-17:00");
}

TEST_CASE("a map of fields makes no sense for the streets of an OSM file and is refused") {
  TempDir const dir;
  auto options = table(LayerKind::walk, dir.write("s.osm", osm(way(1, first_two, bridge))));
  options.map = {{"name", "ref"}};
  CHECK_THROWS_WITH(import_layer(options), Catch::Contains("--map"));
}

TEST_CASE("a map to a field that the layer does not have names those that it has") {
  TempDir const dir;
  auto options = table(LayerKind::gate, dir.write("g.csv", "NO,lon,lat\nG1,118.52,35\n"));
  options.map = {{"estat", "NO"}};
  CHECK_THROWS_WITH(import_layer(options),
                    Catch::Contains("estat") && Catch::Contains("code, name, estate"));
  options.map = {{"estate", "XQ"}};
  CHECK_THROWS_WITH(import_layer(options), Catch::Contains("XQ") && Catch::Contains("NO"));
}

TEST_CASE("stations keep their kind, hours, stars and capacity") {
  auto const stations =
      import_table(LayerKind::station, "code,name,kind,hours,stars,capacity,lon,lat\n"
                                       "ST1,锦绣同心驿,同心驿,Mo-Su 08:30-21:00,4.0,120,118.52,35\n"
                                       "ST2,警务室,,,0,,118.53,35\n");
  REQUIRE(stations.version.features.size() == 2);
  CHECK(attribute(stations, 0, "kind") == "同心驿");
  CHECK(attribute(stations, 0, "hours") == "Mo-Su 08:30-21:00");
  CHECK(attribute(stations, 0, "stars") == "4");
  CHECK(attribute(stations, 0, "capacity") == "120");
  CHECK(stations.version.features[1].attributes.empty()); // 0 stars: not rated
}

TEST_CASE("hours that cannot be read are kept and said, with the station and what was expected") {
  auto const stations = import_table(LayerKind::station, "code,name,hours,lon,lat\n"
                                                         "ST1,锦绣站,Mo-Fr 8-18,118.52,35\n"
                                                         "ST2,望河站,Mo-Fr 08:30-17:30,118.53,35\n"
                                                         "ST3,北苑站,,118.54,35\n");
  CHECK(stations.written == 3);
  CHECK(attribute(stations, 0, "hours") == "Mo-Fr 8-18");
  REQUIRE(stations.notes.size() == 1);
  CHECK_THAT(stations.notes[0],
             Catch::Contains("ST1 锦绣站") && Catch::Contains("\"Mo-Fr 8-18\"") &&
                 Catch::Contains("08:30-12:00") && Catch::Contains("always open"));
}

TEST_CASE("of many hours that cannot be read twenty are named") {
  std::string text = "code,hours,lon,lat\n";
  for (int i = 0; i < 23; ++i) {
    text += "ST" + std::to_string(i) + ",nine to five,118.52,35\n";
  }
  auto const notes = import_table(LayerKind::station, text).notes;
  REQUIRE(notes.size() == 21);
  CHECK(notes.back() == "and 3 more stations whose hours cannot be read");
}

TEST_CASE("a station's hours may stand under OpenStreetMap's name") {
  auto const named = import_table(LayerKind::station, "code,opening_hours,lon,lat\n"
                                                      "ST1,24/7,118.52,35\n");
  CHECK(attribute(named, 0, "hours") == "24/7");
  auto const both = import_table(LayerKind::station, "code,hours,opening_hours,lon,lat\n"
                                                     "ST1,Mo-Fr 08:00-18:00,24/7,118.52,35\n");
  CHECK(attribute(both, 0, "hours") == "Mo-Fr 08:00-18:00");
  TempDir const dir;
  auto const osm_file =
      import_layer(table(LayerKind::station, dir.write("s.osm", R"(<osm version="0.6">
        <node id="1" lat="35.00" lon="118.51"><tag k="amenity" v="community_centre"/>
          <tag k="name" v="站"/><tag k="opening_hours" v="Mo-Su 07:00-22:00"/></node>
      </osm>)")));
  CHECK(attribute(osm_file, 0, "hours") == "Mo-Su 07:00-22:00");
}

TEST_CASE("a row that lacks what its layer needs is refused with the field and what was expected") {
  using Catch::Contains;
  CHECK_THAT(refusal(LayerKind::station, "code,capacity,lon,lat\nST1,a few,118.52,35\n"),
             Contains("capacity is \"a few\"") && Contains("a whole number from 0"));
  CHECK_THAT(refusal(LayerKind::station, "code,stars,lon,lat\nST1,6,118.52,35\n"),
             Contains("stars is \"6\"") && Contains("0 to 5"));
  CHECK_THAT(refusal(LayerKind::station, "code,stars,lon,lat\nST1,三星,118.52,35\n"),
             Contains("三星"));
  CHECK_THAT(refusal(LayerKind::entrance, "building,unit,lon,lat\n,1,118.52,35\n"),
             Contains("building is empty"));
  CHECK_THAT(refusal(LayerKind::entrance, "building,unit,lon,lat\nB1,0,118.52,35\n"),
             Contains("unit is \"0\"") && Contains("1 to 1000"));
  CHECK_THAT(refusal(LayerKind::gate, "code,lon,lat\nG1,118.52,35\nG1,118.53,35\n"),
             Contains("G1") && Contains("row 1"));
  CHECK(refusal(LayerKind::entrance, "building,lon,lat\nB1,118.52,35\nB1,118.53,35\n").empty());
}

TEST_CASE("refused rows come in the file's order, whatever is wrong with them") {
  auto const imported = import_table(LayerKind::shop, "code,lon,lat\nS1,118.52,35\nS1,118.53,35\n"
                                                      "S2,east,35\nS1,118.54,35\nS3,,\n");
  CHECK(imported.written == 1);
  std::vector<std::int64_t> rows;
  for (auto const &refused : imported.refused) {
    rows.push_back(refused.row);
  }
  CHECK(rows == std::vector<std::int64_t>{2, 3, 4, 5});
}

TEST_CASE("shops and gates without a code are given one, the same for the same file") {
  auto const layer = GENERATE(LayerKind::shop, LayerKind::gate);
  std::string const text = "name,lon,lat\n面馆,118.52,35\n超市,118.53,35\n";
  auto const shops = import_table(layer, text);
  CHECK(shops.notes.at(0).find("2 provisional codes") != std::string::npos);
  CHECK(shops.version.features[0].code.substr(0, 2) == "p-");
  CHECK(shops.version.features == import_table(layer, text).version.features);
}

TEST_CASE("land use of an unknown kind is refused, since no map could draw it") {
  TempDir const dir;
  auto const square = R"(,"geometry":{"type":"Polygon","coordinates":[[[118.5,35],[118.51,35],)"
                      R"([118.51,35.01],[118.5,35]]]}})";
  auto const row = [&](std::string const &properties) {
    return R"({"type":"Feature","properties":)" + properties + square;
  };
  auto const file = dir.write("use.geojson", R"({"type":"FeatureCollection","features":[)" +
                                                 row(R"({"kind":"park","name":"映月公园"})") + "," +
                                                 row(R"({"kind":"swamp"})") + "," +
                                                 row("{\"kind\":null}") + "]}");
  auto options = table(LayerKind::landuse, file);
  options.crs.clear();
  auto const imported = import_layer(options);
  CHECK(imported.written == 1);
  REQUIRE(imported.refused.size() == 2);
  CHECK_THAT(imported.refused[0].reason,
             Catch::Contains("swamp") && Catch::Contains("residential"));
  CHECK_THAT(imported.refused[1].reason, Catch::Contains("kind is empty"));
}

TEST_CASE("fences may have several parts and holes and lie over each other, and get codes") {
  TempDir const dir;
  auto const file = dir.write("f.geojson", R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"code":"Z1","name":"行洪区","kind":"flood"},
     "geometry":{"type":"MultiPolygon","coordinates":[
       [[[118.50,35.00],[118.52,35.00],[118.52,35.02],[118.50,35.02],[118.50,35.00]],
        [[118.505,35.005],[118.505,35.010],[118.510,35.010],[118.510,35.005],[118.505,35.005]]],
       [[[118.54,35.00],[118.55,35.00],[118.55,35.01],[118.54,35.01],[118.54,35.00]]]]}},
    {"type":"Feature","properties":{"name":"工地"},
     "geometry":{"type":"Polygon","coordinates":
       [[[118.51,35.01],[118.53,35.01],[118.53,35.03],[118.51,35.03],[118.51,35.01]]]}},
    {"type":"Feature","properties":{"code":"Z3"},
     "geometry":{"type":"Point","coordinates":[118.51,35.01]}}]})");
  auto options = table(LayerKind::fence, file);
  options.crs.clear();
  auto const imported = import_layer(options);
  CHECK(imported.read == 3);
  CHECK(imported.written == 2);
  REQUIRE(imported.refused.size() == 1);
  CHECK(imported.refused[0].row == 3);
  auto const &features = imported.version.features;
  REQUIRE(features.size() == 3); // parts
  CHECK(features[0].code == "Z1");
  CHECK(features[1].code == "Z1");
  CHECK(std::get<yuntu::geo::Polygon>(features[0].geometry).holes.size() == 1);
  CHECK(attribute(imported, 0, "kind") == "flood");
  CHECK(features[2].code.starts_with("p-"));
}
