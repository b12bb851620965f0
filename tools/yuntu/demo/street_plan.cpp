#include "tools/yuntu/demo/street_plan.hpp"

#include "tools/yuntu/demo/corridors.hpp"
#include "tools/yuntu/demo/street_cutter.hpp"
#include "tools/yuntu/demo/town_outline.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>

namespace yuntu::demo {
namespace {

double area_of(StreetPlan const &plan, Chain const &ring) {
  return area_m2(to_plan(plan.frame, plan.seams.resolve_ring(ring)));
}

/// One more for whoever has most land for each: parallel to areas, `total` in all.
std::vector<int> share_by_area(std::vector<double> const &areas, int total) {
  std::vector<int> counts(areas.size(), 1);
  for (int given = static_cast<int>(areas.size()); given < total; ++given) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < areas.size(); ++i) {
      best = areas[i] / counts[i] > areas[best] / counts[best] ? i : best;
    }
    ++counts[best];
  }
  return counts;
}

class Planner {
public:
  Planner(DemoDefinition const &definition, StreetPlan &plan, Random &random)
      : definition_(definition), plan_(plan), random_(random), names_(definition.names) {}

  void plan() {
    draw_perimeter();
    std::vector<Chain> const lands = lay_corridors(definition_, plan_, random_);
    finish_perimeter();
    bool const has_avenue = !plan_.corridors.empty();
    if (has_avenue) {
      name_avenue();
    }
    for (std::size_t i = 0; i < lands.size(); ++i) {
      subdistrict_ = i;
      auto const count = static_cast<int>(definition_.subdistricts[i].communities.size());
      if (has_avenue) {
        auto const parts = cut_by_avenue(lands[i], i);
        cut_communities(parts.first, count - count / 2);
        cut_communities(parts.second, count / 2);
      } else {
        cut_communities(lands[i], count);
      }
    }
    share_out_sites();
    lead_out_of_town();
  }

private:
  void draw_perimeter() {
    TownOutline outline = draw_outline(definition_, plan_.east, random_);
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      sides_.at(i) = to_chain(plan_.frame, outline.sides.at(i));
      plan_.outline.insert(plan_.outline.end(), sides_.at(i).begin(), sides_.at(i).end() - 1);
    }
    plan_.river = std::move(outline.river);
  }

  /// The ring road, in pieces where a corridor meets it: between the corridor's two streets it is
  /// a bridge over a river.
  void finish_perimeter() {
    std::map<geo::LonLat, bool> breaks; // the vertex; does a bridge begin or end there?
    for (Corridor const &corridor : plan_.corridors) {
      for (Chain const &street : corridor.streets) {
        breaks[street.front()] = breaks[street.back()] = corridor.kind == CorridorKind::river;
      }
    }
    // A main street around a county, a lesser one around a part of a town.
    StreetRank const rank = plan_.corridors.empty() ? StreetRank::secondary : StreetRank::primary;
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      bool const riverside = i == 0 && !definition_.perimeter.outer_river.empty();
      Street piece{
          definition_.perimeter.streets.at(i), riverside ? StreetRank::tertiary : rank, {}, false};
      for (geo::LonLat const vertex : plan_.seams.resolve_line(sides_.at(i))) {
        piece.line.push_back(vertex);
        auto const found = breaks.find(vertex);
        if (found != breaks.end()) {
          plan_.streets.push_back(piece);
          piece.line = {vertex};
          piece.is_bridge = found->second && !piece.is_bridge;
        }
      }
      plan_.streets.push_back(std::move(piece));
    }
    perimeter_end_ = plan_.streets.size();
  }

  void name_avenue() {
    avenue_ = names_.take_north_south();
    for (Street &street : plan_.streets) {
      if (street.name.empty()) {
        street.name = avenue_;
      }
    }
  }

  /// From the crossing in the north (or the ring road) to the crossing in the south.
  std::pair<Chain, Chain> cut_by_avenue(Chain const &land, std::size_t i) {
    auto const &corridors = plan_.corridors;
    geo::LonLat const from =
        i == 0 ? ring_road_vertex(corridors[0], 1) : crossing_of(corridors[i - 1].streets[1]);
    geo::LonLat const to = i == corridors.size() ? ring_road_vertex(corridors[i - 1], -1)
                                                 : crossing_of(corridors[i].streets[0]);
    Chain const line = draw_street(plan_, from, to, random_);
    plan_.streets.push_back({avenue_, StreetRank::primary, line, false});
    auto parts = cut_ring(plan_.seams.resolve_ring(land), line);
    return {std::move(parts.second), std::move(parts.first)}; // west first
  }

  /// Straight on from a corridor's crossing, to the north (1) or south (-1).
  geo::LonLat ring_road_vertex(Corridor const &corridor, double way) {
    Chain const outline = plan_.seams.resolve_ring(plan_.outline);
    auto const hit =
        first_hit(to_plan(plan_.frame, outline),
                  plan_.frame.to_metric(crossing_of(corridor.middle)), way * left_of(plan_.east));
    return place_vertex(plan_, outline, hit.value(), 30);
  }

  std::pair<Chain, Chain> cut(Chain const &ring, CutWish const &wish) {
    auto parts = cut_land(plan_, ring, wish, random_);
    plan_.streets.back().name = names_.name_of(plan_, plan_.streets.back().line);
    return parts;
  }

  void cut_communities(Chain const &ring, int count) {
    if (count == 1) {
      plan_.nodes.emplace_back();
      plan_.communities.push_back({subdistrict_, plan_.nodes.size() - 1});
      community_rings_.push_back(ring);
      return;
    }
    int const left = count / 2;
    auto const parts = cut(
        ring, {double{1} * left / count, 0.03, StreetRank::secondary, Course::across_short_side});
    cut_communities(parts.first, left);
    cut_communities(parts.second, count - left);
  }

  void share_out_sites() {
    std::vector<double> areas;
    for (Chain const &ring : community_rings_) {
      areas.push_back(area_of(plan_, ring));
    }
    auto const counts = share_by_area(areas, count_sites(definition_));
    for (std::size_t i = 0; i < counts.size(); ++i) {
      community_ = i;
      cut_sites(community_rings_[i], counts[i], plan_.communities[i].node, 0);
    }
  }

  void cut_sites(Chain const &ring, int count, std::size_t node, int depth) {
    if (count == 1) {
      plan_.nodes[node].site = plan_.sites.size();
      plan_.sites.push_back({ring, community_, node});
      return;
    }
    int const left = count / 2;
    // The first street runs through from west to east, if need be with larger sites beside it.
    CutWish wish{double{1} * left / count, 0.08, rank_at(depth, ring), Course::across_short_side};
    if (depth == 0) {
      wish.share = 0.5;
      wish.spread = 0.03;
      wish.course = Course::east_west;
    }
    auto const parts = cut(ring, wish);
    std::size_t const first = plan_.nodes.size();
    plan_.nodes.resize(first + 2);
    plan_.nodes[node].parts = {first, first + 1};
    cut_sites(parts.first, left, first, depth + 1);
    cut_sites(parts.second, count - left, first + 1, depth + 1);
  }

  StreetRank rank_at(int depth, Chain const &ring) const {
    constexpr double large_m2 = 120'000;
    if (depth == 0) {
      return plan_.corridors.empty() ? StreetRank::primary : StreetRank::secondary;
    }
    if (depth == 1 && plan_.corridors.empty()) {
      return StreetRank::secondary;
    }
    return area_of(plan_, ring) > large_m2 ? StreetRank::tertiary : StreetRank::residential;
  }

  /// Streets do not end at the county's paper border: the main ones go on for a while.
  void lead_out_of_town() {
    Chain const ring = plan_.seams.resolve_ring(plan_.outline);
    std::set<geo::LonLat> const outline(ring.begin(), ring.end());
    auto const beyond = [this](geo::LonLat inner, geo::LonLat end) {
      MetricPoint const tip = plan_.frame.to_metric(end);
      return plan_.frame.to_lon_lat(tip + 130 * unit(tip - plan_.frame.to_metric(inner)));
    };
    for (std::size_t i = perimeter_end_; i < plan_.streets.size(); ++i) {
      Chain &line = plan_.streets[i].line;
      StreetRank const rank = plan_.streets[i].rank;
      if (rank != StreetRank::primary && rank != StreetRank::secondary) {
        continue;
      }
      if (outline.contains(line.back())) {
        line.push_back(beyond(line[line.size() - 2], line.back()));
      }
      if (outline.contains(line.front())) {
        line.insert(line.begin(), beyond(line[1], line.front()));
      }
    }
  }

  DemoDefinition const &definition_;
  StreetPlan &plan_;
  Random &random_;
  StreetNames names_;
  std::array<Chain, 4> sides_;
  std::string avenue_;
  std::size_t subdistrict_ = 0;
  std::size_t community_ = 0;
  std::size_t perimeter_end_ = 0;
  std::vector<Chain> community_rings_; ///< parallel to plan_.communities
};

