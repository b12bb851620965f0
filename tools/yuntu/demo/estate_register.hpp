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
  EstateRegister(DemoDefinition const &definition, StreetPlan const &plan, BuiltLand const &land,
                 Random &random);
  /// The next community's estates; communities come in the order of their codes.
  void add_community(std::size_t community, std::string const &code);
  /// Once all communities are there.
  void number_shops();

  [[nodiscard]] std::vector<Estate> const &estates() const { return estates_; }
  [[nodiscard]] std::vector<Gate> const &gates() const { return gates_; }
  /// Grid and micro-grid still empty.
  [[nodiscard]] std::vector<Building> const &buildings() const { return buildings_; }
  [[nodiscard]] PlotId plot_of(std::size_t building) const { return plots_[building]; }
  /// Empty for a site that is no estate.
  [[nodiscard]] std::string const &code_of_site(std::size_t site) const {
    return code_of_site_[site];
  }
  [[nodiscard]] std::vector<LandUse> const &parks() const { return parks_; }

private:
  void add_estate(std::size_t site, std::string const &community, std::string const &name);
  void add_buildings(std::size_t site, std::string const &community);
  void add_gates(Estate &estate, std::size_t site);

  Plot const &plot(PlotId id) const { return land_.blocks[id.first].layout.plots[id.second]; }
  std::string take_name(BlockKind kind);

  DemoDefinition const &definition_;
  StreetPlan const &plan_;
  BuiltLand const &land_;
  std::map<BlockKind, BlockQuota> quotas_; ///< names still to be given
  std::vector<std::vector<std::size_t>> blocks_of_site_;
  std::vector<Estate> estates_;
  std::vector<Gate> gates_;
  std::vector<LandUse> parks_;
  std::vector<Building> buildings_;
  std::vector<PlotId> plots_; ///< parallel to buildings_
  std::vector<std::string> code_of_site_;
};

} // namespace yuntu::demo
