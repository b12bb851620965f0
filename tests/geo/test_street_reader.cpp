#include "geo/io/street_reader.hpp"

#include "geo/io/street_tags.hpp"
#include "tests/geo/real_data.hpp"
#include "tests/geo/temp_dir.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using namespace yuntu::geo::io;
using yuntu::test::real_data;
using yuntu::test::TempDir;

namespace {

std::string osm(std::string const &content) {
  std::string nodes;
  for (int id = 1; id <= 6; ++id) {
    nodes += "<node id=\"" + std::to_string(id) + "\" lat=\"35.0\" lon=\"118.00" +
             std::to_string(id) + "\"/>";
  }
  return "<?xml version=\"1.0\"?><osm version=\"0.6\">" + nodes + content + "</osm>";
}
std::string way(int id, std::vector<int> const &nodes, std::string const &tags) {
  std::string text = "<way id=\"" + std::to_string(id) + "\">";
  for (int const node : nodes) {
    text += "<nd ref=\"" + std::to_string(node) + "\"/>";
  }
  return text + tags + "</way>";
}
std::string tag(std::string const &key, std::string const &value) {
  return "<tag k=\"" + key + "\" v=\"" + value + "\"/>";
}

} // namespace

TEST_CASE("a street keeps its nodes in order, and its tags") {
  TempDir dir;
  auto const source = read_streets(
      dir.write("s.osm", osm(way(7, {1, 2, 3}, tag("highway", "footway") + tag("name", "人民路")) +
                             way(8, {4, 5}, tag("building", "yes")))));
  REQUIRE(source);
  CHECK(source->read == 1);
  CHECK(source->written == 1);
  REQUIRE(source->streets.size() == 1);
  auto const &street = source->streets[0];
  CHECK(street.way_id == 7);
  CHECK(street.nodes.at(2) == StreetNode{3, LonLat::from_degrees(118.003, 35).value()});
  CHECK(street.tags.highway == "footway");
  CHECK(street.tags.name == "人民路");
}

TEST_CASE("a way with missing nodes is cut at the gap and never bridged") {
  TempDir dir;
  auto const source = read_streets(
      dir.write("c.osm", osm(way(7, {1, 2, 99, 3, 98, 97, 4, 5, 6}, tag("highway", "path")))));
  REQUIRE(source);
  CHECK(source->read == 1);
  CHECK(source->written == 1);
  CHECK(source->cut_ways == 1);
  CHECK(source->missing_nodes == 3);
  REQUIRE(source->streets.size() == 2);
  CHECK(source->streets[0].nodes.size() == 2);
  CHECK(source->streets[1].nodes.size() == 3);
  CHECK(source->streets[1].piece == 1);
}

TEST_CASE("a way with fewer than two located nodes in a row is refused with its reason") {
  TempDir dir;
  auto const source = read_streets(dir.write("r.osm", osm(way(7, {1, 99}, tag("highway", "path")) +
                                                          way(8, {1, 1}, tag("highway", "path")) +
                                                          way(9, {1, 2}, tag("highway", "path")))));
  REQUIRE(source);
  CHECK(source->read == 3);
  CHECK(source->written == 1);
  REQUIRE(source->refused.size() == 2);
  CHECK(source->refused[0].way_id == 7);
  CHECK(source->refused[0].reason.find("1 of 2") != std::string::npos);
  CHECK(source->refused[1].reason.find("fewer than two") != std::string::npos);
}

TEST_CASE("walls and fences come apart from the streets, and only where these are walked") {
  TempDir dir;
  auto const file =
      dir.write("w.osm", osm(way(7, {1, 2}, tag("highway", "footway") + tag("barrier", "wall")) +
                             way(8, {2, 3, 99, 4, 5}, tag("barrier", "wall")) +
                             way(9, {4, 5}, tag("barrier", "fence")) +
                             way(10, {4, 5}, tag("barrier", "kerb")) +
                             way(11, {5, 6}, tag("barrier", "wall") + tag("building", "yes"))));
  auto const walked = read_streets(file);
  REQUIRE(walked);
  CHECK(walked->read == 1);
  CHECK(walked->streets.size() == 1);
  REQUIRE(walked->walls.size() == 3); // cut where a node is missing
  CHECK(walked->walls[0].way_id == 8);
  CHECK(walked->walls[1].way_id == 8);
  CHECK(walked->walls[1].piece == 1);
  CHECK(walked->walls[2].tags.barrier == "fence");
  CHECK(read_streets(file, StreetChoice::seen)->walls.empty());
}

TEST_CASE("ferries are streets but not counted among the highways") {
  TempDir dir;
  auto const source = read_streets(
      dir.write("f.osm", osm(way(7, {1, 2}, tag("route", "ferry") + tag("duration", "0:15")) +
                             way(8, {2, 3}, tag("highway", "steps")))));
  REQUIRE(source);
  CHECK(source->read == 1);
  CHECK(source->ferries == 1);
  REQUIRE(source->streets.size() == 2);
  CHECK(source->streets[0].tags.is_ferry);
  CHECK(source->streets[0].tags.duration_s == 900);
}

TEST_CASE("durations are read in every form that mappers use") {
  CHECK(parse_duration("20") == 1200);
  CHECK(parse_duration("0:20") == 1200);
  CHECK(parse_duration("01:02:03") == 3723);
  CHECK(parse_duration("PT1H30M") == 5400);
  CHECK(parse_duration("PT45S") == 45);
  for (auto const *wrong : {"", "soon", "1:2:3:4", "-5", "PT", "PT5", "99999999", "1:", "P1D"}) {
    CHECK_FALSE(parse_duration(wrong));
  }
}

TEST_CASE("a file that is missing, half written, no OSM or without streets is one clear error") {
  TempDir dir;
  CHECK(read_streets(dir.path() / "none.osm").error().message.find("no such file") == 0);
  CHECK_FALSE(read_streets(dir.path()));
  auto const whole = osm(way(7, {1, 2}, tag("highway", "path")));
  auto const cut = read_streets(dir.write("cut.osm", whole.substr(0, whole.size() - 30)));
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message.find("cannot be read as OSM data") == 0);
  CHECK_FALSE(read_streets(dir.write("letter.osm", "Dear Sir or Madam")));
  CHECK_FALSE(read_streets(dir.write("letter.osm.pbf", "Dear Sir or Madam")));
  CHECK_FALSE(read_streets(dir.write("letter.txt", "Dear Sir or Madam")));
  auto const bare =
      read_streets(dir.write("bare.osm", osm(way(7, {1, 2}, tag("waterway", "river")))));
  REQUIRE_FALSE(bare);
  CHECK(bare.error().message.find("no streets") != std::string::npos);
}

TEST_CASE("every highway of the OSM towns is read, and each is written or refused") {
  struct Town {
    char const *file;
    std::int64_t highways;
  };
  auto const town =
      GENERATE(Town{"osm/vancouver.osm.pbf", 15'754}, Town{"osm/liechtenstein.osm.pbf", 4'660},
               Town{"osm/beijing-haidian.osm", 684}, Town{"osm/monaco.osm.pbf", 2'832});
  auto const file = real_data(town.file);
  if (!file) {
    return;
  }
  auto const source = read_streets(*file);
  REQUIRE(source);
  CHECK(source->read == town.highways);
  CHECK(source->read == source->written + static_cast<std::int64_t>(source->refused.size()));
  CHECK(std::all_of(source->streets.begin(), source->streets.end(),
                    [](Street const &street) { return street.nodes.size() >= 2; }));
}
