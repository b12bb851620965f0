#include "geo/ring_thinning.hpp"

#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"
#include "geo/vertex_grid.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace yuntu::geo {
namespace {

using Corner = std::uint32_t;

/// Corners of all rings in one list, a ring's one after the other, linked in circles.
class Thinning {
public:
  Thinning(MultiPolygon const &parts, double tolerance_m)
      : tolerance_m_(tolerance_m), frame_(parts.front().outer.front()) {
    for (auto const &part : parts) {
      add(part.outer);
      std::for_each(part.holes.begin(), part.holes.end(), [this](Ring const &hole) { add(hole); });
    }
    is_taken_.assign(corners_.size(), false);
  }

  void run() {
    auto const grid = VertexGrid(corners_);
    for (auto const &[first, end] : rings_) {
      while (thin_once(first, end, grid)) {
      }
    }
  }

  /// Rings come in the order in which they were added.
  Ring next_ring() {
    auto const [first, end] = rings_[drawn_++];
    Ring ring;
    for (auto corner = first; corner < end; ++corner) {
      if (!is_taken_[corner]) {
        ring.push_back(corners_[corner].place);
      }
    }
    ring.push_back(ring.front());
    return ring;
  }

private:
  struct Span {
    Corner first, end;
  };

  void add(Ring const &ring) {
    auto const first = static_cast<Corner>(corners_.size());
    auto const end = first + static_cast<Corner>(ring.size()) - 1;
    for (auto corner = first; corner < end; ++corner) {
      auto const place = ring[corner - first];
      corners_.push_back({place, corner});
      metric_.push_back(frame_.to_metric(place));
      before_.push_back(corner == first ? end - 1 : corner - 1);
      after_.push_back(corner + 1 == end ? first : corner + 1);
    }
    rings_.push_back({first, end});
  }

  /// Of two neighbours one stays in each round, or a long bend would be eaten up from its end.
  bool thin_once(Corner first, Corner end, VertexGrid const &grid) {
    bool is_thinner = false;
    for (auto corner = first; corner < end; ++corner) {
      if (is_taken_[corner] || !may_go(corner, {first, end}, grid)) {
        continue;
      }
      auto const a = before_[corner];
      auto const b = after_[corner];
      after_[a] = b;
      before_[b] = a;
      is_taken_[corner] = true;
      is_thinner = true;
      corner = std::max(b, corner); // the loop steps over it
    }
    return is_thinner;
  }

  bool may_go(Corner corner, Span ring, VertexGrid const &grid) const {
    auto const a = before_[corner];
    auto const b = after_[corner];
    if (before_[a] == b) {
      return false; // one of three
    }
    for (auto taken = next_of(a, ring); taken != b; taken = next_of(taken, ring)) {
      if (approach(metric_[taken], metric_[a], metric_[b]).distance_m > tolerance_m_) {
        return false;
      }
    }
    return !is_anything_in(a, corner, b, grid);
  }

  /// With nothing taken out.
  static Corner next_of(Corner corner, Span ring) {
    return corner + 1 == ring.end ? ring.first : corner + 1;
  }

  /// Does a corner still drawn lie in the closed triangle?
  bool is_anything_in(Corner a, Corner corner, Corner b, VertexGrid const &grid) const {
    return grid.any_in_triangle(
        corners_[a].place, corners_[corner].place, corners_[b].place, [&](Corner other) {
          return !is_taken_[other] && other != a && other != b && other != corner;
        });
  }

  double tolerance_m_;
  LocalFrame frame_;
  std::vector<VertexGrid::Entry> corners_;
  std::vector<MetricPoint> metric_;
  std::vector<Corner> before_; ///< on its ring, of those still drawn
  std::vector<Corner> after_;
  std::vector<bool> is_taken_;
  std::vector<Span> rings_;
  std::size_t drawn_ = 0;
};

} // namespace

MultiPolygon thinned(MultiPolygon const &parts, double tolerance_m) {
  if (parts.empty()) {
    return {};
  }
  Thinning thinning(parts, tolerance_m);
  thinning.run();
  MultiPolygon drawn;
  drawn.reserve(parts.size());
  for (auto const &part : parts) {
    auto &thin = drawn.emplace_back();
    thin.outer = thinning.next_ring();
    for (std::size_t i = 0; i < part.holes.size(); ++i) {
      thin.holes.push_back(thinning.next_ring());
    }
  }
  return drawn;
}

} // namespace yuntu::geo
