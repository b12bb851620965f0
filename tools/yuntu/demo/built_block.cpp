#include "tools/yuntu/demo/built_block.hpp"

#include "tools/yuntu/demo/land_use.hpp"
#include "tools/yuntu/demo/parcels.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

std::size_t count_plots(std::vector<BuiltBlock> const &blocks) {
  std::size_t count = 0;
  for (BuiltBlock const &block : blocks) {
    count += block.layout.plots.size();
  }
  return count;
}

/// Takes `excess` buildings of one use away, by lot over the whole town.
void thin_out(std::vector<BuiltBlock> &blocks, BuildingUse use, std::size_t excess,
              Random &random) {
  std::vector<std::pair<std::size_t, std::size_t>> places; // block, plot
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (std::size_t p = 0; p < blocks[b].layout.plots.size(); ++p) {
      if (blocks[b].layout.plots[p].use == use) {
        places.emplace_back(b, p);
      }
    }
  }
  random.shuffle(places);
  places.resize(std::min(places.size(), excess));
  std::sort(places.rbegin(), places.rend()); // from the back: indices before stay right
  for (auto const &[b, p] : places) {
    auto &plots = blocks[b].layout.plots;
    plots.erase(plots.begin() + static_cast<std::ptrdiff_t>(p));
  }
}

/// Parallel to plan.blocks. Of a market's blocks one on the main street holds the halls, people
/// live around it.
std::vector<BlockKind> kinds_of_blocks(StreetPlan const &plan, std::vector<Plat> const &blocks,
                                       std::vector<BlockKind> const &sites) {
  std::vector<BlockKind> kinds;
  std::set<std::size_t> markets_with_halls;
  for (std::size_t i = 0; i < plan.blocks.size(); ++i) {
    std::size_t const site = plan.blocks[i].site;
    bool const around_market = sites[site] == BlockKind::market &&
                               (!blocks[i].on_main_street || markets_with_halls.contains(site));
    if (sites[site] == BlockKind::market && !around_market) {
      markets_with_halls.insert(site);
    }
    kinds.push_back(around_market ? BlockKind::walkup : sites[site]);
  }
  return kinds;
}

class Builder {
public:
  Builder(DemoDefinition const &definition, StreetPlan &plan, Random &random)
      : definition_(definition), plan_(plan), random_(random) {}

  BuiltLand build() {
    auto const sites = measure_sites(plan_);
    auto const site_kinds = assign_land_use(definition_, sites, plan_, random_);
    cut_lanes(plan_, site_kinds, random_);
    plats_ = measure_blocks(plan_, sites);
    kinds_ = kinds_of_blocks(plan_, plats_, site_kinds);
    for (std::size_t i = 0; i < plats_.size(); ++i) {
      blocks_.push_back(
          {plan_.blocks[i].ring, plan_.blocks[i].site, kinds_[i], plats_[i].frame, {}, {}});
      choose_frontages(i);
      if (kinds_[i] != BlockKind::old_quarter) {
        lay(i, 1, random_);
      }
    }
    fill_old_quarters();
    trim();
    for (BuiltBlock &block : blocks_) {
      join_paths(block);
      to_plan_coordinates(block);
    }
    BuiltLand land{{}, std::move(blocks_)};
    for (std::size_t i = 0; i < sites.size(); ++i) {
      land.sites.push_back({site_kinds[i], land_of(sites[i]), sites[i].middle});
    }
    return land;
  }

private:
  void choose_frontages(std::size_t i) {
    auto &frontages = plats_[i].parcel.frontages;
    bool const none = kinds_[i] == BlockKind::school || kinds_[i] == BlockKind::park ||
                      kinds_[i] == BlockKind::works;
    std::erase_if(frontages, [&](Frontage const &frontage) {
      return none || (frontage.rank != StreetRank::primary && !random_.chance(0.22));
    });
  }

  void lay(std::size_t i, double scale, Random &random) {
    blocks_[i].layout = lay_out(kinds_[i], plats_[i].parcel, scale, random);
    add_shops(blocks_[i].layout, plats_[i].parcel, random);
  }

  /// Houses as large as the wanted number allows.
  void fill_old_quarters() {
    Random const start(random_.next());
    for (double scale = 1.5; scale > 0.74; scale -= 0.05) {
      Random random = start;
      for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (kinds_[i] == BlockKind::old_quarter) {
          lay(i, scale, random);
        }
      }
      if (std::cmp_greater_equal(count_plots(blocks_), definition_.buildings)) {
        return;
      }
    }
    throw std::runtime_error("counts.buildings: there is land for " +
                             std::to_string(count_plots(blocks_)) + " buildings, not for " +
                             std::to_string(definition_.buildings));
  }

  void trim() {
    auto const wanted = static_cast<std::size_t>(definition_.buildings);
    for (BuildingUse const use : {BuildingUse::house, BuildingUse::shop, BuildingUse::flats}) {
      std::size_t const present = count_plots(blocks_);
      if (present > wanted) {
        thin_out(blocks_, use, present - wanted, random_);
      }
    }
  }

  /// The street's vertex straight ahead of a path's end.
  geo::LonLat street_ahead(BuiltBlock const &block, MetricPoint before, MetricPoint end) {
    Chain const ring = plan_.seams.resolve_ring(block.ring);
    MetricPoint const from = block.frame.to_plan(end);
    MetricPoint const direction = unit(from - block.frame.to_plan(before));
    auto const hit = first_hit(to_plan(plan_.frame, ring), from, direction);
    if (!hit) {
      throw std::logic_error("a path leads away from every street");
    }
    return place_vertex(plan_, ring, *hit, 2);
  }

  void join_paths(BuiltBlock &block) {
    for (PlanPath &path : block.layout.paths) {
      PlanLine &line = path.points;
      if (path.front_reaches_street) {
        geo::LonLat const street = street_ahead(block, line[1], line[0]);
        line.insert(line.begin(), block.frame.to_own(plan_.frame.to_metric(street)));
        remember_gate(block, street);
      }
      if (path.back_reaches_street) {
        geo::LonLat const street = street_ahead(block, line[line.size() - 2], line.back());
        line.push_back(block.frame.to_own(plan_.frame.to_metric(street)));
        remember_gate(block, street);
      }
    }
  }

  static void remember_gate(BuiltBlock &block, geo::LonLat street) {
    if (is_gated(block.kind)) {
      block.gate = street;
    }
  }

  static void to_plan_coordinates(BuiltBlock &block) {
    auto const convert = [&block](std::vector<MetricPoint> &points) {
      for (MetricPoint &p : points) {
        p = block.frame.to_plan(p);
      }
    };
    for (Plot &plot : block.layout.plots) {
      convert(plot.ring);
    }
    for (PlanPath &path : block.layout.paths) {
      convert(path.points);
    }
    for (PlanRing &pond : block.layout.ponds) {
      convert(pond);
    }
  }

  DemoDefinition const &definition_;
  StreetPlan &plan_;
  Random &random_;
  std::vector<Plat> plats_;
  std::vector<BlockKind> kinds_;
  std::vector<BuiltBlock> blocks_;
};

} // namespace

BuiltLand build_land(DemoDefinition const &definition, StreetPlan &plan, Random &random) {
  return Builder(definition, plan, random).build();
}

} // namespace yuntu::demo
