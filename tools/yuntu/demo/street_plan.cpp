#include "tools/yuntu/demo/street_plan.hpp"

#include "tools/yuntu/demo/town_outline.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace yuntu::demo {
namespace {

/// Corners nearer than this to an old one become a crossing instead of a stagger.
constexpr double crossing_m = 26;

/// Hands out each name once; afterwards numbers them ("北园街2").
class NamePool {
public:
  explicit NamePool(std::vector<std::string> names) : names_(std::move(names)) {}
  std::string take() {
    std::size_t const round = taken_ / names_.size();
    std::string name = names_[taken_++ % names_.size()];
    return round == 0 ? name : name + std::to_string(round + 1);
  }

private:
  std::vector<std::string> names_;
  std::size_t taken_ = 0;
};

class Planner {
public:
  Planner(DemoDefinition const &definition, StreetPlan &plan, Random &random)
      : plan_(plan), random_(random), east_west_(definition.names.east_west),
        north_south_(definition.names.north_south) {}

  void name_perimeter(std::array<Chain, 4> const &sides, std::string const &riverside) {
    main_street_ = east_west_.take();
    first_north_south_ = north_south_.take();
    plan_.streets.push_back({riverside, StreetRank::tertiary, sides[0]});
    plan_.streets.push_back({north_south_.take(), StreetRank::secondary, sides[1]});
    plan_.streets.push_back({east_west_.take(), StreetRank::secondary, sides[2]});
    plan_.streets.push_back({north_south_.take(), StreetRank::secondary, sides[3]});
  }

  void cut_grids(Chain const &ring, int count, int depth) {
    if (count == 1) {
      plan_.grids.push_back(ring);
      plan_.blocks.push_back({ring, plan_.grids.size() - 1});
      return;
    }
    int const left = count / 2;
    StreetRank const rank = depth == 0   ? StreetRank::primary
                            : depth == 1 ? StreetRank::secondary
                                         : StreetRank::tertiary;
    auto const parts = cut(ring, double{1} * left / count, rank, depth == 0);
    cut_grids(parts.first, left, depth + 1);
    cut_grids(parts.second, count - left, depth + 1);
  }

  void cut_largest_block() {
    auto const area_of = [this](Block const &block) {
      return area_m2(to_plan(plan_.frame, plan_.seams.resolve_ring(block.ring)));
    };
    auto const largest =
        std::max_element(plan_.blocks.begin(), plan_.blocks.end(),
                         [&](Block const &a, Block const &b) { return area_of(a) < area_of(b); });
    auto const parts = cut(largest->ring, 0.5, StreetRank::residential, false);
    std::size_t const grid = largest->grid;
    *largest = {parts.first, grid};
    plan_.blocks.push_back({parts.second, grid});
  }

private:
  /// A line along `direction` with the wanted share of the ring on its left.
  static MetricPoint line_with_share(PlanRing const &ring, MetricPoint direction, double share) {
    MetricPoint const normal = left_of(direction);
    auto [low, high] = extent(ring, normal);
    double const wanted = share * area_m2(ring);
    for (int i = 0; i < 40; ++i) {
      double const middle = (low + high) / 2;
      PlanRing const kept = clip_left(ring, middle * normal, middle * normal + direction);
      (kept.empty() || area_m2(kept) < wanted ? high : low) = middle;
    }
    return low * normal;
  }

  std::pair<Chain, Chain> cut(Chain const &unresolved, double share, StreetRank rank, bool across) {
    Chain const ring = plan_.seams.resolve_ring(unresolved);
    PlanRing const shape = to_plan(plan_.frame, ring);
    auto const wide = extent(shape, plan_.east);
    auto const high = extent(shape, left_of(plan_.east));
    bool const runs_east = across || wide.second - wide.first < high.second - high.first;
    double const tilt = random_.between(-3.2, 3.2) * std::numbers::pi / 180;
    MetricPoint const base = runs_east ? plan_.east : left_of(plan_.east);
    MetricPoint const direction = std::cos(tilt) * base + std::sin(tilt) * left_of(base);
    double const spread = rank == StreetRank::primary ? 0.03 : 0.08;
    MetricPoint const through =
        line_with_share(shape, direction, share + random_.between(-spread, spread));
    auto const hits = line_hits(shape, through, direction);
    if (hits.size() < 2) {
      throw std::logic_error("a street misses the block it should cut");
    }
    Street street = draw(ring, hits.front(), hits.back(), rank);
    auto parts = cut_ring(plan_.seams.resolve_ring(ring), street.line);
    street.name = name_of(runs_east, rank);
    plan_.streets.push_back(std::move(street));
    return parts;
  }

