#include "geo/walk_field.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace yuntu::geo {
namespace {

constexpr std::size_t most_nodes = std::size_t{1} << 25;

/// What it costs to come to either end of an edge; one of them at least is usually reached.
class Ends {
public:
  Ends(ReachSearch const &search, WalkEdge const &edge)
      : from_mm_(search.cost_mm(edge.from)), to_mm_(search.cost_mm(edge.to)),
        edge_mm_(edge.cost_mm) {}

  /// From whichever is nearer to somewhere on the edge.
  [[nodiscard]] std::int32_t cost_mm(std::int32_t to_start) const {
    auto best = ReachSearch::unreached;
    if (from_mm_ != ReachSearch::unreached) {
      best = from_mm_ + to_start;
    }
    if (to_mm_ != ReachSearch::unreached) {
      best = std::min(best, to_mm_ + edge_mm_ - to_start);
    }
    return best;
  }

private:
  std::int32_t from_mm_;
  std::int32_t to_mm_;
  std::int32_t edge_mm_;
};

/// From origins on the node's own edge.
std::int32_t cost_along_edge(ReachSearch const &search, EdgeId edge, std::int32_t to_start) {
  auto best = ReachSearch::unreached;
  for (auto const &origin : search.origins()) {
    if (origin.edge == edge) {
      auto const here = search.graph().cost_to_offset(edge, origin.offset_mm);
      best = std::min(best, origin.access_mm + std::abs(here - to_start));
    }
  }
  return best;
}

} // namespace

void WalkField::measure(ReachSearch &search, WalkRaster const &raster) {
  limit_mm_ = search.limit_mm();
  samples_.clear();
  sample_edges(search, raster);
  sample_closed(search, raster);
  open_window();
}

void WalkField::sample_edges(ReachSearch &search, WalkRaster const &raster) {
  auto const &graph = raster.graph();
  auto const origins = search.origins();
  for (auto const id : search.edges()) {
    auto const ends = Ends(search, graph.edge(id));
    bool const has_origin = std::any_of(origins.begin(), origins.end(),
                                        [id](auto const &origin) { return origin.edge == id; });
    for (auto const &node : raster.nodes(id)) {
      auto const to_start = graph.cost_to_offset(id, node.offset_mm);
      auto cost = ends.cost_mm(to_start);
      if (has_origin) {
        cost = std::min(cost, cost_along_edge(search, id, to_start));
      }
      samples_.push_back({node.column, node.row, cost + node.access_mm});
    }
  }
}

/// Whoever lives on a closed street walks from the next open one.
void WalkField::sample_closed(ReachSearch const &search, WalkRaster const &raster) {
  if (search.closed() == nullptr) {
    return;
  }
  auto const &graph = raster.graph();
  for (auto const id : search.closed()->edges()) {
    for (auto const &node : raster.nodes(id)) {
      auto const at = raster.attach(node, *search.closed());
      if (!at) {
        continue;
      }
      auto const to_start = graph.cost_to_offset(at->edge, at->offset_mm);
      auto const cost = std::min(Ends(search, graph.edge(at->edge)).cost_mm(to_start),
                                 cost_along_edge(search, at->edge, to_start));
      if (cost != unreached) {
        samples_.push_back({node.column, node.row, cost + at->access_mm});
      }
    }
  }
}

void WalkField::open_window() {
  auto west = std::numeric_limits<std::int32_t>::max();
  auto south = west;
  auto east = std::numeric_limits<std::int32_t>::min();
  auto north = east;
  for (auto const &[column, row, cost_mm] : samples_) {
    if (cost_mm <= limit_mm_) {
      west = std::min(west, column);
      east = std::max(east, column);
      south = std::min(south, row);
      north = std::max(north, row);
    }
  }
  columns_ = 0;
  rows_ = 0;
  costs_.clear();
  if (west > east) {
    return;
  }
  first_column_ = west - 1;
  first_row_ = south - 1;
  columns_ = static_cast<std::uint32_t>(east - west) + 3;
  rows_ = static_cast<std::uint32_t>(north - south) + 3;
  if (std::size_t{columns_} * rows_ > most_nodes) {
    throw TooFarToDraw("a walk reaches too far to be drawn");
  }
  costs_.resize(std::size_t{columns_} * rows_, unreached);
  for (auto const &[column, row, cost_mm] : samples_) {
    auto const x = static_cast<std::uint32_t>(column - first_column_);
    auto const y = static_cast<std::uint32_t>(row - first_row_);
    if (x < columns_ && y < rows_) { // those west or south of it wrap around to huge
      costs_[std::size_t{y} * columns_ + x] = cost_mm;
    }
  }
}

} // namespace yuntu::geo
