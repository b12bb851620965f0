#pragma once

#include "geo/lon_lat.hpp"

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuntu::demo {

/// What a block between streets is built up with.
enum class BlockKind {
  gated_tower, ///< towers behind a wall with one gate
  tower,
  midrise,
  walkup,   ///< slabs of five or six floors, no lift
  compound, ///< family compound of a works unit
  old_quarter,
  school,
  market,
  park, ///< no buildings, and no estate
};

/// So many blocks of one kind. Estates take their names from `names` in seeded order.
struct BlockQuota {
  BlockKind kind = BlockKind::walkup;
  int count = 0;
  std::string label; ///< what the estate layer says it is, in Chinese
  std::vector<std::string> names;
};

struct StationQuota {
  std::string kind;
  std::string name;
};

/// Endings of generated names ("3" + "号楼").
struct NameSuffixes {
  std::string building, house, shop, school, market, grid, microgrid;
};

struct NameLists {
  std::string subdistrict;
  std::string community;
  std::vector<std::string> east_west; ///< of streets that run east and west
  std::vector<std::string> north_south;
  std::string riverside; ///< of the street along the river
  std::string river, pond;
  NameSuffixes suffix;
};

/// The demo's definition as data/demo/*.toml states it: where, how much, what it is called.
struct DemoDefinition {
  geo::LonLat origin; ///< middle of the town, CGCS2000
  double width_m = 0;
  double height_m = 0;
  std::array<double, 2> rotation_deg{}; ///< range, counter-clockwise
  std::string community_code;           ///< 12 digits
  int grids = 0;
  int microgrids = 0;
  int buildings = 0;
  std::vector<BlockQuota> blocks;
  std::vector<StationQuota> stations;
  NameLists names;
};

/// The definition cannot be used: which file, which key, what was expected.
class DefinitionError : public std::runtime_error {
public:
  DefinitionError(std::string file, std::string key, std::string const &expected);
  [[nodiscard]] std::string const &file() const { return file_; }
  [[nodiscard]] std::string const &key() const { return key_; }

private:
  std::string file_;
  std::string key_;
};

/// Every key is required; unknown keys are errors. Throws DefinitionError.
[[nodiscard]] DemoDefinition read_definition(std::filesystem::path const &file);

} // namespace yuntu::demo