/// How large a block of the kind is, lanes around it; 0: never cut.
double block_m2(BlockKind kind) {
  switch (kind) {
  case BlockKind::gated_tower:
  case BlockKind::gated_midrise:
  case BlockKind::dead_end:
  case BlockKind::school:
  case BlockKind::park:
    return 0;
  case BlockKind::tower:
  case BlockKind::works:
    return 70'000;
  default:
    return 45'000;
  }
}

void cut_blocks(StreetPlan &plan, Site const &land, int count, Random &random) {
  if (count == 1) {
    plan.nodes[land.node].block = plan.blocks.size();
    plan.blocks.push_back({land.ring, plan.nodes[land.node].site});
    return;
  }
  int const left = count / 2;
  auto const parts = cut_land(
      plan, land.ring,
      {double{1} * left / count, 0.06, StreetRank::residential, Course::across_short_side}, random);
  std::size_t const first = plan.nodes.size();
  std::size_t const site = plan.nodes[land.node].site;
  plan.nodes.resize(first + 2);
  plan.nodes[land.node].parts = {first, first + 1};
  plan.nodes[first].site = plan.nodes[first + 1].site = site;
  cut_blocks(plan, {parts.first, land.community, first}, left, random);
  cut_blocks(plan, {parts.second, land.community, first + 1}, count - left, random);
}

} // namespace

