#include "tools/yuntu/demo/definition.hpp"

#include "tools/yuntu/demo/definition_reader.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::demo {
namespace {

constexpr std::array<std::pair<std::string_view, BlockKind>, 9> block_kinds{{
    {"gated_tower", BlockKind::gated_tower},
    {"tower", BlockKind::tower},
    {"midrise", BlockKind::midrise},
    {"walkup", BlockKind::walkup},
    {"compound", BlockKind::compound},
    {"old_quarter", BlockKind::old_quarter},
    {"school", BlockKind::school},
    {"market", BlockKind::market},
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
  definition.community_code = place.text("community_code");
  auto const &code = definition.community_code;
  if (code.size() != 12 ||
      !std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    place.refuse("community_code", "expected 12 digits");
  }
  place.finish();
}

void read_counts(TableReader counts, DemoDefinition &definition) {
  definition.grids = counts.count("grids", 2, 99);
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
    quota.names = block.texts("names");
    if (std::cmp_less(quota.names.size(), quota.count)) {
      block.refuse("names", "expected at least as many names as `count`");
    }
  }
  block.finish();
  return quota;
}

NameSuffixes read_suffixes(TableReader table) {
  NameSuffixes suffix{table.text("building"), table.text("house"),  table.text("shop"),
                      table.text("school"),   table.text("market"), table.text("grid"),
                      table.text("microgrid")};
  table.finish();
  return suffix;
}

NameLists read_names(TableReader table) {
  NameLists names;
  names.subdistrict = table.text("subdistrict");
  names.community = table.text("community");
  names.east_west = table.texts("east_west");
  names.north_south = table.texts("north_south");
  names.riverside = table.text("riverside");
  names.river = table.text("river");
  names.pond = table.text("pond");
  names.suffix = read_suffixes(table.table("suffix"));
  table.finish();
  return names;
}

} // namespace

DefinitionError::DefinitionError(std::string file, std::string key, std::string const &expected)
    : std::runtime_error(file + ": " + key + ": " + expected), file_(std::move(file)),
      key_(std::move(key)) {}

DemoDefinition read_definition(std::filesystem::path const &file) {
  DemoDefinition definition;
  toml::table parsed;
  try {
    parsed = toml::parse_file(file.string());
  } catch (toml::parse_error const &error) {
    throw DefinitionError(file.string(), "line " + std::to_string(error.source().begin.line),
                          std::string(error.description()));
  }
  TableReader root(parsed, file.string(), "");
  read_place(root.table("place"), definition);
  read_counts(root.table("counts"), definition);
  int blocks = 0;
  for (TableReader &block : root.tables("blocks")) {
    definition.blocks.push_back(read_block(block));
    blocks += definition.blocks.back().count;
  }
  if (blocks < definition.grids) {
    root.refuse("blocks", "expected at least as many blocks as grids");
  }
  for (TableReader &station : root.tables("stations")) {
    definition.stations.push_back({station.text("kind"), station.text("name")});
    station.finish();
  }
  definition.names = read_names(root.table("names"));
  root.finish();
  return definition;
}

} // namespace yuntu::demo
