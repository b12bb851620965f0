#pragma once

#include "tools/yuntu/demo/town.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace yuntu::demo {

/// Counts what the towns of one folder hold, and writes what a steward has to do with it:
/// {"seed", "imports": [{"file", "layer", "arguments": [...], "written"}],
///  "staff": {"file", "sheet", "written"}, "roster": {"file", "sheet", "written"},
///  "departments": {"file"}, "totals": {...}}.
/// `yuntu import --data DIR <arguments> FILE`, in this order, rebuilds the towns; `arguments` holds
/// all that a steward would say, the layer included, `written` the rows that it must give. Layers
/// that no town has anything of are left out: their files are empty. `staff` and `roster` are for
/// `yuntu staff import` and `yuntu staff roster`, and absent without staff; `departments`, absent
/// without any, belongs into the data directory's config.
class Delivery {
public:
  void add(DemoTown const &town);
  /// How many rows the two sheets of staff.xlsx have.
  void add_staff(std::size_t rows, std::size_t shifts);
  /// There is a departments.toml.
  void add_departments() { has_departments_ = true; }
  /// Throws std::runtime_error naming the file when it cannot be written.
  void write_manifest(std::filesystem::path const &file) const;

  struct Counts {
    std::size_t subdistricts = 0, communities = 0, estates = 0, grids = 0, microgrids = 0,
                buildings = 0, walks = 0, railways = 0, stations = 0, rooms = 0, shops = 0,
                waters = 0, land_uses = 0, gates = 0, entrances = 0;
    std::int64_t households = 0;
    std::size_t staff_rows = 0, shifts = 0;
  };

private:
  std::uint64_t seed_ = 0;
  std::size_t towns_ = 0;
  bool has_departments_ = false;
  Counts counts_;
};

} // namespace yuntu::demo