double half_width_m(StreetRank rank) {
  switch (rank) {
  case StreetRank::primary:
    return 16;
  case StreetRank::secondary:
    return 12;
  case StreetRank::tertiary:
    return 9;
  case StreetRank::residential:
    break;
  }
  return 6.5;
}

PlanRing to_plan(geo::LocalFrame const &frame, Chain const &chain) {
  PlanRing result;
  result.reserve(chain.size());
  for (geo::LonLat const p : chain) {
    result.push_back(frame.to_metric(p));
  }
  return result;
}

Chain to_chain(geo::LocalFrame const &frame, PlanLine const &line) {
  Chain result;
  result.reserve(line.size());
  for (MetricPoint const p : line) {
    result.push_back(frame.to_lon_lat(p));
  }
  return result;
}

std::optional<geo::LonLat> vertex_near(geo::LocalFrame const &frame, Chain const &ring,
                                       MetricPoint point, double reach_m) {
  std::optional<geo::LonLat> nearest;
  double least = reach_m;
  for (geo::LonLat const vertex : ring) {
    double const far = length(frame.to_metric(vertex) - point);
    if (far <= least) {
      least = far;
      nearest = vertex;
    }
  }
  return nearest;
}

geo::LonLat place_vertex(StreetPlan &plan, Chain const &ring, RayHit const &hit, double reuse_m) {
  if (auto const there = vertex_near(plan.frame, ring, hit.at, reuse_m)) {
    return *there;
  }
  geo::LonLat const placed = plan.frame.to_lon_lat(hit.at);
  plan.seams.split(ring[hit.edge], ring[(hit.edge + 1) % ring.size()], placed);
  return placed;
}

StreetPlan plan_streets(DemoDefinition const &definition, Random &random) {
  double const lean = random.between(definition.rotation_deg[0], definition.rotation_deg[1]) *
                      std::numbers::pi / 180;
  StreetPlan plan{.frame = geo::LocalFrame(definition.origin),
                  .east = {std::cos(lean), std::sin(lean)},
                  .seams = {},
                  .outline = {},
                  .corridors = {},
                  .nodes = {},
                  .communities = {},
                  .sites = {},
                  .blocks = {},
                  .streets = {},
                  .promenades = {},
                  .river = {}};
  Planner(definition, plan, random).plan();
  return plan;
}

void cut_lanes(StreetPlan &plan, std::vector<BlockKind> const &kinds, Random &random) {
  for (std::size_t i = 0; i < plan.sites.size(); ++i) {
    double const wanted_m2 = block_m2(kinds[i]);
    double const share = wanted_m2 > 0 ? area_of(plan, plan.sites[i].ring) / wanted_m2 : 1;
    cut_blocks(plan, plan.sites[i], std::max(1, static_cast<int>(std::lround(share))), random);
  }
}

} // namespace yuntu::demo
