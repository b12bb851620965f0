#include "tools/yuntu/demo/area_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <stdexcept>

namespace yuntu::demo {
namespace {

constexpr double clear_m = 1.0;
/// Cuts that meet a border this near to a corner meet it at the corner.
constexpr double corner_m = 2.5;
/// Nearer than this two vertices would be one after snapping.
constexpr double touching_m = 0.05;

double weight_of(Plot const &plot) {
  return plot.households + 4;
}

/// A straight cut: the line through `through` along `direction`.
struct Cut {
  MetricPoint through;
  MetricPoint direction;
  double cost = 0;
};

class Cutter {
public:
  Cutter(StreetPlan &plan, std::vector<BuiltBlock> const &blocks, std::vector<Piece> &out)
      : plan_(plan), blocks_(blocks), out_(out) {}

  void divide(Piece const &piece, int count) {
    if (count == 1) {
      out_.push_back(piece);
      return;
    }
    // Halves first; where buildings leave no gap there, other shares.
    for (int off = 0; off < count; ++off) {
      int const left = count / 2 + (off % 2 == 0 ? off / 2 : -(off + 1) / 2);
      if (left < 1 || left >= count) {
        continue;
      }
      if (auto const cut = best_cut(piece, left, count - left)) {
        auto const parts = apply(piece, *cut);
        divide(parts.first, left);
        divide(parts.second, count - left);
        return;
      }
    }
    throw std::runtime_error("no straight line divides a block's buildings into " +
                             std::to_string(count) + " micro-grids");
  }

private:
  Plot const &plot_of(Piece const &piece, std::size_t i) const {
    return blocks_[piece.block].layout.plots[piece.plots[i]];
  }

  std::optional<Cut> best_cut(Piece const &piece, int left, int right) const {
    PlanRing const shape = to_plan(plan_.frame, plan_.seams.resolve_ring(piece.ring));
    std::optional<Cut> best;
    MetricPoint const east = blocks_[piece.block].frame.east;
    for (MetricPoint const base : {east, left_of(east)}) {
      for (double const tilt : {0.0, -1.2, 1.2, -2.5, 2.5, -4.0, 4.0}) {
        double const angle = tilt * std::numbers::pi / 180;
        MetricPoint const direction = std::cos(angle) * base + std::sin(angle) * left_of(base);
        try_direction(piece, shape, direction, std::abs(tilt) / 40, left, right, best);
      }
    }
    return best;
  }

  /// Every offset, metre by metre. Cheaper is better: shares as wanted, a short cut, a wide gap.
  void try_direction(Piece const &piece, PlanRing const &shape, MetricPoint direction,
                     double tilt_cost, int left, int right, std::optional<Cut> &best) const {
    MetricPoint const normal = left_of(direction);
    std::vector<std::pair<double, double>> spans;
    double total = 0;
    for (std::size_t i = 0; i < piece.plots.size(); ++i) {
      spans.push_back(extent(plot_of(piece, i).ring, normal));
      total += weight_of(plot_of(piece, i));
    }
    auto const [low, high] = extent(shape, normal);
    for (double offset = low + 8; offset < high - 8; offset += 1) {
      double gap_m = 8;
      double weight = 0;
      int members = 0;
      for (std::size_t i = 0; i < spans.size(); ++i) {
        bool const is_left = spans[i].first + spans[i].second > 2 * offset;
        gap_m = std::min(gap_m, is_left ? spans[i].first - offset : offset - spans[i].second);
        weight += is_left ? weight_of(plot_of(piece, i)) : 0;
        members += is_left ? 1 : 0;
      }
      if (gap_m < clear_m || members < left ||
          std::cmp_less(piece.plots.size() - static_cast<std::size_t>(members), right)) {
        continue;
      }
      auto const hits = line_hits(shape, offset * normal, direction);
      if (hits.size() != 2) {
        continue;
      }
      double const share = weight / total - double{1} * left / (left + right);
      double const cost = 3 * std::abs(share) + tilt_cost + (8 - gap_m) / 50 +
                          0.25 * length(hits[1].at - hits[0].at) / std::sqrt(area_m2(shape));
      if (!best || cost < best->cost) {
        best = Cut{offset * normal, direction, cost};
      }
    }
  }

