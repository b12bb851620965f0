// One drawn town for each rule of who may walk where: written as an OpenStreetMap file, read, built
// into a network, walked.
#include "geo/io/street_reader.hpp"
#include "geo/walk_graph.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/crossed_lines.hpp"
#include "tests/support/street_lines_of.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace yuntu;

namespace {

using Tags = std::map<std::string, std::string>;

/// From A to D by B-C, which is tagged anew each time, are 120 m; by X and Y 200 m.
test::AsciiMap const town(R"(
    A---B---C---D
        |   |
        |   |
        |   |
        X---Y
)",
                          10);

constexpr double through_m = 120;
constexpr double around_m = 200;

/// The places that `names` names are nodes; one that the file lacks is written "?".
std::string way(int id, std::string const &names, Tags const &tags) {
  std::string text = "<way id=\"" + std::to_string(id) + "\">";
  for (char const name : names) {
    text += "<nd ref=\"" + std::to_string(int{name}) + "\"/>";
  }
  for (auto const &[key, value] : tags) {
    text += "<tag k=\"" + key + "\" v=\"" + value + "\"/>";
  }
  return text + "</way>";
}

std::string file_of(std::string const &ways) {
  std::string nodes;
  for (char const name : std::string("ABCDXY")) {
    auto const place = town.at(name);
    nodes += "<node id=\"" + std::to_string(int{name}) + "\" lat=\"" + std::to_string(place.lat()) +
             "\" lon=\"" + std::to_string(place.lon()) + "\"/>";
  }
  return R"(<?xml version="1.0"?><osm version="0.6">)" + nodes + ways + "</osm>";
}

geo::WalkGraph graph_of(std::string const &ways, geo::WalkProfile const &profile) {
  test::TempDir const dir;
  auto const source = geo::io::read_streets(dir.write("town.osm", file_of(ways)));
  REQUIRE(source);
  return {test::street_lines_of(*source), profile};
}

double walk_m(geo::WalkGraph const &graph) {
  auto const place = [&](char name) { // written with six decimals
    auto const near = town.at(name);
    for (geo::VertexId vertex = 0; vertex < graph.vertex_count(); ++vertex) {
      if (geo::distance_m(graph.place(vertex), near) < 0.2) {
        return graph.place(vertex);
      }
    }
    return near;
  };
  return test::walk_between(graph, place('A'), place('D')).value_or(-1);
}

/// Metres from A to D, with the piece B-C tagged so.
double walk_m(Tags const &tags, geo::WalkProfile const &profile = geo::standard_walk) {
  Tags const street{{"highway", "residential"}};
  return walk_m(graph_of(way(1, "AB", street) + way(2, "BC", tags) + way(3, "CD", street) +
                             way(4, "BXYC", street),
                         profile));
}

auto is_through() {
  return Catch::WithinAbs(through_m, 1);
}
auto is_around() {
  return Catch::WithinAbs(around_m, 1);
}

} // namespace

TEST_CASE("drawn: the class decides where no other tag does") {
  CHECK_THAT(walk_m({{"highway", "residential"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "footway"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "motorway"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "primary_link"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "motorway_link"}}), is_around());
}

TEST_CASE("drawn: foot=yes walks where access=no says that nobody does") {
  CHECK_THAT(walk_m({{"highway", "residential"}, {"access", "no"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "residential"}, {"access", "no"}, {"foot", "yes"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "motorway"}, {"foot", "designated"}}), is_through());
}

TEST_CASE("drawn: foot=no on a residential street does not walk, whatever access says") {
  CHECK_THAT(walk_m({{"highway", "residential"}, {"foot", "no"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "residential"}, {"foot", "no"}, {"access", "yes"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "footway"}, {"foot", "use_sidepath"}}), is_around());
}

TEST_CASE("drawn: what is for somebody's purpose is walked by its class") {
  CHECK_THAT(walk_m({{"highway", "service"}, {"access", "destination"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "service"}, {"access", "customers"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "motorway"}, {"access", "destination"}}), is_around());
}

TEST_CASE("drawn: a private street is no way through") {
  CHECK_THAT(walk_m({{"highway", "service"}, {"access", "private"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "service"}, {"access", "private"}, {"foot", "permissive"}}),
             is_through());
  CHECK_THAT(walk_m({{"highway", "service"}, {"access", "yes"}, {"foot", "private"}}), is_around());
}

TEST_CASE("drawn: a trunk road is walked on its sidewalk") {
  CHECK_THAT(walk_m({{"highway", "trunk"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "trunk"}, {"sidewalk", "both"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "trunk"}, {"sidewalk", "no"}}), is_around());
}

TEST_CASE("drawn: steps take twice their length, and a wheelchair none") {
  CHECK_THAT(walk_m({{"highway", "steps"}}), Catch::WithinAbs(through_m + 40, 1));
  CHECK_THAT(walk_m({{"highway", "steps"}}, geo::wheelchair_walk), is_around());
  CHECK_THAT(walk_m({{"highway", "footway"}}, geo::wheelchair_walk), is_through());
}

TEST_CASE("drawn: a lift is walked, by a wheelchair too") {
  CHECK_THAT(walk_m({{"highway", "elevator"}}), is_through());
  CHECK_THAT(walk_m({{"highway", "elevator"}}, geo::wheelchair_walk), is_through());
  CHECK_THAT(walk_m({{"highway", "elevator"}, {"foot", "no"}}), is_around());
}

TEST_CASE("drawn: what is not built is not walked, whatever it promises") {
  CHECK_THAT(walk_m({{"highway", "construction"}}), is_around());
  CHECK_THAT(walk_m({{"highway", "proposed"}, {"foot", "yes"}}), is_around());
}

TEST_CASE("drawn: a wall or a railway is no street") {
  CHECK_THAT(walk_m({{"barrier", "wall"}}), is_around());
  CHECK_THAT(walk_m({{"railway", "rail"}}), is_around());
}

TEST_CASE("drawn: a ferry takes its time from end to end, and none that nobody knows") {
  // A minute: 66 m at 1.1 m/s.
  CHECK_THAT(walk_m({{"route", "ferry"}, {"duration", "00:01"}}), Catch::WithinAbs(80 + 66, 1));
  CHECK_THAT(walk_m({{"route", "ferry"}}), is_around());
  CHECK_THAT(walk_m({{"route", "ferry"}, {"duration", "00:01"}, {"foot", "no"}}), is_around());
}

TEST_CASE("drawn: a way with missing nodes is cut there and never bridged") {
  Tags const street{{"highway", "residential"}};
  auto const around = way(2, "BXYC", street);
  CHECK_THAT(walk_m(graph_of(way(1, "ABCD", street) + around, {})), is_through());
  CHECK_THAT(walk_m(graph_of(way(1, "AB?CD", street) + around, {})), is_around());
  CHECK_THAT(walk_m(graph_of(way(1, "AB??CD", street) + around, {})), is_around());
  CHECK(walk_m(graph_of(way(1, "AB?CD", street) + way(2, "BX?YC", street), {})) == -1);
}
