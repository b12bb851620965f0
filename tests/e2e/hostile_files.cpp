#include "tests/e2e/hostile_files.hpp"

#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/import_file.hpp"

#include <array>
#include <cstring>
#include <stdexcept>

#include <sys/stat.h>

namespace yuntu::test {
namespace {

namespace fs = std::filesystem;

/// One grid with this geometry.
std::string with_geometry(std::string const &geometry) {
  return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":)"
         R"({"code":"G1","name":"x"},"geometry":)" +
         geometry + "}]}";
}

std::string ring(std::string const &corners) {
  return with_geometry(R"({"type":"Polygon","coordinates":[[)" + corners + "]]}");
}

std::string repeated(std::string const &text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

void put_big(std::string &bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(value >> shift);
  }
}

template <typename Value>
void put(std::string &bytes, Value value) {
  std::array<char, sizeof value> raw{};
  std::memcpy(raw.data(), &value, sizeof value);
  bytes.append(raw.data(), raw.size());
}

/// Of a .shp or .shx of one polygon; `length` in 16-bit words.
std::string shape_header(std::uint32_t length) {
  std::string bytes;
  put_big(bytes, 9994);
  bytes.resize(24);
  put_big(bytes, length);
  put<std::int32_t>(bytes, 1000);
  put<std::int32_t>(bytes, 5);
  for (double const edge : {118.4, 34.9, 118.6, 35.1, 0., 0., 0., 0.}) {
    put(bytes, edge);
  }
  return bytes;
}

/// A .dbf with a field "code" of ten letters and one row.
std::string table_of_one_code() {
  std::string bytes("\3\x7d\1\1", 4);
  put<std::uint32_t>(bytes, 1);
  put<std::uint16_t>(bytes, 65);
  put<std::uint16_t>(bytes, 11);
  bytes.resize(32);
  bytes += std::string("code\0\0\0\0\0\0\0C\0\0\0\0\x0a", 17);
  bytes.resize(64);
  return bytes + "\r G1        \x1a";
}

/// A Shapefile whose one polygon has that many corners, all at one place: holes in the file.
fs::path polygon_of_many_corners(TempDir const &dir, std::uint32_t corners) {
  std::string record;
  put<std::int32_t>(record, 5);
  for (double const edge : {118.4, 34.9, 118.6, 35.1}) {
    put(record, edge);
  }
  put<std::int32_t>(record, 1);
  put<std::uint32_t>(record, corners);
  put<std::int32_t>(record, 0);
  auto const content = static_cast<std::uint32_t>(record.size()) + 16 * corners;
  std::string head = shape_header((100 + 8 + content) / 2);
  put_big(head, 1);
  put_big(head, content / 2);
  auto const file = dir.write("many.shp", head + record);
  fs::resize_file(file, 108 + content);
  std::string index = shape_header(54);
  put_big(index, 50);
  put_big(index, content / 2);
  dir.write("many.shx", index);
  dir.write("many.dbf", table_of_one_code());
  dir.write("many.prj", R"(GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,)"
                        R"(298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925]])");
  return file;
}

/// A zip archive of nothing but a directory that says that it holds three gigabytes.
fs::path zip_bomb(TempDir const &dir) {
  std::string const name = "grid.shp";
  auto const entry = [&](std::string &bytes, bool is_central) {
    bytes += is_central ? std::string("PK\1\2\x14\0\x14\0", 8) : std::string("PK\3\4\x14\0", 6);
    bytes += std::string("\0\0\x08\0\0\0\0\0\0\0\0\0", 12); // deflated; no time, no sum
    put<std::uint32_t>(bytes, 2);
    put<std::uint32_t>(bytes, 3U << 30);
    put<std::uint16_t>(bytes, static_cast<std::uint16_t>(name.size()));
    bytes += std::string(is_central ? 16 : 2, '\0');
    bytes += name;
  };
  std::string bytes;
  entry(bytes, false);
  bytes += std::string("\3\0", 2);
  auto const central = static_cast<std::uint32_t>(bytes.size());
  entry(bytes, true);
  auto const size = static_cast<std::uint32_t>(bytes.size()) - central;
  bytes += std::string("PK\5\6\0\0\0\0\1\0\1\0", 12);
  put(bytes, size);
  put(bytes, central);
  bytes += std::string("\0\0", 2);
  return dir.write("bomb.zip", bytes);
}

fs::path cut(TempDir const &dir, std::string const &name, std::string const &content) {
  auto const file = dir.write(name, content);
  fs::resize_file(file, fs::file_size(file) / 2);
  return file;
}

} // namespace

std::vector<HostileFile> hostile_files(TempDir const &dir, std::uint16_t port) {
  auto const here = "http://127.0.0.1:" + std::to_string(port) + "/grid.geojson";
  auto const good = squares({{118.5, 35}, {118.51, 35}});
  std::string const rest = ",[118.501,35],[118.501,35.001],";
  fs::create_directory(dir.path() / "folder.geojson");
  if (::mkfifo((dir.path() / "pipe.geojson").c_str(), S_IRUSR | S_IWUSR) != 0) {
    throw std::runtime_error("no pipe could be made");
  }
  return {
      {"a collection in 20,000 collections",
       dir.write("deep.geojson",
                 with_geometry(repeated(R"({"type":"GeometryCollection","geometries":[)", 20'000) +
                               R"({"type":"Point","coordinates":[118.5,35]})" +
                               repeated("]}", 20'000))),
       {"deep.geojson", "nested"}},
      {"20,000 brackets of coordinates",
       dir.write("brackets.geojson",
                 with_geometry(R"({"type":"Polygon","coordinates":)" + repeated("[", 20'000) +
                               repeated("]", 20'000) + "}")),
       {"brackets.geojson"}},
      {"an archive that unpacks to 3 GiB", zip_bomb(dir), {"bomb.zip", "2 GiB"}},
      {"a virtual file that names another",
       dir.write("virtual.geojson", "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>" +
                                        (demo_town().files / "grid.shp").string() +
                                        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"),
       {"virtual.geojson", "cannot be read"}},
      {"a virtual file of the network",
       dir.write("far.geojson",
                 "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/" + here +
                     "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"),
       {"far.geojson", "cannot be read"}},
      {"a service's address in a file",
       dir.write("service.geojson", R"({"type":"FeatureCollection","features":[],"crs":)"
                                    R"({"type":"link","properties":{"href":")" +
                                        here + "\"}}}"),
       {"service.geojson"}},
      {"a name of the network", "/vsicurl/" + here, {"no such file"}},
      {"an address", here, {"no such file"}},
      {"a document in the name", R"({"type":"FeatureCollection","features":[]})", {"no such file"}},
      {"NaN", dir.write("nan.geojson", ring("[NaN,35]" + rest + "[NaN,35]")), {"nan", "outside"}},
      {"infinity",
       dir.write("infinite.geojson", ring("[1e999,35]" + rest + "[1e999,35]")),
       {"inf", "outside"}},
      {"a ring that crosses itself",
       dir.write("bow_tie.geojson",
                 ring("[118.5,35],[118.501,35.001],[118.501,35],[118.5,35.001],[118.5,35]")),
       {"bow_tie.geojson", "crosses"}},
      {"ten million corners",
       polygon_of_many_corners(dir, 10'000'000),
       {"10000000 corners", "1000000"}},
      {"a folder", dir.path() / "folder.geojson", {"not a regular file"}},
      {"a pipe", dir.path() / "pipe.geojson", {"not a regular file"}},
      {"a device", "/dev/zero", {"not a regular file"}},
      {"GeoJSON that breaks off", cut(dir, "cut.geojson", good), {"cut.geojson"}},
      {"an archive that breaks off",
       cut(dir, "cut.zip", std::string("PK\3\4", 4) + std::string(4'000, 'x')),
       {"cut.zip"}},
      {"a database of nothing",
       dir.write("empty.gpkg", "SQLite format 3" + std::string(4'000, '\0')),
       {"empty.gpkg"}},
      {"bytes of no meaning",
       dir.write("noise.geojson", std::string(100'000, '\xfe')),
       {"noise.geojson"}},
      {"an empty file", dir.write("nothing.geojson", ""), {"nothing.geojson"}},
  };
}

} // namespace yuntu::test
