#include "tools/yuntu/demo/corridors.hpp"

#include <cmath>
#include <numbers>

namespace yuntu::demo {
namespace {

/// A corridor's lines have this many edges; the avenue crosses in the middle.
constexpr std::size_t steps = 16;
/// From the middle of a riverside street to the path on the bank, and to the water.
constexpr double promenade_m = 20;
constexpr double water_m = 28;

double half_height_m(PlanRing const &outline, MetricPoint up) {
  auto const [low, high] = extent(outline, up);
  return (high - low) / 2;
}

class CorridorLayer {
public:
  CorridorLayer(CorridorPlan const &wish, StreetPlan &plan, Random &random)
      : wish_(wish), plan_(plan), random_(random), half_m_(wish.width_m / 2) {
    corridor_.kind = wish.kind;
    corridor_.name = wish.name;
    corridor_.owner = random.below(2);
  }

  /// Cuts the corridor out of `land`, its middle at `northing` in the town's own frame. Returns
  /// what lies north and what lies south of it.
  std::pair<Chain, Chain> lay(Chain const &land, double northing) {
    draw_middle(northing);
    corridor_.streets[0] = draw_along(half_m_, northing);
    corridor_.middle = draw_along(0, northing);
    corridor_.streets[1] = draw_along(-half_m_, northing);
    auto [north, rest] = cut_ring(plan_.seams.resolve_ring(land), corridor_.streets[0]);
    auto [band, south] = cut_ring(plan_.seams.resolve_ring(rest), corridor_.streets[1]);
    cut_faces(std::move(band));
    add_streets();
    if (wish_.kind == CorridorKind::river) {
      draw_water();
      lay_promenades();
    }
    plan_.corridors.push_back(std::move(corridor_));
    return {std::move(north), std::move(south)};
  }

private:
  MetricPoint up() const { return left_of(plan_.east); }

  /// Gentle bends, none at the ends.
  void draw_middle(double northing) {
    double const sway = wish_.kind == CorridorKind::river ? 50 : 16;
    double const once = random_.between(-sway, sway);
    double const twice = random_.between(-sway, sway) / 2;
    auto const ends = hits_at(northing);
    for (std::size_t k = 0; k <= steps; ++k) {
      double const t = static_cast<double>(k) / steps;
      MetricPoint const base = ends[0].at + t * (ends[1].at - ends[0].at);
      double const aside =
          once * std::sin(std::numbers::pi * t) + twice * std::sin(2 * std::numbers::pi * t);
      middle_.push_back(base + aside * up());
    }
  }

  /// Where a line at a northing meets the outline, in the west and in the east.
  std::array<RayHit, 2> hits_at(double northing) const {
    auto const hits = line_hits(to_plan(plan_.frame, plan_.seams.resolve_ring(plan_.outline)),
                                northing * up(), plan_.east);
    return {hits.front(), hits.back()};
  }

  geo::LonLat outline_vertex(double northing, std::size_t side) {
    constexpr double touching_m = 0.05;
    Chain const outline = plan_.seams.resolve_ring(plan_.outline);
    return place_vertex(plan_, outline, hits_at(northing).at(side), touching_m);
  }

  Chain draw_along(double aside_m, double northing) {
    Chain line{outline_vertex(northing + aside_m, 0)};
    for (std::size_t k = 1; k < steps; ++k) {
      line.push_back(plan_.frame.to_lon_lat(middle_[k] + aside_m * up()));
    }
    line.push_back(outline_vertex(northing + aside_m, 1));
    return line;
  }

  void cut_faces(Chain band) {
    for (std::size_t k = 2; k < steps; k += 2) {
      Chain line{corridor_.streets[0][k], corridor_.streets[1][k]};
      if (k == steps / 2 && wish_.kind == CorridorKind::railway) {
        line.insert(line.begin() + 1, corridor_.middle[k]);
      }
      auto [east, west] = cut_ring(band, line);
      corridor_.faces.push_back(std::move(west));
      band = std::move(east);
    }
    corridor_.faces.push_back(std::move(band));
  }

