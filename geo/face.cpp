#include "geo/face.hpp"

#include "geo/cell_grid.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <utility>

namespace yuntu::geo {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

/// Half-edge 2e runs from a to b of edge e, 2e + 1 back; each has its face on its left.
using Half = std::uint32_t;
Half twin(Half half) {
  return half ^ 1U;
}

bool is_upper(LonLat from, LonLat to) {
  return to.lat_e7() != from.lat_e7() ? to.lat_e7() > from.lat_e7() : to.lon_e7() > from.lon_e7();
}

/// Does the direction to p come before that to q, counter-clockwise from east?
bool turns_before(LonLat from, LonLat p, LonLat q) {
  bool const upper = is_upper(from, p);
  return upper != is_upper(from, q) ? upper : orientation(from, p, q) == Turn::counter_clockwise;
}

/// Exact, of a ring that does not touch itself.
bool is_counter_clockwise(Ring const &ring) {
  auto const corners = ring.size() - 1;
  auto const lowest =
      static_cast<std::size_t>(std::min_element(ring.begin(), ring.end() - 1) - ring.begin());
  return orientation(ring[(lowest + corners - 1) % corners], ring[lowest], ring[lowest + 1]) ==
         Turn::counter_clockwise;
}

/// Of two edges that do not cross and both pass below one place: which is the higher?
bool is_higher(WindingEdge const &e, WindingEdge const &f) {
  auto const above = [](WindingEdge const &line, LonLat p) {
    return orientation(line.a, line.b, p);
  };
  if (e.a.lon_e7() >= f.a.lon_e7()) {
    auto const turn = above(f, e.a);
    return (turn == Turn::straight ? above(f, e.b) : turn) == Turn::counter_clockwise;
  }
  auto const turn = above(e, f.a);
  return (turn == Turn::straight ? above(e, f.b) : turn) == Turn::clockwise;
}

class Subdivision {
public:
  explicit Subdivision(std::vector<WindingEdge> const &edges) : edges_(edges) {
    find_places();
    order_around_places();
    trace_walks();
    join_components();
    nest_components();
    spread_cover();
  }

  [[nodiscard]] std::vector<Face> faces() const {
    std::vector<Face> result;
    std::vector<std::uint32_t> face_of(start_.size(), none);
    for (std::uint32_t walk = 0; walk < start_.size(); ++walk) {
      if (!is_outline_[walk]) {
        face_of[walk] = static_cast<std::uint32_t>(result.size());
        result.push_back({{}, cover_[walk]});
        add_rings(walk, result.back().shape);
      }
    }
    for (std::uint32_t walk = 0; walk < start_.size(); ++walk) {
      if (is_outline_[walk] && around_[walk] != none) {
        add_rings(walk, result[face_of[around_[walk]]].shape);
      }
    }
    return result;
  }

private:
  [[nodiscard]] std::uint32_t place_index(LonLat place) const {
    return static_cast<std::uint32_t>(std::lower_bound(places_.begin(), places_.end(), place) -
                                      places_.begin());
  }
  [[nodiscard]] LonLat origin(Half half) const {
    auto const &edge = edges_[half >> 1U];
    return (half & 1U) == 0 ? edge.a : edge.b;
  }

  void find_places() {
    for (auto const &edge : edges_) {
      places_.push_back(edge.a);
      places_.push_back(edge.b);
    }
    std::sort(places_.begin(), places_.end());
    places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
    first_.assign(places_.size() + 1, 0);
    for (Half half = 0; half < 2 * edges_.size(); ++half) {
      origin_.push_back(place_index(origin(half)));
      ++first_[origin_.back() + 1];
    }
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
  }

  /// Counter-clockwise from east; then the next edge of a face is the one before the twin.
  void order_around_places() {
    leaving_.resize(origin_.size());
    auto next = first_;
    for (Half half = 0; half < origin_.size(); ++half) {
      leaving_[next[origin_[half]]++] = half;
    }
    next_.resize(origin_.size());
    for (std::size_t place = 0; place < places_.size(); ++place) {
      auto const begin = leaving_.begin() + first_[place];
      auto const end = leaving_.begin() + first_[place + 1];
      std::sort(begin, end, [&](Half x, Half y) {
        return turns_before(places_[place], origin(twin(x)), origin(twin(y)));
      });
      for (auto at = begin; at != end; ++at) {
        next_[twin(*at)] = at == begin ? *(end - 1) : *(at - 1);
      }
    }
  }

  void trace_walks() {
    walk_.assign(origin_.size(), none);
    for (Half half = 0; half < origin_.size(); ++half) {
      if (walk_[half] != none) {
        continue;
      }
      auto const walk = static_cast<std::uint32_t>(start_.size());
      start_.push_back(half);
      for (Half at = half; walk_[at] == none; at = next_[at]) {
        walk_[at] = walk;
      }
    }
  }

  /// Places in order, so that a component is met first at its westernmost place: there the land to
  /// the west lies left of the last edge, going counter-clockwise from south.
  void join_components() {
    is_outline_.assign(start_.size(), false);
    around_.assign(start_.size(), none);
    std::vector<bool> is_reached(places_.size(), false);
    std::vector<std::uint32_t> open;
    for (std::uint32_t place = 0; place < places_.size(); ++place) {
      if (is_reached[place]) {
        continue;
      }
      auto const last =
          *std::max_element(leaving_.begin() + first_[place], leaving_.begin() + first_[place + 1],
                            [&](Half x, Half y) {
                              return orientation(places_[place], origin(twin(x)),
                                                 origin(twin(y))) == Turn::counter_clockwise;
                            });
      is_outline_[walk_[last]] = true;
      components_.push_back({place, walk_[last]});
      is_reached[place] = true;
      for (open = {place}; !open.empty();) {
        auto const from = open.back();
        open.pop_back();
        for (auto i = first_[from]; i < first_[from + 1]; ++i) {
          auto const to = origin_[twin(leaving_[i])];
          if (!is_reached[to]) {
            is_reached[to] = true;
            open.push_back(to);
          }
        }
      }
    }
  }

