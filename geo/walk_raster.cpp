#include "geo/walk_raster.hpp"

#include "geo/envelope.hpp"
#include "geo/local_frame.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

namespace yuntu::geo {
namespace {

constexpr double most_a_side = 65535;
constexpr auto nobody = std::numeric_limits<EdgeId>::max();

/// A street as found from one node.
struct Nearest {
  EdgeId edge = nobody;
  std::int32_t offset_mm = 0;
  std::int32_t access_mm = std::numeric_limits<std::int32_t>::max();
  bool is_island = true;
};

/// Nodes in squares, of which only those exist that a street comes near.
class Squares {
public:
  static constexpr std::uint32_t side = 32;

  Squares(std::uint32_t columns, std::uint32_t rows)
      : across_((columns + side - 1) / side),
        squares_(std::size_t{across_} * ((rows + side - 1) / side)) {}

  Nearest &at(std::uint32_t column, std::uint32_t row) {
    auto &square = squares_[std::size_t{row / side} * across_ + column / side];
    if (!square) {
      square = std::make_unique<Square>();
    }
    return (*square)[std::size_t{row % side} * side + column % side];
  }

  /// Calls `visit(column, row, Nearest)` for every node that has a street.
  template <typename Visit>
  void visit_attached(Visit visit) const {
    for (std::size_t i = 0; i < squares_.size(); ++i) {
      for (std::uint32_t j = 0; squares_[i] && j < side * side; ++j) {
        auto const &nearest = (*squares_[i])[j];
        if (nearest.edge != nobody) {
          visit(static_cast<std::uint32_t>(i % across_) * side + j % side,
                static_cast<std::uint32_t>(i / across_) * side + j / side, nearest);
        }
      }
    }
  }

private:
  using Square = std::array<Nearest, std::size_t{side} * side>;
  std::uint32_t across_;
  std::vector<std::unique_ptr<Square>> squares_;
};

/// One straight piece of an edge on its way over the nodes.
struct Piece {
  EdgeId edge;
  LonLat a, b;
  double start_m;  ///< of a, along the edge
  double length_m; ///< on the ground
  bool is_island;
};

/// Of the nodes between two coordinates (units from node 0), those that exist.
std::array<std::uint32_t, 2> span_of(double low, double high, std::int32_t step,
                                     std::uint32_t count) {
  auto const cut = [count](double value) {
    return static_cast<std::uint32_t>(std::clamp(value, 0.0, double{1} * count));
  };
  return {cut(std::ceil(low / step)), cut(std::floor(high / step) + 1)};
}

} // namespace

WalkRaster::WalkRaster(WalkGraph const &graph, StreetSnapper const &snapper,
                       SnapOptions const &options)
    : graph_(&graph), snapper_(&snapper), options_(options) {
  options_.closed = nullptr;
  lay_out(options.max_m);
  Squares squares(columns_, rows_);

  auto const offer = [&](Piece const &piece) {
    auto const middle = LonLat::from_units(
        piece.a.lon_e7(),
        static_cast<std::int32_t>((std::int64_t{piece.a.lat_e7()} + piece.b.lat_e7()) / 2));
    auto const frame = LocalFrame(middle.value_or(piece.a));
    double const lon_m = frame.metres_per_lon_unit();
    double const lat_m = frame.metres_per_lat_unit();
    // Metres from a.
    double const dx = (double{1} * piece.b.lon_e7() - piece.a.lon_e7()) * lon_m;
    double const dy = (double{1} * piece.b.lat_e7() - piece.a.lat_e7()) * lat_m;
    double const length2 = dx * dx + dy * dy;
    double const per_length2 = length2 > 0 ? 1 / length2 : 0;
    double const east = static_cast<double>(piece.a.lon_e7() - west_);
    double const north = static_cast<double>(piece.a.lat_e7() - south_);
    auto const [low_row, end_row] =
        span_of(north + (std::min(dy, 0.0) - options_.max_m) / lat_m,
                north + (std::max(dy, 0.0) + options_.max_m) / lat_m, lat_step_, rows_);
    auto const [low_column, end_column] =
        span_of(east + (std::min(dx, 0.0) - options_.max_m) / lon_m,
                east + (std::max(dx, 0.0) + options_.max_m) / lon_m, lon_step_, columns_);
    double const most2 = options_.max_m * options_.max_m;
    for (auto row = low_row; row < end_row; ++row) {
      double const y = (double{1} * row * lat_step_ - north) * lat_m;
      for (auto column = low_column; column < end_column; ++column) {
        double const x = (double{1} * column * lon_step_ - east) * lon_m;
        double const along = std::clamp((x * dx + y * dy) * per_length2, 0.0, 1.0);
        double const off_x = x - along * dx;
        double const off_y = y - along * dy;
        double const distance2 = off_x * off_x + off_y * off_y;
        if (distance2 > most2) {
          continue;
        }
        auto &best = squares.at(column, row);
        auto const access_mm = static_cast<std::int32_t>(std::sqrt(distance2) * 1000 + 0.5);
        // Edges come by rising id, so the first of equals stays, as the snapper has it.
        bool const is_better =
            piece.is_island == best.is_island ? access_mm < best.access_mm : best.is_island;
        if (is_better) {
          double const offset_m = piece.start_m + along * piece.length_m;
          best = {piece.edge, static_cast<std::int32_t>(offset_m * 1000 + 0.5), access_mm,
                  piece.is_island};
        }
      }
    }
  };

  for (EdgeId id = 0; id < graph.edge_count(); ++id) {
    auto const &edge = graph.edge(id);
    if (edge.street_class == StreetClass::ferry) {
      continue;
    }
    bool const is_island =
        graph.component_size(graph.component_of(edge.from)) < options.min_component;
    auto const points = graph.points(id);
    double start_m = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      double const length_m = distance_m(points[i], points[i + 1]);
      offer({id, points[i], points[i + 1], start_m, length_m, is_island});
      start_m += length_m;
    }
  }

