#include "tests/geo/temp_dir.hpp"
#include "tests/tools/delivery.hpp"
#include "tests/tools/town_checks.hpp"
#include "tests/tools/town_truth.hpp"
#include "tools/checkout.hpp"
#include "tools/yuntu/demo/delivered_county.hpp"
#include "tools/yuntu/demo/town_writer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace yuntu::demo;
using yuntu::demo::checks::deviation_m;
using yuntu::model::LayerFeature;
using yuntu::model::LayerKind;
using yuntu::test::TempDir;
namespace geo = yuntu::geo;
namespace tools = yuntu::tools;

namespace {

/// Compared as they are said, not as they are ordered; a way's id is the file's own.
std::map<std::string, std::string> attributes_of(LayerFeature const &feature) {
  std::map<std::string, std::string> attributes(feature.attributes.begin(),
                                                feature.attributes.end());
  attributes.erase("osm_id");
  return attributes;
}

/// Nothing when a row is the town's own, else what is wrong with it, in words.
std::string difference(LayerFeature const &read, LayerFeature const &truth) {
  if (read.code != truth.code || read.name != truth.name || read.parent != truth.parent) {
    return "is " + read.code + " " + read.name + " of " + read.parent + ", the town's is " +
           truth.code + " " + truth.name + " of " + truth.parent;
  }
  auto const theirs = attributes_of(truth);
  for (auto const &[key, value] : attributes_of(read)) {
    if (!theirs.contains(key) || theirs.at(key) != value) {
      return read.code + read.name + " has " + key + "=" + value;
    }
  }
  return attributes_of(read).size() == theirs.size() ? "" : read.code + " lacks an attribute";
}

/// How far a layer's coordinates may be from the town's: only the detour through GCJ-02 costs
/// anything at all.
double tolerance_m(LayerKind layer) {
  return layer == LayerKind::building ? 0.02 : 0;
}

void check_layer(tools::ImportedLayer const &imported, DemoTown const &town, LayerKind layer) {
  auto const truth = checks::truth_of(town, layer);
  auto const &features = imported.version.features;
  CHECK(imported.refused.empty());
  REQUIRE(features.size() == truth.size());
  std::string first_fault;
  double worst = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    auto fault = difference(features[i], truth[i]);
    if (first_fault.empty() && !fault.empty()) {
      first_fault = "row " + std::to_string(i + 1) + " " + std::move(fault);
    }
    worst = std::max(worst, deviation_m(features[i].geometry, truth[i].geometry));
  }
  CHECK(first_fault == "");
  CHECK(worst <= tolerance_m(layer));
}

/// Streets meet by node where, and only where, they meet in the town.
void check_nodes(tools::ImportedLayer const &streets) {
  std::map<geo::LonLat, std::int64_t> ids;
  std::set<std::int64_t> seen;
  bool is_joined = true;
  for (auto const &feature : streets.version.features) {
    auto const &line = std::get<geo::LineString>(feature.geometry);
    REQUIRE(feature.node_ids.size() == line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
      auto const [found, is_new] = ids.try_emplace(line[i], feature.node_ids[i]);
      is_joined = is_joined && found->second == feature.node_ids[i];
      is_joined = is_joined && (!is_new || seen.insert(feature.node_ids[i]).second);
    }
  }
  CHECK(is_joined);
}

DemoTown town_of(std::string const &definition, std::uint64_t seed) {
  return make_county(read_county(yuntu::checkout() + "/data/demo/" + definition), seed);
}

} // namespace

TEST_CASE("every file that a county delivers, once imported, is the generator's own truth") {
  struct Case {
    std::string definition;
    std::uint64_t seed;
  };
  auto const made =
      GENERATE(Case{"first_light.toml", 1}, Case{"first_light.toml", 5}, Case{"county.toml", 1});
  CAPTURE(made.definition, made.seed);
  TempDir const dir;
  auto const town = checks::with_every_layer(town_of(made.definition, made.seed));
  write_town(town, dir.path());
  std::set<LayerKind> layers;
  for (auto const &import : checks::imports_in(dir.path())) {
    auto const layer = import.options.layer;
    CAPTURE(yuntu::model::to_string(layer));
    auto const imported = tools::import_layer(import.options);
    CHECK(imported.written == import.written);
    check_layer(imported, town, layer);
    if (layer == LayerKind::street) {
      check_nodes(imported);
    }
    layers.insert(layer);
  }
  CHECK(layers.size() == yuntu::model::layer_kind_names.size() - 1); // all but fences
}

