#pragma once

#include "geo/lon_lat.hpp"

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuntu::demo {

/// What a site between streets is built up with.
enum class BlockKind {
  gated_tower,   ///< towers behind a wall with one gate
  gated_midrise, ///< lower houses behind a wall with one gate
  tower,
  midrise,
  resettlement, ///< for those whose village or street was cleared
  walkup,       ///< slabs of five or six floors, no lift
  compound,     ///< family compound of a works unit
  dead_end,     ///< open, but its lanes lead nowhere: one way in
  old_quarter,
  school,
  market, ///< halls on the main street, walk-ups around them
  works,  ///< an industrial estate
  park,   ///< no buildings, and no estate
};

/// So many sites of one kind. Estates (and parks) take their names from `names` in seeded order.
struct BlockQuota {
  BlockKind kind = BlockKind::walkup;
  int count = 0;
  std::string label; ///< what the estate layer says it is, in Chinese; parks have none
  std::vector<std::string> names;
  /// Of who lives in an estate, the part of 60 and more: its range; parks have none.
  std::array<double, 2> older_percent{};
};

/// Subdistricts lie in bands from north to south.
struct SubdistrictPlan {
  std::string name;
  std::vector<std::string> communities; ///< names, in seeded order
};

enum class CorridorKind { railway, river };

/// A band between two subdistricts that nothing is built in. The streets along it are crossed by
/// the ring road and by one avenue, no other.
struct CorridorPlan {
  CorridorKind kind = CorridorKind::river;
  std::string name;
  double width_m = 0;                 ///< between the middles of the streets along it
  std::array<std::string, 2> streets; ///< along its north and its south side
};

/// The streets around it all, south, east, north, west.
struct PerimeterPlan {
  std::array<std::string, 4> streets;
  std::string outer_river; ///< beyond the south side; empty: none
};

struct StationQuota {
  std::string kind;
  std::string name;
};

/// Endings of generated names ("3" + "号楼").
struct NameSuffixes {
  std::string building, house, shop, school, market, works, grid, microgrid;
};

struct NameLists {
  std::vector<std::string> east_west; ///< of streets that run east and west
  std::vector<std::string> north_south;
  std::vector<std::string> ponds;
  std::array<std::string, 4> gates; ///< of a gate in the south, east, north and west
  NameSuffixes suffix;
};

/// The demo's definition as data/demo/*.toml states it: where, how much, what it is called.
struct DemoDefinition {
  geo::LonLat origin; ///< middle of the county, CGCS2000
  double width_m = 0;
  double height_m = 0;
  std::array<double, 2> rotation_deg{}; ///< range, counter-clockwise
  std::string county_code;              ///< 6 digits
  int grids = 0;
  int microgrids = 0;
  int buildings = 0;
  std::vector<BlockQuota> blocks;
  std::vector<SubdistrictPlan> subdistricts;
  std::vector<CorridorPlan> corridors; ///< one between each two subdistricts
  PerimeterPlan perimeter;
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

/// How many sites, parks included, the quotas ask for.
[[nodiscard]] int count_sites(DemoDefinition const &definition);

/// Every key is required; lists of tables may be empty; unknown keys are errors. Throws
/// DefinitionError.
[[nodiscard]] DemoDefinition read_definition(std::filesystem::path const &file);

} // namespace yuntu::demo