  std::pair<Piece, Piece> apply(Piece const &piece, Cut const &cut) {
    Chain const ring = plan_.seams.resolve_ring(piece.ring);
    auto const hits = line_hits(to_plan(plan_.frame, ring), cut.through, cut.direction);
    double const reuse = corner_is_safe(piece, ring, hits) ? corner_m : touching_m;
    geo::LonLat const start = place_vertex(plan_, ring, hits.front(), reuse);
    geo::LonLat const end = place_vertex(plan_, ring, hits.back(), reuse);
    auto parts = cut_ring(plan_.seams.resolve_ring(ring), {start, end});
    std::pair<Piece, Piece> pieces{{std::move(parts.first), piece.block, {}},
                                   {std::move(parts.second), piece.block, {}}};
    for (std::size_t i = 0; i < piece.plots.size(); ++i) {
      bool const is_left =
          dot(centroid(plot_of(piece, i).ring) - cut.through, left_of(cut.direction)) > 0;
      (is_left ? pieces.first : pieces.second).plots.push_back(piece.plots[i]);
    }
    return pieces;
  }

  /// Would the cut between the corners it may take still keep clear of every building?
  bool corner_is_safe(Piece const &piece, Chain const &ring,
                      std::vector<RayHit> const &hits) const {
    PlanLine line;
    for (RayHit const &hit : {hits.front(), hits.back()}) {
      auto const corner = vertex_near(plan_.frame, ring, hit.at, corner_m);
      line.push_back(corner ? plan_.frame.to_metric(*corner) : hit.at);
    }
    for (std::size_t i = 0; i < piece.plots.size(); ++i) {
      if (gap_to_line(plot_of(piece, i).ring, line) < clear_m / 2) {
        return false;
      }
    }
    return true;
  }

  StreetPlan &plan_;
  std::vector<BuiltBlock> const &blocks_;
  std::vector<Piece> &out_;
};

/// Highest average first: each further micro-grid goes where most households share one.
std::vector<int> share_out(int microgrids, std::vector<BuiltBlock> const &blocks) {
  std::vector<int> counts(blocks.size(), 1);
  std::vector<double> weights;
  for (BuiltBlock const &block : blocks) {
    double weight = 0;
    for (Plot const &plot : block.layout.plots) {
      weight += weight_of(plot);
    }
    weights.push_back(weight);
  }
  for (int given = static_cast<int>(blocks.size()); given < microgrids; ++given) {
    std::size_t best = blocks.size();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      bool const has_room = std::cmp_less(counts[i], blocks[i].layout.plots.size());
      if (has_room &&
          (best == blocks.size() || weights[i] / counts[i] > weights[best] / counts[best])) {
        best = i;
      }
    }
    if (best == blocks.size()) {
      throw std::runtime_error("counts.microgrids: more micro-grids than buildings");
    }
    ++counts[best];
  }
  return counts;
}

} // namespace

std::vector<Piece> cut_microgrids(int microgrids, StreetPlan &plan,
                                  std::vector<BuiltBlock> const &blocks) {
  if (std::cmp_less(microgrids, blocks.size())) {
    throw std::runtime_error("counts.microgrids: expected at least one for each block");
  }
  auto const counts = share_out(microgrids, blocks);
  std::vector<Piece> pieces;
  Cutter cutter(plan, blocks, pieces);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Piece whole{blocks[i].ring, i, {}};
    for (std::size_t p = 0; p < blocks[i].layout.plots.size(); ++p) {
      whole.plots.push_back(p);
    }
    cutter.divide(whole, counts[i]);
  }
  return pieces;
}

} // namespace yuntu::demo
