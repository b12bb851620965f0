#pragma once

#include "tools/yuntu/demo/built_block.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::demo {

/// A plot by (block, index in its layout).
using PlotId = std::pair<std::size_t, std::size_t>;

/// Gives estates and buildings their codes and names. Estates: community + X + 2 digits, in
/// reading order. Buildings: community + 5 digits, estate after estate, in reading order within
/// one. Blocks of flats are numbered within their estate, shops along their street, odd on its
/// left and even on its right.
class EstateRegister {
public:
  EstateRegister(DemoDefinition const &definition, StreetPlan const &plan,
                 std::vector<BuiltBlock> const &blocks, Random &random);

  [[nodiscard]] std::vector<Estate> const &estates() const { return estates_; }
  /// Grid and micro-grid still empty.
  [[nodiscard]] std::vector<Building> const &buildings() const { return buildings_; }
  [[nodiscard]] PlotId plot_of(std::size_t building) const { return plots_[building]; }
  /// Empty for a block that is no estate.
  [[nodiscard]] std::string code_of_block(std::size_t block) const;

private:
  void add_estate(std::size_t block, std::string const &name, std::string const &kind);
  void add_buildings(std::size_t block, std::string const &estate);
  void number_shops();

  DemoDefinition const &definition_;
  StreetPlan const &plan_;
  std::vector<BuiltBlock> const &blocks_;
  std::vector<Estate> estates_;
  std::vector<Building> buildings_;
  std::vector<PlotId> plots_; ///< parallel to buildings_
  std::map<std::size_t, std::string> code_of_block_;
};

} // namespace yuntu::demo
