#include "geo/walk_raster.hpp"

#include "geo/envelope.hpp"
#include "geo/local_frame.hpp"
#include "geo/street_place.hpp"

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

  /// Calls `visit(column, row, Nearest &)` for every node that has a street.
  template <typename Visit>
  void visit_attached(Visit visit) const {
    for (std::size_t i = 0; i < squares_.size(); ++i) {
      for (std::uint32_t j = 0; squares_[i] && j < side * side; ++j) {
        auto &nearest = (*squares_[i])[j];
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

/// Of the nodes between two coordinates (units from node 0), those that exist.
std::array<std::uint32_t, 2> span_of(double low, double high, std::int32_t step,
                                     std::uint32_t count) {
  auto const cut = [count](double value) {
    return static_cast<std::uint32_t>(std::clamp(value, 0.0, double{1} * count));
  };
  return {cut(std::ceil(low / step)), cut(std::floor(high / step) + 1)};
}

WalkRaster::Lattice lattice_over(WalkGraph const &graph, double max_m) {
  Envelope extent;
  for (EdgeId id = 0; id < graph.edge_count(); ++id) {
    if (graph.edge(id).street_class != StreetClass::ferry) {
      auto const points = graph.points(id);
      std::for_each(points.begin(), points.end(), [&](LonLat place) { extent.expand(place); });
    }
  }
  WalkRaster::Lattice made;
  if (extent.is_empty()) {
    return made;
  }
  auto const middle = LonLat::from_units(
      extent.west, static_cast<std::int32_t>((std::int64_t{extent.south} + extent.north) / 2));
  auto const frame = LocalFrame(middle.value_or(LonLat{}));
  double const lat_m = frame.metres_per_lat_unit();
  double const lon_m = std::max(frame.metres_per_lon_unit(), lat_m / 100);
  double const width = double{1} * extent.east - extent.west + 2 * max_m / lon_m;
  double const height = double{1} * extent.north - extent.south + 2 * max_m / lat_m;
  auto const step = [](double metres_per_unit, double size) {
    return static_cast<std::int32_t>(
        std::max(WalkRaster::spacing_m / metres_per_unit, size / (most_a_side - 2)) + 1);
  };
  made.lon_step = step(lon_m, width);
  made.lat_step = step(lat_m, height);
  made.columns = static_cast<std::uint32_t>(width / made.lon_step) + 2;
  made.rows = static_cast<std::uint32_t>(height / made.lat_step) + 2;
  made.west = extent.west - static_cast<std::int64_t>(max_m / lon_m);
  made.south = extent.south - static_cast<std::int64_t>(max_m / lat_m);
  return made;
}

/// Offers every street to the nodes around it.
class Attachment {
public:
  Attachment(WalkGraph const &graph, WalkRaster::Lattice const &lattice, SnapOptions const &options)
      : graph_(graph), lattice_(lattice), options_(options),
        squares_(lattice.columns, lattice.rows) {
    for (EdgeId id = 0; id < graph.edge_count(); ++id) {
      if (graph.edge(id).street_class != StreetClass::ferry) {
        offer(id);
      }
    }
  }

  [[nodiscard]] Squares const &squares() const { return squares_; }

  /// Nodes whose leg crosses an obstacle, attached as `snap_again(place)` has it, or not at all.
  /// `place_of(column, row)`.
  template <typename PlaceOf, typename SnapAgain>
  void go_round(PlaceOf place_of, SnapAgain snap_again) {
    squares_.visit_attached([&](std::uint32_t column, std::uint32_t row, Nearest &nearest) {
      auto const place = place_of(column, row);
      auto const street =
          street_place(graph_, {nearest.edge, nearest.offset_mm, nearest.access_mm});
      if (!options_.obstacles->cross(place, street)) {
        return;
      }
      nearest = {};
      if (auto const snap = snap_again(place)) {
        nearest = {snap->point.edge, snap->point.offset_mm, snap->point.access_mm, snap->on_island};
      }
    });
  }

private:
  /// What all nodes near one segment of an edge have in common.
  struct Segment {
    EdgeId edge;
    bool is_island;
    double start_m;  ///< along the edge
    double length_m; ///< on the ground
    double east;     ///< of its start, in units from node 0
    double north;
    double lon_m; ///< metres a unit
    double lat_m;
    double dx; ///< metres from its start to its end
    double dy;
  };

  void offer(EdgeId id) {
    auto const component = graph_.component_of(graph_.edge(id).from);
    bool const is_island = graph_.component_size(component) < options_.min_component;
    auto const points = graph_.points(id);
    double start_m = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      auto const a = points[i];
      auto const b = points[i + 1];
      auto const middle_lat =
          static_cast<std::int32_t>((std::int64_t{a.lat_e7()} + b.lat_e7()) / 2);
      auto const frame = LocalFrame(LonLat::from_units(a.lon_e7(), middle_lat).value_or(a));
      double const lon_m = frame.metres_per_lon_unit();
      double const lat_m = frame.metres_per_lat_unit();
      double const length_m = distance_m(a, b);
      offer({id, is_island, start_m, length_m, static_cast<double>(a.lon_e7() - lattice_.west),
             static_cast<double>(a.lat_e7() - lattice_.south), lon_m, lat_m,
             (double{1} * b.lon_e7() - a.lon_e7()) * lon_m,
             (double{1} * b.lat_e7() - a.lat_e7()) * lat_m});
      start_m += length_m;
    }
  }

  void offer(Segment const &segment) {
    double const max_m = options_.max_m;
    auto const [low_row, end_row] =
        span_of(segment.north + (std::min(segment.dy, 0.0) - max_m) / segment.lat_m,
                segment.north + (std::max(segment.dy, 0.0) + max_m) / segment.lat_m,
                lattice_.lat_step, lattice_.rows);
    auto const [low_column, end_column] =
        span_of(segment.east + (std::min(segment.dx, 0.0) - max_m) / segment.lon_m,
                segment.east + (std::max(segment.dx, 0.0) + max_m) / segment.lon_m,
                lattice_.lon_step, lattice_.columns);
    double const length2 = segment.dx * segment.dx + segment.dy * segment.dy;
    double const per_length2 = length2 > 0 ? 1 / length2 : 0;
    for (auto row = low_row; row < end_row; ++row) {
      double const y = (double{1} * row * lattice_.lat_step - segment.north) * segment.lat_m;
      for (auto column = low_column; column < end_column; ++column) {
        double const x = (double{1} * column * lattice_.lon_step - segment.east) * segment.lon_m;
        double const along = std::clamp((x * segment.dx + y * segment.dy) * per_length2, 0.0, 1.0);
        double const off_x = x - along * segment.dx;
        double const off_y = y - along * segment.dy;
        double const distance2 = off_x * off_x + off_y * off_y;
        if (distance2 <= max_m * max_m) {
          improve(squares_.at(column, row), segment, along, std::sqrt(distance2));
        }
      }
    }
  }

  /// Edges come by rising id, so the first of equals stays, as the snapper has it.
  static void improve(Nearest &best, Segment const &segment, double along, double access_m) {
    auto const access_mm = static_cast<std::int32_t>(std::lround(access_m * 1000));
    bool const is_better =
        segment.is_island == best.is_island ? access_mm < best.access_mm : best.is_island;
    if (is_better) {
      double const offset_m = segment.start_m + along * segment.length_m;
      best = {segment.edge, static_cast<std::int32_t>(std::lround(offset_m * 1000)), access_mm,
              segment.is_island};
    }
  }

  WalkGraph const &graph_;
  WalkRaster::Lattice const &lattice_;
  SnapOptions const &options_;
  Squares squares_;
};

} // namespace

WalkRaster::WalkRaster(WalkGraph const &graph, StreetSnapper const &snapper,
                       SnapOptions const &options, Obstacles const *impassable)
    : graph_(&graph), snapper_(&snapper), options_(options), impassable_(impassable),
      lattice_(lattice_over(graph, options.max_m)), first_node_(graph.edge_count() + 1, 0) {
  options_.closed = nullptr;
  Attachment attachment(graph, lattice_, options_);
  if (options_.obstacles != nullptr) {
    attachment.go_round(
        [this](std::uint32_t column, std::uint32_t row) {
          return place(std::int64_t{column} * lon_step(), std::int64_t{row} * lat_step());
        },
        [this](LonLat node) { return snap(node, options_); });
  }
  attachment.squares().visit_attached([&](std::uint32_t, std::uint32_t, Nearest const &nearest) {
    ++first_node_[nearest.edge + 1];
  });
  for (std::size_t i = 1; i < first_node_.size(); ++i) {
    first_node_[i] += first_node_[i - 1];
  }
  nodes_.resize(first_node_.back());
  auto next = first_node_;
  attachment.squares().visit_attached(
      [&](std::uint32_t column, std::uint32_t row, Nearest const &nearest) {
        auto const length_mm = graph.edge(nearest.edge).length_mm;
        nodes_[next[nearest.edge]++] = {static_cast<std::uint16_t>(column),
                                        static_cast<std::uint16_t>(row),
                                        std::min(nearest.offset_mm, length_mm), nearest.access_mm};
      });
}

LonLat WalkRaster::place(std::int64_t east_units, std::int64_t north_units) const {
  constexpr auto degree = std::int64_t{LonLat::units_per_degree};
  auto const lon = std::clamp(lattice_.west + east_units, -180 * degree, 180 * degree);
  auto const lat = std::clamp(lattice_.south + north_units, -90 * degree, 90 * degree);
  return LonLat::from_units(static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat))
      .value_or(LonLat{});
}

std::optional<StreetPoint> WalkRaster::attach(Node const &node, ClosedEdges const &closed) const {
  auto options = options_;
  options.closed = &closed;
  auto const found = snap(
      place(std::int64_t{node.column} * lon_step(), std::int64_t{node.row} * lat_step()), options);
  return found ? std::optional(found->point) : std::nullopt;
}

std::optional<Snap> WalkRaster::snap(LonLat place, SnapOptions const &options) const {
  auto const found = snapper_->snap(place, options);
  bool const is_cut_off = found && found->crosses && impassable_ != nullptr &&
                          impassable_->cross(place, street_place(*graph_, found->point));
  return is_cut_off ? std::nullopt : found;
}

} // namespace yuntu::geo