  /// In which face each component lies: the one above the next edge below its westernmost place.
  void nest_components() {
    if (components_.size() < 2) {
      return;
    }
    Envelope extent;
    for (auto const place : places_) {
      extent.expand(place);
    }
    CellGrid const grid(extent, edges_.size());
    auto const lists = deal_segments(
        grid, edges_.size(), [this](auto i) { return std::pair(edges_[i].a, edges_[i].b); });
    for (auto const &component : components_) {
      if (auto const below = edge_below(places_[component.west], grid, lists)) {
        auto const walk = walk_[2 * *below];
        around_[component.outline] = is_outline_[walk] ? around_[walk] : walk;
      }
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> edge_below(LonLat place, CellGrid const &grid,
                                                        CellLists const &lists) const {
    std::optional<std::uint32_t> best;
    grid.visit_down(place, [&](std::size_t cell, double south) {
      for (auto const i : lists[cell]) {
        auto const &edge = edges_[i];
        bool const is_below = edge.a.lon_e7() < place.lon_e7() &&
                              place.lon_e7() <= edge.b.lon_e7() &&
                              orientation(edge.a, edge.b, place) == Turn::counter_clockwise;
        if (is_below && (!best || is_higher(edge, edges_[*best]))) {
          best = i;
        }
      }
      return !best || latitude_at(edges_[*best], place.lon_e7()) < south;
    });
    return best;
  }

  static double latitude_at(WindingEdge const &edge, std::int32_t lon_e7) {
    double const share =
        (double{1} * lon_e7 - edge.a.lon_e7()) / (double{1} * edge.b.lon_e7() - edge.a.lon_e7());
    return edge.a.lat_e7() + share * (double{1} * edge.b.lat_e7() - edge.a.lat_e7());
  }

  /// From each component's outline inwards, edge by edge.
  void spread_cover() {
    cover_.assign(start_.size(), {});
    std::vector<bool> is_known(start_.size(), false);
    std::vector<std::uint32_t> open;
    for (auto const &component : components_) {
      auto const around = around_[component.outline];
      cover_[component.outline] = around == none ? Cover{} : cover_[around];
      is_known[component.outline] = true;
      for (open = {component.outline}; !open.empty();) {
        auto const walk = open.back();
        open.pop_back();
        Half half = start_[walk];
        do {
          auto const beyond = walk_[twin(half)];
          if (!is_known[beyond]) {
            is_known[beyond] = true;
            auto const &gain = edges_[half >> 1U].gain;
            int const sign = (half & 1U) == 0 ? -1 : 1; // left of a to b less what is gained
            cover_[beyond] = {cover_[walk][0] + sign * gain[0], cover_[walk][1] + sign * gain[1]};
            open.push_back(beyond);
          }
          half = next_[half];
        } while (half != start_[walk]);
      }
    }
  }

  /// A walk that comes through a place twice is several rings that touch there.
  void add_rings(std::uint32_t walk, Polygon &shape) const {
    std::vector<std::uint32_t> path;
    std::unordered_map<std::uint32_t, std::size_t> at_in_path;
    Half half = start_[walk];
    do {
      auto const place = origin_[half];
      if (auto const [found, is_new] = at_in_path.try_emplace(place, path.size()); !is_new) {
        auto const again = path.begin() + static_cast<std::ptrdiff_t>(found->second);
        add_ring({again, path.end()}, shape);
        std::for_each(again + 1, path.end(), [&](auto passed) { at_in_path.erase(passed); });
        path.erase(again, path.end());
      }
      path.push_back(place);
      half = next_[half];
    } while (half != start_[walk]);
    add_ring(path, shape);
  }

  void add_ring(std::vector<std::uint32_t> const &turns, Polygon &shape) const {
    Ring ring;
    for (auto const place : turns) {
      ring.push_back(places_[place]);
    }
    ring.push_back(ring.front());
    if (is_counter_clockwise(ring)) {
      shape.outer = std::move(ring);
    } else {
      shape.holes.push_back(std::move(ring));
    }
  }

  struct Component {
    std::uint32_t west;    ///< its westernmost place
    std::uint32_t outline; ///< the walk around it, with what is beyond it on its left
  };

  std::vector<WindingEdge> const &edges_;
  std::vector<LonLat> places_;
  std::vector<std::uint32_t> first_;  ///< of a place's half-edges in `leaving_`
  std::vector<Half> leaving_;         ///< by place, counter-clockwise
  std::vector<std::uint32_t> origin_; ///< by half-edge: a place
  std::vector<Half> next_;            ///< by half-edge: along its face
  std::vector<std::uint32_t> walk_;   ///< by half-edge
  std::vector<Half> start_;           ///< by walk
  std::vector<bool> is_outline_;      ///< by walk: around a component, not around a face
  std::vector<std::uint32_t> around_; ///< by walk that is an outline: the face it lies in
  std::vector<Cover> cover_;          ///< by walk
  std::vector<Component> components_; ///< from west to east
};

} // namespace

std::vector<Face> faces_between(std::vector<WindingEdge> const &noded_edges) {
  return noded_edges.empty() ? std::vector<Face>{} : Subdivision(noded_edges).faces();
}

} // namespace yuntu::geo
