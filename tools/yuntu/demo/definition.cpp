#include "tools/yuntu/demo/definition.hpp"

#include "tools/yuntu/demo/definition_reader.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::demo {
namespace {

constexpr std::array<std::pair<std::string_view, BlockKind>, 13> block_kinds{{
    {"gated_tower", BlockKind::gated_tower},
    {"gated_midrise", BlockKind::gated_midrise},
    {"tower", BlockKind::tower},
    {"midrise", BlockKind::midrise},
    {"resettlement", BlockKind::resettlement},
    {"walkup", BlockKind::walkup},
    {"compound", BlockKind::compound},
    {"dead_end", BlockKind::dead_end},
    {"old_quarter", BlockKind::old_quarter},
    {"school", BlockKind::school},
    {"market", BlockKind::market},
    {"works", BlockKind::works},
    {"park", BlockKind::park},
}};

void read_place(TableReader place, DemoDefinition &definition) {
  // The bounds keep the flat plan frame good to a centimetre and the degrees inside China.
  auto const origin =
      geo::LonLat::from_degrees(place.number("lon", 74, 135), place.number("lat", 18, 53));
  definition.origin = origin.value();
  definition.width_m = place.number("width_m", 600, 4000);
  definition.height_m = place.number("height_m", 600, 4000);
  auto const rotation = place.numbers("rotation_deg", 2);
  if (!(rotation[0] >= -15 && rotation[0] <= rotation[1] && rotation[1] <= 15)) {
    place.refuse("rotation_deg", "expected [least, greatest] between -15 and 15");
  }
  definition.rotation_deg = {rotation[0], rotation[1]};
  definition.county_code = place.text("county_code");
  auto const &code = definition.county_code;
  if (code.size() != 6 ||
      !std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    place.refuse("county_code", "expected 6 digits");
  }
  place.finish();
}

void read_counts(TableReader counts, DemoDefinition &definition) {
  definition.grids = counts.count("grids", 2, 999);
  definition.microgrids = counts.count("microgrids", definition.grids, 99 * definition.grids);
  definition.buildings = counts.count("buildings", definition.microgrids, 99999);
  counts.finish();
}

BlockQuota read_block(TableReader block) {
  BlockQuota quota;
  std::string const kind = block.text("kind");
  auto const found = std::find_if(block_kinds.begin(), block_kinds.end(),
                                  [&kind](auto const &entry) { return entry.first == kind; });
  if (found == block_kinds.end()) {
    std::string known;
    for (auto const &entry : block_kinds) {
      known += (known.empty() ? "" : ", ") + std::string(entry.first);
    }
    block.refuse("kind", "'" + kind + "' is not a kind of block; expected one of: " + known);
  }
  quota.kind = found->second;
  quota.count = block.count("count", 1, 99);
  if (quota.kind != BlockKind::park) {
    quota.label = block.text("label");
    auto const older = block.numbers("older_percent", 2);
    if (!(older[0] >= 0 && older[0] <= older[1] && older[1] <= 80)) {
      block.refuse("older_percent", "expected [least, greatest] between 0 and 80");
    }
    quota.older_percent = {older[0], older[1]};
  }
  quota.names = block.texts("names");
  if (std::cmp_less(quota.names.size(), quota.count)) {
    block.refuse("names", "expected at least as many names as `count`");
  }
  block.finish();
  return quota;
}

NameSuffixes read_suffixes(TableReader table) {
  NameSuffixes suffix{table.text("building"), table.text("house"),    table.text("shop"),
                      table.text("school"),   table.text("market"),   table.text("works"),
                      table.text("grid"),     table.text("microgrid")};
  table.finish();
  return suffix;
}

NameLists read_names(TableReader table) {
  NameLists names;
  names.east_west = table.texts("east_west");
  names.north_south = table.texts("north_south");
  names.ponds = table.texts("ponds");
  auto const gates = table.texts("gates");
  if (gates.size() != names.gates.size()) {
    table.refuse("gates", "expected four names: south, east, north, west");
  }
  std::copy(gates.begin(), gates.end(), names.gates.begin());
  names.suffix = read_suffixes(table.table("suffix"));
  for (auto const &[key, list] :
       {std::pair{"east_west", &names.east_west}, std::pair{"north_south", &names.north_south},
        std::pair{"ponds", &names.ponds}}) {
    if (list->empty()) {
      table.refuse(key, "expected at least one name");
    }
  }
  table.finish();
  return names;
}

SubdistrictPlan read_subdistrict(TableReader table) {
  SubdistrictPlan subdistrict{table.text("name"), table.texts("communities")};
  if (subdistrict.communities.empty() || subdistrict.communities.size() > 99) {
    table.refuse("communities", "expected 1 to 99 names");
  }
  table.finish();
  return subdistrict;
}

CorridorPlan read_corridor(TableReader table) {
  CorridorPlan corridor;
  std::string const kind = table.text("kind");
  if (kind != "railway" && kind != "river") {
    table.refuse("kind", "'" + kind + "'; expected railway or river");
  }
  corridor.kind = kind == "river" ? CorridorKind::river : CorridorKind::railway;
  corridor.name = table.text("name");
  // A river needs room for its banks' paths.
  corridor.width_m = table.number("width_m", kind == "river" ? 90 : 40, 300);
  auto const streets = table.texts("streets");
  if (streets.size() != 2) {
    table.refuse("streets", "expected two names: of the street on its north and on its south");
  }
  corridor.streets = {streets[0], streets[1]};
  table.finish();
  return corridor;
}

PerimeterPlan read_perimeter(TableReader table) {
  PerimeterPlan perimeter;
  auto const streets = table.texts("streets");
  if (streets.size() != perimeter.streets.size()) {
    table.refuse("streets", "expected four names: south, east, north, west");
  }
  std::copy(streets.begin(), streets.end(), perimeter.streets.begin());
  if (table.has("outer_river")) {
    perimeter.outer_river = table.text("outer_river");
  }
  table.finish();
  return perimeter;
}

void read_bands(TableReader &root, DemoDefinition &definition) {
  for (TableReader &table : root.tables("subdistricts")) {
    definition.subdistricts.push_back(read_subdistrict(table));
  }
  if (definition.subdistricts.size() > 9) {
    root.refuse("subdistricts", "expected at most 9");
  }
  for (TableReader &table : root.tables_if_any("corridors")) {
    definition.corridors.push_back(read_corridor(table));
  }
  if (definition.corridors.size() + 1 != definition.subdistricts.size()) {
    root.refuse("corridors", "expected one between each two subdistricts");
  }
  for (std::size_t i = 0; i < definition.subdistricts.size(); ++i) {
    // The avenue over the corridors runs between communities.
    if (!definition.corridors.empty() && definition.subdistricts[i].communities.size() < 2) {
      root.refuse("subdistricts[" + std::to_string(i) + "].communities",
                  "expected at least two where there are corridors");
    }
  }
}

} // namespace

