#include "tools/yuntu/demo/area_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

constexpr double clear_m = 1.0;
/// Cuts that meet a border this near to a corner meet it at the corner.
constexpr double corner_m = 2.5;
/// Nearer than this two vertices would be one after snapping.
constexpr double touching_m = 0.05;

/// A straight cut: the line through `through` along `direction`.
struct Cut {
  MetricPoint through;
  MetricPoint direction;
  double cost = 0;
};

class Cutter {
public:
  Cutter(StreetPlan &plan, std::vector<BuiltBlock> const &blocks) : plan_(plan), blocks_(blocks) {}

  /// In `count` parts of much the same weight; in fewer where buildings leave no gap.
  std::vector<Piece> divide(Piece const &piece, int count) {
    // Halves first, then other shares.
    for (int off = 0; off < count; ++off) {
      int const left = count / 2 + (off % 2 == 0 ? off / 2 : -(off + 1) / 2);
      if (left < 1 || left >= count) {
        continue;
      }
      if (auto const cut = best_cut(piece, left, count - left)) {
        auto const halves = apply(piece, *cut);
        auto parts = divide(halves.first, left);
        auto others = divide(halves.second, count - left);
        parts.insert(parts.end(), others.begin(), others.end());
        return parts;
      }
    }
    return {piece};
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
    std::pair<Piece, Piece> pieces{{std::move(parts.first), piece.block, piece.grid, {}},
                                   {std::move(parts.second), piece.block, piece.grid, {}}};
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
};

double weight_of(Piece const &piece, std::vector<BuiltBlock> const &blocks) {
  double weight = 0;
  for (std::size_t const plot : piece.plots) {
    weight += yuntu::demo::weight_of(blocks[piece.block].layout.plots[plot]);
  }
  return weight;
}

/// Highest average first: each further micro-grid goes where most households share one.
std::vector<int> share_out(std::size_t microgrids, std::vector<Piece> const &pieces,
                           std::vector<BuiltBlock> const &blocks) {
  std::vector<int> counts(pieces.size(), 1);
  std::vector<double> weights;
  for (Piece const &piece : pieces) {
    weights.push_back(weight_of(piece, blocks));
  }
  for (std::size_t given = pieces.size(); given < microgrids; ++given) {
    std::size_t best = pieces.size();
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      bool const has_room = std::cmp_less(counts[i], pieces[i].plots.size());
      if (has_room &&
          (best == pieces.size() || weights[i] / counts[i] > weights[best] / counts[best])) {
        best = i;
      }
    }
    if (best == pieces.size()) {
      throw std::runtime_error("counts.microgrids: more micro-grids than buildings");
    }
    ++counts[best];
  }
  return counts;
}

/// The blocks, those with several grids divided.
std::vector<Piece> grid_pieces(GridShares const &shares, Cutter &cutter,
                               std::vector<BuiltBlock> const &blocks) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    auto const &grids = shares.of_block[i];
    Piece whole{blocks[i].ring, i, grids.front(), {}};
    for (std::size_t p = 0; p < blocks[i].layout.plots.size(); ++p) {
      whole.plots.push_back(p);
    }
    auto parts = cutter.divide(whole, static_cast<int>(grids.size()));
    if (parts.size() != grids.size()) {
      throw std::runtime_error("no straight line divides a block's buildings into " +
                               std::to_string(grids.size()) + " grids");
    }
    for (std::size_t k = 0; k < parts.size(); ++k) {
      parts[k].grid = grids[k];
      pieces.push_back(std::move(parts[k]));
    }
  }
  return pieces;
}

/// Where buildings left no gap for a cut there are too few: the heaviest that can be cut is.
void make_up(std::vector<Piece> &pieces, std::size_t wanted, Cutter &cutter,
             std::vector<BuiltBlock> const &blocks) {
  std::vector<bool> is_whole(pieces.size(), false); // cannot be cut
  while (pieces.size() < wanted) {
    std::size_t best = pieces.size();
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (!is_whole[i] && pieces[i].plots.size() > 1 &&
          (best == pieces.size() ||
           weight_of(pieces[i], blocks) > weight_of(pieces[best], blocks))) {
        best = i;
      }
    }
    if (best == pieces.size()) {
      throw std::runtime_error("counts.microgrids: no straight lines divide the land into " +
                               std::to_string(wanted));
    }
    auto halves = cutter.divide(pieces[best], 2);
    is_whole[best] = halves.size() == 1;
    pieces[best] = std::move(halves.front());
    if (halves.size() == 2) {
      pieces.push_back(std::move(halves.back()));
      is_whole.push_back(false);
    }
  }
}

using Edge = std::pair<geo::LonLat, geo::LonLat>;

std::vector<Edge> edges_of(Chain const &ring) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    edges.emplace_back(ring[i], ring[(i + 1) % ring.size()]);
  }
  return edges;
}

/// The grid that shares most of the face's border along the street.
std::size_t grid_along(StreetPlan const &plan, Chain const &face, Chain const &street,
                       std::map<Edge, std::size_t> const &grids) {
  std::set<geo::LonLat> const on_street(street.begin(), street.end());
  std::map<std::size_t, double> shared_m;
  for (auto const &[a, b] : edges_of(plan.seams.resolve_ring(face))) {
    auto const beyond = grids.find({b, a});
    if (beyond != grids.end() && on_street.contains(a) && on_street.contains(b)) {
      shared_m[beyond->second] += length(plan.frame.to_metric(b) - plan.frame.to_metric(a));
    }
  }
  return std::max_element(shared_m.begin(), shared_m.end(),
                          [](auto const &a, auto const &b) { return a.second < b.second; })
      ->first;
}

std::vector<Piece> corridor_pieces(StreetPlan const &plan, std::vector<Piece> const &pieces) {
  std::map<Edge, std::size_t> grids;
  for (Piece const &piece : pieces) {
    for (Edge const &edge : edges_of(plan.seams.resolve_ring(piece.ring))) {
      grids[edge] = piece.grid;
    }
  }
  std::vector<Piece> result;
  for (Corridor const &corridor : plan.corridors) {
    Chain const street = plan.seams.resolve_line(corridor.streets.at(corridor.owner));
    for (Chain const &face : corridor.faces) {
      result.push_back({face, no_index, grid_along(plan, face, street, grids), {}});
    }
  }
  return result;
}

} // namespace

double weight_of(Plot const &plot) {
  return plot.households + 4;
}

std::vector<Piece> cut_microgrids(int microgrids, GridShares const &shares, StreetPlan &plan,
                                  std::vector<BuiltBlock> const &blocks) {
  std::size_t faces = 0;
  for (Corridor const &corridor : plan.corridors) {
    faces += corridor.faces.size();
  }
  Cutter cutter(plan, blocks);
  auto const whole = grid_pieces(shares, cutter, blocks);
  std::size_t const wanted = static_cast<std::size_t>(microgrids) - faces;
  if (std::cmp_less(microgrids, whole.size() + faces)) {
    throw std::runtime_error("counts.microgrids: expected at least one for each block, here " +
                             std::to_string(whole.size() + faces));
  }
  auto const counts = share_out(wanted, whole, blocks);
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (Piece &part : cutter.divide(whole[i], counts[i])) {
      pieces.push_back(std::move(part));
    }
  }
  make_up(pieces, wanted, cutter, blocks);
  auto const corridors = corridor_pieces(plan, pieces);
  pieces.insert(pieces.end(), corridors.begin(), corridors.end());
  return pieces;
}

} // namespace yuntu::demo