  void add_streets() {
    for (std::size_t side = 0; side < 2; ++side) {
      plan_.streets.push_back(
          {wish_.streets.at(side), StreetRank::tertiary, corridor_.streets.at(side), false});
    }
    Chain crossing{crossing_of(corridor_.streets[0]), crossing_of(corridor_.streets[1])};
    bool const is_bridge = wish_.kind == CorridorKind::river;
    if (!is_bridge) {
      crossing.insert(crossing.begin() + 1, crossing_of(corridor_.middle));
    }
    plan_.streets.push_back({"", StreetRank::primary, std::move(crossing), is_bridge});
  }

  /// The river goes on for a while beyond the county.
  void draw_water() {
    PlanLine bed = middle_;
    bed.insert(bed.begin(), bed[0] + 190 * unit(bed[0] - bed[1]));
    bed.push_back(bed.back() + 190 * unit(bed.back() - bed[bed.size() - 2]));
    PlanLine north;
    PlanRing water;
    for (MetricPoint const p : bed) {
      water.push_back(p - (half_m_ - water_m + random_.between(-3.0, 3.0)) * up());
      north.push_back(p + (half_m_ - water_m + random_.between(-3.0, 3.0)) * up());
    }
    water.insert(water.end(), north.rbegin(), north.rend());
    plan_.river = std::move(water);
  }

  /// A path along each bank on each side of the avenue's bridge, up to the street by a ramp at one
  /// end and by stairs elsewhere.
  void lay_promenades() {
    constexpr std::size_t middle = steps / 2;
    for (std::size_t side = 0; side < 2; ++side) {
      lay_promenade(side, 1, middle - 1);
      lay_promenade(side, middle + 1, steps - 1);
    }
  }

  void lay_promenade(std::size_t side, std::size_t first, std::size_t last) {
    double const aside = (side == 0 ? 1 : -1) * (half_m_ - promenade_m);
    FootLine path{"footway", {}};
    for (std::size_t k = first; k <= last; ++k) {
      path.line.push_back(plan_.frame.to_lon_lat(middle_[k] + aside * up()));
      if (k == first || k == last || k == (first + last) / 2) {
        plan_.promenades.push_back(
            {k == first ? "footway" : "steps", {corridor_.streets.at(side)[k], path.line.back()}});
      }
    }
    plan_.promenades.push_back(std::move(path));
  }

  CorridorPlan const &wish_;
  StreetPlan &plan_;
  Random &random_;
  double half_m_;
  PlanLine middle_;
  Corridor corridor_;
};

} // namespace

geo::LonLat crossing_of(Chain const &corridor_line) {
  return corridor_line.at(steps / 2);
}

std::vector<Chain> lay_corridors(DemoDefinition const &definition, StreetPlan &plan,
                                 Random &random) {
  std::vector<Chain> lands;
  double bands_m = 0;
  double communities = 0;
  for (CorridorPlan const &corridor : definition.corridors) {
    bands_m += corridor.width_m;
  }
  for (SubdistrictPlan const &subdistrict : definition.subdistricts) {
    communities += static_cast<double>(subdistrict.communities.size());
  }
  double const half = half_height_m(to_plan(plan.frame, plan.outline), left_of(plan.east));
  double const height_each = (2 * half - bands_m) / communities;
  double top = half;
  Chain rest = plan.outline;
  for (std::size_t i = 0; i < definition.corridors.size(); ++i) {
    double const width = definition.corridors[i].width_m;
    top -= height_each * static_cast<double>(definition.subdistricts[i].communities.size());
    double const northing = top - width / 2 + random.between(-35.0, 35.0);
    auto [north, south] = CorridorLayer(definition.corridors[i], plan, random).lay(rest, northing);
    lands.push_back(std::move(north));
    rest = std::move(south);
    top -= width;
  }
  lands.push_back(std::move(rest));
  return lands;
}

} // namespace yuntu::demo