DefinitionError::DefinitionError(std::string file, std::string key, std::string const &expected)
    : std::runtime_error(file + ": " + key + ": " + expected), file_(std::move(file)),
      key_(std::move(key)) {}

int count_sites(DemoDefinition const &definition) {
  int count = 0;
  for (BlockQuota const &quota : definition.blocks) {
    count += quota.count;
  }
  return count;
}

DemoDefinition read_definition(std::filesystem::path const &file) {
  DemoDefinition definition;
  toml::table const parsed = parse_toml(file);
  TableReader root(parsed, file.string(), "");
  read_place(root.table("place"), definition);
  read_counts(root.table("counts"), definition);
  for (TableReader &block : root.tables("blocks")) {
    definition.blocks.push_back(read_block(block));
  }
  read_bands(root, definition);
  int communities = 0;
  for (SubdistrictPlan const &subdistrict : definition.subdistricts) {
    communities += static_cast<int>(subdistrict.communities.size());
  }
  if (count_sites(definition) < communities || definition.grids < communities) {
    root.refuse("blocks", "expected at least one site and one grid for each community");
  }
  definition.perimeter = read_perimeter(root.table("perimeter"));
  for (TableReader &station : root.tables_if_any("stations")) {
    definition.stations.push_back({station.text("kind"), station.text("name")});
    station.finish();
  }
  definition.names = read_names(root.table("names"));
  root.finish();
  return definition;
}

} // namespace yuntu::demo