  first_node_.assign(graph.edge_count() + 1, 0);
  squares.visit_attached([&](std::uint32_t, std::uint32_t, Nearest const &nearest) {
    ++first_node_[nearest.edge + 1];
  });
  for (std::size_t i = 1; i < first_node_.size(); ++i) {
    first_node_[i] += first_node_[i - 1];
  }
  nodes_.resize(first_node_.back());
  auto next = first_node_;
  squares.visit_attached([&](std::uint32_t column, std::uint32_t row, Nearest const &nearest) {
    auto const length_mm = graph.edge(nearest.edge).length_mm;
    nodes_[next[nearest.edge]++] = {static_cast<std::uint16_t>(column),
                                    static_cast<std::uint16_t>(row),
                                    std::min(nearest.offset_mm, length_mm), nearest.access_mm};
  });
}

void WalkRaster::lay_out(double max_m) {
  Envelope extent;
  for (EdgeId id = 0; id < graph_->edge_count(); ++id) {
    if (graph_->edge(id).street_class != StreetClass::ferry) {
      auto const points = graph_->points(id);
      std::for_each(points.begin(), points.end(), [&](LonLat place) { extent.expand(place); });
    }
  }
  if (extent.is_empty()) {
    return;
  }
  auto const middle = LonLat::from_units(
      extent.west, static_cast<std::int32_t>((std::int64_t{extent.south} + extent.north) / 2));
  auto const frame = LocalFrame(middle.value_or(LonLat{}));
  double const lat_m = frame.metres_per_lat_unit();
  double const lon_m = std::max(frame.metres_per_lon_unit(), lat_m / 100);
  double const width = double{1} * extent.east - extent.west + 2 * max_m / lon_m;
  double const height = double{1} * extent.north - extent.south + 2 * max_m / lat_m;
  lon_step_ = static_cast<std::int32_t>(std::max(spacing_m / lon_m, width / (most_a_side - 2)) + 1);
  lat_step_ =
      static_cast<std::int32_t>(std::max(spacing_m / lat_m, height / (most_a_side - 2)) + 1);
  columns_ = static_cast<std::uint32_t>(width / lon_step_) + 2;
  rows_ = static_cast<std::uint32_t>(height / lat_step_) + 2;
  west_ = extent.west - static_cast<std::int64_t>(max_m / lon_m);
  south_ = extent.south - static_cast<std::int64_t>(max_m / lat_m);
}

LonLat WalkRaster::place(std::int64_t east_units, std::int64_t north_units) const {
  constexpr auto degree = std::int64_t{LonLat::units_per_degree};
  auto const lon = std::clamp(west_ + east_units, -180 * degree, 180 * degree);
  auto const lat = std::clamp(south_ + north_units, -90 * degree, 90 * degree);
  return LonLat::from_units(static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat))
      .value_or(LonLat{});
}

std::optional<StreetPoint> WalkRaster::attach(Node const &node, ClosedEdges const &closed) const {
  auto options = options_;
  options.closed = &closed;
  auto const snap = snapper_->snap(
      place(std::int64_t{node.column} * lon_step_, std::int64_t{node.row} * lat_step_), options);
  return snap ? std::optional(snap->point) : std::nullopt;
}

} // namespace yuntu::geo