  Street draw(Chain const &ring, RayHit const &from, RayHit const &to, StreetRank rank) {
    geo::LonLat const start = place_vertex(plan_, ring, from, crossing_m);
    geo::LonLat const end = place_vertex(plan_, ring, to, crossing_m);
    MetricPoint const a = plan_.frame.to_metric(start);
    MetricPoint const b = plan_.frame.to_metric(end);
    double const far = length(b - a);
    double const bend = random_.between(-0.016, 0.016) * far;
    int const vertices = far > 600 ? 5 : far > 180 ? 2 : 1;
    PlanLine line{a};
    for (int i = 1; i <= vertices; ++i) {
      double const t = double{1} * i / (vertices + 1);
      double const aside = bend * std::sin(t * std::numbers::pi) + random_.between(-0.6, 0.6);
      line.push_back(a + t * (b - a) + aside * left_of(unit(b - a)));
    }
    line.push_back(b);
    Chain chain = to_chain(plan_.frame, line);
    return {"", rank, chain};
  }

  std::string name_of(bool runs_east, StreetRank rank) {
    if (rank == StreetRank::primary) {
      return main_street_;
    }
    if (!runs_east && !first_north_south_.empty()) {
      return std::exchange(first_north_south_, {});
    }
    return runs_east ? east_west_.take() : north_south_.take();
  }

  StreetPlan &plan_;
  Random &random_;
  NamePool east_west_;
  NamePool north_south_;
  std::string main_street_;
  std::string first_north_south_;
};

/// Streets do not end at the county's paper border: the main ones go on, one of them by a bridge.
void lead_out_of_town(StreetPlan &plan) {
  Chain const outline = plan.seams.resolve_ring(plan.outline);
  auto const on_outline = [&outline](geo::LonLat p) {
    return std::find(outline.begin(), outline.end(), p) != outline.end();
  };
  auto const beyond = [&plan](geo::LonLat inner, geo::LonLat end) {
    MetricPoint const tip = plan.frame.to_metric(end);
    return plan.frame.to_lon_lat(tip + 130 * unit(tip - plan.frame.to_metric(inner)));
  };
  for (std::size_t i = 4; i < plan.streets.size(); ++i) { // 0 to 3 are the perimeter
    Chain &line = plan.streets[i].line;
    StreetRank const rank = plan.streets[i].rank;
    if (rank != StreetRank::primary && rank != StreetRank::secondary) {
      continue;
    }
    if (on_outline(line.back())) {
      line.push_back(beyond(line[line.size() - 2], line.back()));
    }
    if (on_outline(line.front())) {
      line.insert(line.begin(), beyond(line[1], line.front()));
    }
  }
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
                  .grids = {},
                  .blocks = {},
                  .streets = {},
                  .river = {}};
  TownOutline const outline = draw_outline(definition, plan.east, random);
  std::array<Chain, 4> sides;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    sides[i] = to_chain(plan.frame, outline.sides[i]);
    plan.outline.insert(plan.outline.end(), sides[i].begin(), sides[i].end() - 1);
  }
  plan.river = outline.river;
  Planner planner(definition, plan, random);
  planner.name_perimeter(sides, definition.names.riverside);
  planner.cut_grids(plan.outline, definition.grids, 0);
  std::size_t blocks = 0;
  for (BlockQuota const &quota : definition.blocks) {
    blocks += static_cast<std::size_t>(quota.count);
  }
  while (plan.blocks.size() < blocks) {
    planner.cut_largest_block();
  }
  lead_out_of_town(plan);
  return plan;
}

} // namespace yuntu::demo
