#include "tools/yuntu/demo/town.hpp"

#include "tools/yuntu/demo/area_cutter.hpp"
#include "tools/yuntu/demo/built_block.hpp"
#include "tools/yuntu/demo/estate_register.hpp"
#include "tools/yuntu/demo/numbering.hpp"
#include "tools/yuntu/demo/station_sites.hpp"
#include "tools/yuntu/demo/walk_network.hpp"

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
  TownMaker(DemoDefinition const &definition, std::uint64_t seed)
      : definition_(definition), random_(seed), plan_(plan_streets(definition, random_)),
        blocks_(build_blocks(definition, plan_, random_)),
        pieces_(cut_microgrids(definition.microgrids, plan_, blocks_)) {
    town_.seed = seed;
  }

  DemoTown make() {
    // All cuts are made: from here on the seams only answer.
    make_community();
    make_grids();
    make_microgrids();
    EstateRegister const estates(definition_, plan_, blocks_, random_);
    town_.estates = estates.estates();
    town_.buildings = estates.buildings();
    for (std::size_t i = 0; i < town_.buildings.size(); ++i) {
      PlotId const plot = estates.plot_of(i);
      town_.buildings[i].microgrid = microgrid_of_.at(plot);
      town_.buildings[i].grid = town_.buildings[i].microgrid.substr(0, 15);
    }
    town_.walks = draw_walks(plan_, blocks_, estates);
    town_.stations = choose_stations(definition_, plan_, town_);
    make_waters();
    return std::move(town_);
  }

private:
  MetricPoint middle_of(Chain const &ring) const {
    return centroid(to_plan(plan_.frame, plan_.seams.resolve_ring(ring)));
  }

  void make_community() {
    geo::Polygon const polygon = polygon_of(plan_.seams.resolve_ring(plan_.outline));
    std::string const &code = definition_.community_code;
    town_.subdistricts = {{code.substr(0, 9), definition_.names.subdistrict, "", polygon}};
    town_.communities = {{code, definition_.names.community, code.substr(0, 9), polygon}};
  }

  void make_grids() {
    std::vector<MetricPoint> middles;
    for (Chain const &ring : plan_.grids) {
      middles.push_back(middle_of(ring));
    }
    // Half a typical grid's height makes a band.
    double const band = definition_.height_m / 4;
    grid_codes_.resize(middles.size());
    for (std::size_t const i : reading_order(middles, plan_.east, band)) {
      std::size_t const number = town_.grids.size() + 1;
      grid_codes_[i] = definition_.community_code + digits(number, 3);
      town_.grids.push_back({grid_codes_[i], digits(number, 2) + definition_.names.suffix.grid,
                             definition_.community_code,
                             polygon_of(plan_.seams.resolve_ring(plan_.grids[i]))});
    }
  }

  void make_microgrids() {
    for (Area const &grid : town_.grids) {
      std::vector<std::size_t> members;
      std::vector<MetricPoint> middles;
      for (std::size_t i = 0; i < pieces_.size(); ++i) {
        if (grid_codes_[blocks_[pieces_[i].block].grid] == grid.code) {
          members.push_back(i);
          middles.push_back(middle_of(pieces_[i].ring));
        }
      }
      std::size_t number = 0;
      for (std::size_t const k : reading_order(middles, plan_.east, 60)) {
        add_microgrid(grid, pieces_[members[k]], ++number);
      }
    }
  }

  void add_microgrid(Area const &grid, Piece const &piece, std::size_t number) {
    std::string const code = grid.code + digits(number, 2);
    std::string const name =
        grid.code.substr(13) + "-" + digits(number, 2) + definition_.names.suffix.microgrid;
    town_.microgrids.push_back(
        {code, name, grid.code, polygon_of(plan_.seams.resolve_ring(piece.ring))});
    for (std::size_t const plot : piece.plots) {
      microgrid_of_[{piece.block, plot}] = code;
    }
  }

  void make_waters() {
    town_.waters.push_back(
        {definition_.names.river, polygon_of(to_chain(plan_.frame, plan_.river))});
    for (BuiltBlock const &block : blocks_) {
      for (PlanRing const &pond : block.layout.ponds) {
        town_.waters.push_back({definition_.names.pond, polygon_of(to_chain(plan_.frame, pond))});
      }
    }
  }

  DemoDefinition const &definition_;
  Random random_;
  StreetPlan plan_;
  std::vector<BuiltBlock> blocks_;
  std::vector<Piece> pieces_;
  std::vector<std::string> grid_codes_; ///< parallel to plan_.grids
  std::map<PlotId, std::string> microgrid_of_;
  DemoTown town_;
};

} // namespace

DemoTown make_town(DemoDefinition const &definition, std::uint64_t seed) {
  return TownMaker(definition, seed).make();
}

} // namespace yuntu::demo