TEST_CASE("what no town has is left out of the manifest") {
  TempDir const dir;
  auto town = town_of("first_light.toml", 1);
  town.stations.clear();
  write_town(town, dir.path());
  for (auto const &import : checks::imports_in(dir.path())) {
    CHECK(import.written > 0);
    CHECK(import.options.layer != LayerKind::station);
  }
}

TEST_CASE("the county's counts are those it was ordered with") {
  auto const town = town_of("county.toml", 1);
  CHECK(town.subdistricts.size() == 3);
  CHECK(town.communities.size() == 12);
  CHECK(town.estates.size() == 56);
  CHECK(town.grids.size() == 110);
  CHECK(town.stations.size() == 60);
  CHECK(town.rooms.size() == 56);
  CHECK(town.buildings.size() > 3'300);
}

TEST_CASE("counties side by side come with codes of their own and the staff of each") {
  TempDir const dir;
  auto const definition = read_county(yuntu::checkout() + "/data/demo/county.toml");
  DeliveryOrder order;
  order.counties = 2;
  order.roster_days = 2;
  deliver_counties(definition, order, dir.path());
  for (auto const &import : checks::imports_in(dir.path())) {
    auto const layer = import.options.layer;
    if (layer != LayerKind::grid && layer != LayerKind::station && layer != LayerKind::gate &&
        layer != LayerKind::shop && layer != LayerKind::building) {
      continue;
    }
    CAPTURE(yuntu::model::to_string(layer));
    auto const imported = tools::import_layer(import.options);
    CHECK(imported.refused.empty());
    std::set<std::string> codes;
    for (auto const &feature : imported.version.features) {
      codes.insert(feature.code);
    }
    CHECK(codes.size() == static_cast<std::size_t>(import.written));
  }
  CHECK(std::filesystem::file_size(dir.path() / "staff.xlsx") > 100'000);
}

TEST_CASE("the county's folder has the same bytes each time, the workbook of its staff too") {
  auto const definition = read_county(yuntu::checkout() + "/data/demo/county.toml");
  TempDir const first;
  TempDir const second;
  deliver_counties(definition, {}, first.path());
  deliver_counties(definition, {}, second.path());
  auto const files = checks::bytes_in(first.path());
  auto const again = checks::bytes_in(second.path());
  CHECK(files.size() == 26);
  CHECK(files.contains("staff.xlsx"));
  for (auto const &[name, bytes] : files) {
    CAPTURE(name);
    CHECK((bytes == again.at(name)));
  }
}

TEST_CASE("towns added one by one lie in one folder, in the order they came") {
  TempDir const dir;
  auto const first = checks::with_every_layer(town_of("first_light.toml", 1));
  auto const second = checks::with_every_layer(town_of("first_light.toml", 2));
  TownWriter writer(dir.path());
  writer.add(first);
  writer.add(second);
  writer.close();
  for (auto const &import : checks::imports_in(dir.path())) {
    auto const layer = import.options.layer;
    CAPTURE(yuntu::model::to_string(layer));
    auto const of_first = checks::truth_of(first, layer).size();
    auto const of_second = checks::truth_of(second, layer).size();
    CHECK(import.written == static_cast<std::int64_t>(of_first + of_second));
    if (layer == LayerKind::building || layer == LayerKind::street) {
      auto const imported = tools::import_layer(import.options);
      REQUIRE(imported.version.features.size() == of_first + of_second);
      auto const &last = imported.version.features.back();
      CHECK(difference(last, checks::truth_of(second, layer).back()).empty());
    }
  }
}
