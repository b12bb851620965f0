#include "tools/yuntu/demo/street_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace yuntu::demo {
namespace {

/// A line along `direction` with the wanted share of the ring on its left.
MetricPoint line_with_share(PlanRing const &ring, MetricPoint direction, double share) {
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

bool runs_east(StreetPlan const &plan, PlanRing const &shape, Course course) {
  if (course != Course::across_short_side) {
    return course == Course::east_west;
  }
  auto const wide = extent(shape, plan.east);
  auto const high = extent(shape, left_of(plan.east));
  return wide.second - wide.first < high.second - high.first;
}

/// Away from an end of the line, into it.
MetricPoint heading(StreetPlan const &plan, Chain const &line, geo::LonLat end) {
  bool const at_front = line.front() == end;
  geo::LonLat const next = at_front ? line[1] : line[line.size() - 2];
  return unit(plan.frame.to_metric(next) - plan.frame.to_metric(end));
}

bool ends_at(Chain const &line, geo::LonLat place) {
  return line.front() == place || line.back() == place;
}

} // namespace

std::string NamePool::take() {
  std::size_t const round = taken_ / names_.size();
  std::string name = names_[taken_++ % names_.size()];
  return round == 0 ? name : name + std::to_string(round + 1);
}

std::string StreetNames::name_of(StreetPlan const &plan, Chain const &line) {
  constexpr double straight_on = -0.93; // cosine between the two headings: within some 20 degrees
  for (geo::LonLat const end : {line.front(), line.back()}) {
    MetricPoint const own = heading(plan, line, end);
    for (Street const &other : plan.streets) {
      if (!other.name.empty() && ends_at(other.line, end) &&
          dot(own, heading(plan, other.line, end)) < straight_on) {
        return other.name;
      }
    }
  }
  MetricPoint const along = plan.frame.to_metric(line.back()) - plan.frame.to_metric(line.front());
  bool const is_east = std::abs(dot(along, plan.east)) > std::abs(cross(along, plan.east));
  return is_east ? east_west_.take() : north_south_.take();
}

Chain draw_street(StreetPlan const &plan, geo::LonLat from, geo::LonLat to, Random &random) {
  MetricPoint const a = plan.frame.to_metric(from);
  MetricPoint const b = plan.frame.to_metric(to);
  double const far = length(b - a);
  double const bend = random.between(-0.016, 0.016) * far;
  int const vertices = far > 600 ? 5 : far > 180 ? 2 : 1;
  PlanLine line;
  for (int i = 1; i <= vertices; ++i) {
    double const t = double{1} * i / (vertices + 1);
    double const aside = bend * std::sin(t * std::numbers::pi) + random.between(-0.6, 0.6);
    line.push_back(a + t * (b - a) + aside * left_of(unit(b - a)));
  }
  Chain chain = to_chain(plan.frame, line);
  chain.insert(chain.begin(), from);
  chain.push_back(to);
  return chain;
}

std::pair<Chain, Chain> cut_land(StreetPlan &plan, Chain const &unresolved, CutWish const &wish,
                                 Random &random) {
  Chain const ring = plan.seams.resolve_ring(unresolved);
  PlanRing const shape = to_plan(plan.frame, ring);
  double const tilt = random.between(-3.2, 3.2) * std::numbers::pi / 180;
  MetricPoint const base = runs_east(plan, shape, wish.course) ? plan.east : left_of(plan.east);
  MetricPoint const direction = std::cos(tilt) * base + std::sin(tilt) * left_of(base);
  MetricPoint const through =
      line_with_share(shape, direction, wish.share + random.between(-wish.spread, wish.spread));
  auto const hits = line_hits(shape, through, direction);
  if (hits.size() < 2) {
    throw std::logic_error("a street misses the land it should cut");
  }
  // Corners nearer than this to an old one become a crossing instead of a stagger. The far end may
  // move less: a street is not to be bent for it.
  double const crossing_m = std::clamp(0.1 * std::sqrt(area_m2(shape)), 22.0, 60.0);
  geo::LonLat const start = place_vertex(plan, ring, hits.front(), crossing_m);
  Chain const split = plan.seams.resolve_ring(ring);
  auto const far_hits =
      line_hits(to_plan(plan.frame, split), plan.frame.to_metric(start), direction);
  double const length_m = length(far_hits.back().at - plan.frame.to_metric(start));
  geo::LonLat const end =
      place_vertex(plan, split, far_hits.back(), std::min(crossing_m, 0.085 * length_m));
  Chain line = draw_street(plan, start, end, random);
  auto parts = cut_ring(plan.seams.resolve_ring(ring), line);
  plan.streets.push_back({"", wish.rank, std::move(line), false});
  return parts;
}

} // namespace yuntu::demo
