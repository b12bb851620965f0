#include "tools/yuntu/demo/town.hpp"

#include "tools/yuntu/demo/area_cutter.hpp"
#include "tools/yuntu/demo/built_block.hpp"
#include "tools/yuntu/demo/county_slot.hpp"
#include "tools/yuntu/demo/estate_register.hpp"
#include "tools/yuntu/demo/numbering.hpp"
#include "tools/yuntu/demo/older_people.hpp"
#include "tools/yuntu/demo/open_land.hpp"
#include "tools/yuntu/demo/station_sites.hpp"
#include "tools/yuntu/demo/walk_network.hpp"

#include <cmath>

namespace yuntu::demo {
namespace {

geo::Polygon polygon_of(Chain const &ring) {
  geo::Polygon polygon;
  polygon.outer.assign(ring.begin(), ring.end());
  polygon.outer.push_back(ring.front());
  return polygon;
}

class TownMaker {
public:
  TownMaker(DemoDefinition const &definition, std::uint64_t seed, std::size_t first_subdistrict)
      : definition_(definition), first_subdistrict_(first_subdistrict), random_(seed),
        plan_(plan_streets(definition, random_)), land_(build_land(definition, plan_, random_)),
        shares_(share_out_grids(definition.grids, plan_, land_.blocks)),
        pieces_(cut_microgrids(definition.microgrids, shares_, plan_, land_.blocks)),
        estates_(definition, plan_, land_, random_), grid_rings_(shares_.community_of_grid.size()),
        pieces_of_grid_(shares_.community_of_grid.size()) {
    town_.seed = seed;
  }

  DemoTown make() {
    // All cuts are made: from here on the seams only answer.
    join_pieces();
    for (std::size_t i = 0; i < definition_.subdistricts.size(); ++i) {
      make_subdistrict(i);
    }
    estates_.number_shops();
    make_buildings();
    town_.estates = estates_.estates();
    count_older_people(town_);
    town_.gates = estates_.gates();
    town_.walks = draw_walks(plan_, land_.blocks, estates_);
    town_.railways = draw_railways(plan_);
    town_.waters = draw_waters(definition_, plan_, land_);
    town_.land_uses = estates_.parks();
    for (LandUse &use : railway_land(plan_)) {
      town_.land_uses.push_back(std::move(use));
    }
    town_.stations = choose_stations(definition_, plan_, town_);
    return std::move(town_);
  }

private:
  void join_pieces() {
    for (Piece &piece : pieces_) {
      piece.ring = plan_.seams.resolve_ring(piece.ring);
    }
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      pieces_of_grid_[pieces_[i].grid].push_back(i);
    }
    for (std::size_t g = 0; g < grid_rings_.size(); ++g) {
      std::vector<Chain> rings;
      for (std::size_t const i : pieces_of_grid_[g]) {
        rings.push_back(pieces_[i].ring);
      }
      grid_rings_[g] = border_around(rings);
    }
  }

  /// In the order in which areas are numbered; bands half a typical area high.
  std::vector<std::size_t> order_of(std::vector<Chain> const &rings) const {
    std::vector<MetricPoint> middles;
    double area = 0;
    for (Chain const &ring : rings) {
      PlanRing const shape = to_plan(plan_.frame, ring);
      middles.push_back(centroid(shape));
      area += area_m2(shape);
    }
    double const band_m = std::sqrt(area / static_cast<double>(rings.size())) / 2;
    return reading_order(middles, plan_.east, band_m);
  }

  void make_subdistrict(std::size_t subdistrict) {
    SubdistrictPlan const &wish = definition_.subdistricts[subdistrict];
    std::vector<std::size_t> members;
    std::vector<Chain> rings;
    for (std::size_t i = 0; i < plan_.communities.size(); ++i) {
      if (plan_.communities[i].subdistrict == subdistrict) {
        members.push_back(i);
        rings.push_back(community_ring(i));
      }
    }
    std::string const code =
        definition_.county_code + digits(first_subdistrict_ + subdistrict + 1, 3);
    town_.subdistricts.push_back({code, wish.name, "", polygon_of(border_around(rings))});
    std::vector<std::string> names = wish.communities;
    random_.shuffle(names);
    for (std::size_t const k : order_of(rings)) {
      std::size_t const number = names.size();
      std::string const own = code + digits(members.size() - number + 1, 3);
      town_.communities.push_back({own, names.back(), code, polygon_of(rings[k])});
      names.pop_back();
      make_grids(members[k], own);
      estates_.add_community(members[k], own);
    }
  }

  Chain community_ring(std::size_t community) const {
    std::vector<Chain> rings;
    for (std::size_t g = 0; g < grid_rings_.size(); ++g) {
      if (shares_.community_of_grid[g] == community) {
        rings.push_back(grid_rings_[g]);
      }
    }
    return border_around(rings);
  }

  void make_grids(std::size_t community, std::string const &code) {
    std::vector<std::size_t> members;
    std::vector<Chain> rings;
    for (std::size_t g = 0; g < grid_rings_.size(); ++g) {
      if (shares_.community_of_grid[g] == community) {
        members.push_back(g);
        rings.push_back(grid_rings_[g]);
      }
    }
    std::size_t number = 0;
    for (std::size_t const k : order_of(rings)) {
      ++number;
      town_.grids.push_back({code + digits(number, 3),
                             digits(number, 2) + definition_.names.suffix.grid, code,
                             polygon_of(rings[k])});
      make_microgrids(pieces_of_grid_[members[k]], town_.grids.back());
    }
  }

  void make_microgrids(std::vector<std::size_t> const &members, Area const &grid) {
    std::vector<Chain> rings;
    for (std::size_t const i : members) {
      rings.push_back(pieces_[i].ring);
    }
    std::size_t number = 0;
    for (std::size_t const k : order_of(rings)) {
      ++number;
      std::string const code = grid.code + digits(number, 2);
      std::string const name =
          grid.code.substr(13) + "-" + digits(number, 2) + definition_.names.suffix.microgrid;
      town_.microgrids.push_back({code, name, grid.code, polygon_of(rings[k])});
      Piece const &piece = pieces_[members[k]];
      for (std::size_t const plot : piece.plots) {
        microgrid_of_[{piece.block, plot}] = code;
      }
    }
  }

  void make_buildings() {
    town_.buildings = estates_.buildings();
    for (std::size_t i = 0; i < town_.buildings.size(); ++i) {
      town_.buildings[i].microgrid = microgrid_of_.at(estates_.plot_of(i));
      town_.buildings[i].grid = town_.buildings[i].microgrid.substr(0, 15);
    }
  }

  DemoDefinition const &definition_;
  std::size_t first_subdistrict_;
  Random random_;
  StreetPlan plan_;
  BuiltLand land_;
  GridShares shares_;
  std::vector<Piece> pieces_;
  EstateRegister estates_;
  std::vector<Chain> grid_rings_;                        ///< parallel to the shares' grids
  std::vector<std::vector<std::size_t>> pieces_of_grid_; ///< the same
  std::map<PlotId, std::string> microgrid_of_;
  DemoTown town_;
};

} // namespace

DemoTown make_town(DemoDefinition const &definition, std::uint64_t seed, CountySlot slot) {
  DemoDefinition moved = definition;
  moved.origin = origin_in(definition, slot);
  return TownMaker(moved, seed_in(seed, slot), first_subdistrict_in(definition, slot)).make();
}

} // namespace yuntu::demo
