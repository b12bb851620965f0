#include "geo/io/mvt_writer.hpp"

#include <cstring>
#include <memory>

#include <catch2/catch.hpp>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

using namespace yuntu::geo;
using namespace yuntu::geo::io;

namespace {

/// GDAL as the oracle: reads a tile back from memory, coordinates in tile units.
class TileReadByGdal {
public:
  explicit TileReadByGdal(std::string bytes) : bytes_(std::move(bytes)) {
    GDALAllRegister();
    VSIFCloseL(
        VSIFileFromMemBuffer(path, reinterpret_cast<GByte *>(bytes_.data()), bytes_.size(), FALSE));
    char const *const drivers[] = {"MVT", nullptr};
    char const *const options[] = {"CLIP=NO", nullptr};
    dataset_.reset(GDALDataset::Open(path, GDAL_OF_VECTOR, drivers, options, nullptr));
  }
  ~TileReadByGdal() {
    dataset_.reset();
    VSIUnlink(path);
  }
  TileReadByGdal(TileReadByGdal const &) = delete;
  TileReadByGdal &operator=(TileReadByGdal const &) = delete;

  [[nodiscard]] int layer_count() const { return dataset_ ? dataset_->GetLayerCount() : -1; }
  OGRLayer *layer(char const *name) { return dataset_ ? dataset_->GetLayerByName(name) : nullptr; }

private:
  static constexpr char const *path = "/vsimem/yuntu_test_tile.mvt";
  std::string bytes_;
  std::unique_ptr<GDALDataset> dataset_;
};

using Line = std::vector<TilePoint>;

MvtGeometry polygon(std::vector<Line> const &outers, std::vector<Line> const &holes = {}) {
  MvtGeometry geometry;
  for (auto const &ring : outers) {
    geometry.add_ring(ring, RingRole::outer);
  }
  for (auto const &ring : holes) {
    geometry.add_ring(ring, RingRole::hole);
  }
  return geometry;
}

struct TestFeature {
  std::uint64_t id = 1;
  MvtType type = MvtType::polygon;
  MvtGeometry geometry;
  MvtAttributes attributes;
};

std::string layer_of(std::string const &name, std::vector<TestFeature> const &features) {
  MvtDictionary dictionary;
  std::vector<std::vector<std::uint32_t>> tags(features.size());
  for (std::size_t i = 0; i < features.size(); ++i) {
    dictionary.append_tags(features[i].attributes, tags[i]);
  }
  dictionary.close();
  MvtLayerWriter writer(name, dictionary);
  for (std::size_t i = 0; i < features.size(); ++i) {
    writer.add(features[i].id, tags[i], features[i].type, features[i].geometry);
  }
  std::string bytes;
  writer.append_to(bytes);
  return bytes;
}

std::string buildings() {
  auto const block = polygon({{{100, 100}, {100, 300}, {300, 300}, {300, 100}, {100, 100}}},
                             {{{150, 150}, {150, 250}, {250, 250}, {250, 150}, {150, 150}}});
  return layer_of("building",
                  {{7,
                    MvtType::polygon,
                    block,
                    {{"code", "B1"}, {"name", "同心驿 1号楼"}, {"floors", std::int64_t{18}}}},
                   {300,
                    MvtType::polygon,
                    block,
                    {{"code", "B2"}, {"name", "同心驿 1号楼"}, {"floors", std::int64_t{-1}}}}});
}

std::size_t occurrences(std::string const &text, std::string const &word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

} // namespace

TEST_CASE("GDAL reads our polygons, attributes and ids back") {
  TileReadByGdal tile(buildings());
  auto *const layer = tile.layer("building");
  REQUIRE(layer != nullptr);
  CHECK(layer->GetFeatureCount() == 2);
  std::unique_ptr<OGRFeature> const feature(layer->GetNextFeature());
  REQUIRE(feature);
  CHECK(std::strcmp(feature->GetFieldAsString("name"), "同心驿 1号楼") == 0);
  CHECK(feature->GetFieldAsInteger("floors") == 18);
  CHECK(feature->GetFieldAsInteger("mvt_id") == 7);
  auto const *geometry = feature->GetGeometryRef();
  if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon) {
    geometry = geometry->toMultiPolygon()->getGeometryRef(0);
  }
  REQUIRE(wkbFlatten(geometry->getGeometryType()) == wkbPolygon);
  CHECK(geometry->toPolygon()->getNumInteriorRings() == 1);
  CHECK(geometry->toPolygon()->get_Area() == Approx(200 * 200 - 100 * 100));
}

TEST_CASE("two parts of one feature stay two parts whatever their winding") {
  Line const a{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}};
  Line const b{{20, 20}, {20, 30}, {30, 30}, {30, 20}, {20, 20}};
  TileReadByGdal tile(layer_of("area", {{1, MvtType::polygon, polygon({a, b}), {}}}));
  REQUIRE(tile.layer("area") != nullptr);
  std::unique_ptr<OGRFeature> const feature(tile.layer("area")->GetNextFeature());
  REQUIRE(feature);
  REQUIRE(wkbFlatten(feature->GetGeometryRef()->getGeometryType()) == wkbMultiPolygon);
  CHECK(feature->GetGeometryRef()->toMultiPolygon()->getNumGeometries() == 2);
}

TEST_CASE("lines and points come back where they were") {
  MvtGeometry path_geometry;
  path_geometry.add_line(Line{{1, 2}, {30, 40}, {5, 6}});
  MvtGeometry label;
  label.add_point({2048, 1024});
  TileReadByGdal tile(layer_of("street", {{1, MvtType::line, path_geometry, {{"class", "path"}}}}) +
                      layer_of("grid_label", {{2, MvtType::point, label, {{"code", "G1"}}}}));
  REQUIRE(tile.layer_count() == 2);
  std::unique_ptr<OGRFeature> const line(tile.layer("street")->GetNextFeature());
  REQUIRE(line);
  // Without georeference GDAL counts y from the bottom of the tile, x from the left.
  auto const *geometry = line->GetGeometryRef();
  if (wkbFlatten(geometry->getGeometryType()) == wkbMultiLineString) {
    geometry = geometry->toMultiLineString()->getGeometryRef(0);
  }
  auto const *const path = geometry->toLineString();
  REQUIRE(path->getNumPoints() == 3);
  CHECK(path->getX(1) - path->getX(0) == Approx(29));
  CHECK(std::abs(path->getY(1) - path->getY(0)) == Approx(38));
  std::unique_ptr<OGRFeature> const point(tile.layer("grid_label")->GetNextFeature());
  REQUIRE(point);
  CHECK(std::strcmp(point->GetFieldAsString("code"), "G1") == 0);
}

TEST_CASE("keys and values are written once a layer") {
  auto const bytes = buildings();
  CHECK(occurrences(bytes, "floors") == 1);
  CHECK(occurrences(bytes, "同心驿 1号楼") == 1);
}

TEST_CASE("features without geometry and layers without features are left out") {
  CHECK(layer_of("empty", {}).empty());
  CHECK(layer_of("hollow", {{1, MvtType::line, {}, {{"class", "path"}}}}).empty());
  CHECK(polygon({{{0, 0}, {10, 0}, {0, 0}}}).is_empty());
  CHECK(polygon({{{0, 0}, {10, 0}, {5, 0}, {0, 0}}}).is_empty());
}
