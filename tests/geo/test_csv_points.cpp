#include "geo/io/feature_reader.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using namespace yuntu::geo::io;
using yuntu::test::TempDir;

namespace {

SourceOptions in_degrees() {
  SourceOptions options;
  options.crs = "EPSG:4490";
  return options;
}

LonLat const market = LonLat::from_degrees(118.52, 35.01).value();

std::string message_of(std::string const &text) {
  TempDir const dir;
  auto const read = read_layer(dir.write("s.csv", text), in_degrees(), GeometryKind::point);
  REQUIRE_FALSE(read);
  return read.error().message;
}

} // namespace

TEST_CASE("a table's columns of longitude and latitude are found by their names") {
  auto const header = GENERATE(as<std::string>{}, "name,lon,lat", "name,lng,lat", "name,Long,Lat",
                               "name,LONGITUDE,LATITUDE", "name,经度,纬度", "name, 经度 ,纬度");
  CAPTURE(header);
  TempDir const dir;
  auto const mark = GENERATE(as<std::string>{}, "", "\xEF\xBB\xBF");
  auto const file = dir.write("s.csv", mark + header + "\r\n市场,118.52,35.01\r\n");
  auto const read = read_layer(file, in_degrees(), GeometryKind::point);
  REQUIRE(read);
  REQUIRE(read->features.size() == 1);
  CHECK(std::get<LonLat>(read->features[0].geometry) == market);
  CHECK(read->fields.at(0) == "name");
  CHECK(read->features[0].values.at(0) == "市场");
}

TEST_CASE("a table in GBK with a Chinese header is read, told its encoding or not") {
  // 名称,经度,纬度 / 市场
  std::string const header = "\xC3\xFB\xB3\xC6,\xBE\xAD\xB6\xC8,\xCE\xB3\xB6\xC8";
  TempDir const dir;
  auto const file = dir.write("s.csv", header + "\n\xCA\xD0\xB3\xA1,118.52,35.01\n");
  auto options = in_degrees();
  options.encoding = GENERATE(as<std::string>{}, "", "GBK");
  auto const read = read_layer(file, options, GeometryKind::point);
  REQUIRE(read);
  CHECK(std::get<LonLat>(read->features.at(0).geometry) == market);
  CHECK(read->fields == std::vector<std::string>{"名称", "经度", "纬度"});
  CHECK(read->features[0].values[0] == "市场");
}

TEST_CASE("eastings and northings count when a table has no longitude") {
  TempDir const dir;
  SourceOptions options;
  options.crs = "EPSG:4549";
  auto const file = dir.write("s.csv", "x,y\n364950.0,3875000.0\n");
  auto const read = read_layer(file, options, GeometryKind::point);
  REQUIRE(read);
  CHECK(std::get<LonLat>(read->features.at(0).geometry).lon() == Approx(118.52).margin(0.01));
}

TEST_CASE("longitude and latitude go before x and y, which may be anything") {
  TempDir const dir;
  auto const file = dir.write("s.csv", "x,y,lat,lon\n7,8,35.01,118.52\n");
  auto const read = read_layer(file, in_degrees(), GeometryKind::point);
  REQUIRE(read);
  CHECK(std::get<LonLat>(read->features.at(0).geometry) == market);
}

TEST_CASE("a table that does not say where its rows are is an error that names its columns") {
  auto const header = GENERATE(as<std::string>{}, "code,name", "code,lon", "纬度,name", "lon,y");
  CAPTURE(header);
  auto const message = message_of(header + "\nS1,市场\n");
  CHECK(message.find("经度 and 纬度") != std::string::npos);
  CHECK(message.find(header.substr(0, header.find(','))) != std::string::npos);
}

TEST_CASE("a row whose place is no number is refused by row, column and value") {
  TempDir const dir;
  auto const file = dir.write("s.csv", "code,lon,lat\n"
                                       "S1,118.52,35.01\n"
                                       "S2,东经118度,35.01\n"
                                       "S3,118.52,\n"
                                       "S4,118.52 E,35.01\n"
                                       "S5,nan,35.01\n"
                                       "S6,35.01,118.52\n"
                                       "S7, 118.52 ,35.01\n");
  auto const read = read_layer(file, in_degrees(), GeometryKind::point);
  REQUIRE(read);
  CHECK(read->read == 7);
  CHECK(read->written == 2);
  REQUIRE(read->refused.size() == 5);
  CHECK(read->refused[0].row == 2);
  CHECK(read->refused[0].reason == "lon is \"东经118度\"; expected a number");
  CHECK(read->refused[1].reason == "lat is empty; expected a number");
  CHECK(read->refused[2].reason == "lon is \"118.52 E\"; expected a number");
  CHECK(read->refused[3].reason == "lon is \"nan\"; expected a number");
  CHECK(read->refused[4].row == 6);
  CHECK(read->refused[4].reason.find("outside") != std::string::npos);
}

TEST_CASE("a table without one row that says where it is gives an error with the first reason") {
  auto const message = message_of("code,lon,lat\nS1,,\nS2,a,b\n");
  CHECK(message.find("2 rows") != std::string::npos);
  CHECK(message.find("lon is empty") != std::string::npos);
}

TEST_CASE("a table of points is no table of polygons") {
  TempDir const dir;
  auto const read = read_layer(dir.write("s.csv", "code,lon,lat\nS1,118.52,35.01\n"), in_degrees(),
                               GeometryKind::polygon);
  REQUIRE_FALSE(read);
  CHECK(read.error().message.find("polygon") != std::string::npos);
}
