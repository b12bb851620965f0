#include "tools/yuntu/demo/parcels.hpp"

#include <cmath>
#include <map>
#include <stdexcept>

namespace yuntu::demo {
namespace {

using Edge = std::pair<geo::LonLat, geo::LonLat>;

Edge edge_of(geo::LonLat a, geo::LonLat b) {
  return a < b ? Edge{a, b} : Edge{b, a};
}

std::map<Edge, Street const *> streets_by_edge(StreetPlan const &plan) {
  std::map<Edge, Street const *> result;
  for (Street const &street : plan.streets) {
    Chain const line = plan.seams.resolve_line(street.line);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      result[edge_of(line[i], line[i + 1])] = &street;
    }
  }
  return result;
}

/// The mean direction of the edges that run roughly east, the long ones counting more.
MetricPoint rows_direction(PlanRing const &ring, MetricPoint town_east) {
  MetricPoint sum;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MetricPoint const edge = ring[(i + 1) % ring.size()] - ring[i];
    if (std::abs(dot(edge, town_east)) > std::abs(cross(edge, town_east))) {
      sum = sum + (dot(edge, town_east) > 0 ? edge : -1 * edge);
    }
  }
  return unit(sum);
}

/// The streets around one block, edge by edge of its ring.
struct Surroundings {
  PlanRing ring;
  std::vector<Street const *> sides;
  std::vector<double> strips; ///< metres to leave to each
};

Surroundings surroundings_of(StreetPlan const &plan, Chain const &chain,
                             std::map<Edge, Street const *> const &streets) {
  Surroundings around{to_plan(plan.frame, chain), {}, {}};
  for (std::size_t i = 0; i < chain.size(); ++i) {
    around.sides.push_back(streets.at(edge_of(chain[i], chain[(i + 1) % chain.size()])));
    around.strips.push_back(half_width_m(around.sides.back()->rank));
  }
  return around;
}

/// The street that the parcel's edge a-b faces, if it is one with shops.
Street const *shopping_street(Surroundings const &around, MetricPoint a, MetricPoint b) {
  for (std::size_t k = 0; k < around.ring.size(); ++k) {
    Street const *street = around.sides[k];
    bool const shops = street->rank == StreetRank::primary || street->rank == StreetRank::secondary;
    MetricPoint const next = around.ring[(k + 1) % around.ring.size()];
    if (shops && length(b - a) > 40 &&
        distance_to_segment(0.5 * (a + b), around.ring[k], next) <
            around.strips[k] + 5) { // where the street is bent the land keeps off
      return street;
    }
  }
  return nullptr;
}

Plat measure(Surroundings const &around, PlanRing const &land, MetricPoint town_east) {
  if (land.empty()) {
    throw std::runtime_error("a block is too narrow for its streets: fewer blocks or more land");
  }
  Plat plat;
  plat.middle = centroid(around.ring);
  plat.frame = {plat.middle, rows_direction(around.ring, town_east)};
  plat.area_m2 = area_m2(land);
  for (MetricPoint const p : land) {
    plat.parcel.ring.push_back(plat.frame.to_own(p));
  }
  for (std::size_t i = 0; i < land.size(); ++i) {
    std::size_t const next = (i + 1) % land.size();
    if (Street const *street = shopping_street(around, land[i], land[next])) {
      plat.parcel.frontages.push_back(
          {plat.parcel.ring[i], plat.parcel.ring[next], street->name, street->rank});
    }
  }
  for (Street const *street : around.sides) {
    plat.on_main_street |= street->rank == StreetRank::primary;
  }
  return plat;
}

} // namespace

std::vector<Plat> measure_sites(StreetPlan const &plan) {
  auto const streets = streets_by_edge(plan);
  std::vector<Plat> plats;
  for (Site const &site : plan.sites) {
    auto const around = surroundings_of(plan, plan.seams.resolve_ring(site.ring), streets);
    plats.push_back(measure(around, inset(around.ring, around.strips), plan.east));
  }
  return plats;
}

std::vector<Plat> measure_blocks(StreetPlan const &plan, std::vector<Plat> const &sites) {
  auto const streets = streets_by_edge(plan);
  std::vector<Plat> plats;
  for (Block const &block : plan.blocks) {
    auto const around = surroundings_of(plan, plan.seams.resolve_ring(block.ring), streets);
    PlanRing land = inset(around.ring, around.strips);
    // A bent street may take more from the whole site than from this block of it.
    PlanRing const site = land_of(sites[block.site]);
    for (std::size_t i = 0; i < site.size() && !land.empty(); ++i) {
      land = clip_left(land, site[i], site[(i + 1) % site.size()]);
    }
    plats.push_back(measure(around, without_needles(land), plan.east));
  }
  return plats;
}

PlanRing land_of(Plat const &plat) {
  PlanRing land;
  for (MetricPoint const p : plat.parcel.ring) {
    land.push_back(plat.frame.to_plan(p));
  }
  return land;
}

} // namespace yuntu::demo
