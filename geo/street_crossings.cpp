#include "geo/street_crossings.hpp"

#include "geo/cell_grid.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace yuntu::geo {
namespace {

__extension__ using Wide = __int128; // products of three differences of coordinates

constexpr double own_stretch_m = 1; ///< of its own line an end is not joined to what is so near

struct Offset {
  Wide east;
  Wide north;
};

Offset offset(LonLat from, LonLat to) {
  return {Wide{to.lon_e7()} - from.lon_e7(), Wide{to.lat_e7()} - from.lat_e7()};
}

Wide cross_of(Offset one, Offset other) {
  return one.east * other.north - one.north * other.east;
}

Wide dot_of(Offset one, Offset other) {
  return one.east * other.east + one.north * other.north;
}

/// Half up, for any denominator but 0.
std::int32_t rounded_quotient(Wide numerator, Wide denominator) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  Wide const twice = 2 * numerator + denominator;
  Wide const whole = twice / (2 * denominator);
  return static_cast<std::int32_t>(twice < 0 && whole * 2 * denominator != twice ? whole - 1
                                                                                 : whole);
}

/// Where two segments cross, the nearest unit: exact, so that the order of the two and of their
/// ends makes no difference.
LonLat crossing_of(LonLat a, LonLat b, LonLat c, LonLat d) {
  auto const along = offset(a, b);
  auto const other = offset(c, d);
  Wide const share = cross_of(offset(a, c), other);
  Wide const whole = cross_of(along, other);
  return LonLat::from_units(rounded_quotient(a.lon_e7() * whole + along.east * share, whole),
                            rounded_quotient(a.lat_e7() * whole + along.north * share, whole))
      .value_or(a);
}

/// A straight piece of a line: between its points `index` and `index + 1`.
struct Segment {
  std::uint32_t line = 0;
  std::uint32_t index = 0;
  LonLat a;
  LonLat b;

  [[nodiscard]] bool ends_at(LonLat place) const { return a == place || b == place; }
  [[nodiscard]] Envelope box() const {
    Envelope box;
    box.expand(a);
    box.expand(b);
    return box;
  }
};

/// A point that a segment lacks.
struct MissingPoint {
  std::uint32_t segment = 0;
  LonLat place;

  friend auto operator<=>(MissingPoint const &, MissingPoint const &) = default;
};

template <typename Thing>
void sort_and_unite(std::vector<Thing> &things) {
  std::sort(things.begin(), things.end());
  things.erase(std::unique(things.begin(), things.end()), things.end());
}

bool is_joined_by_place(StreetLine const &line) {
  return line.node_ids.empty() && line.points.size() > 1 && line.street_class != StreetClass::ferry;
}

bool may_meet(StreetLine const &one, StreetLine const &other) {
  return !one.is_bridge && !other.is_bridge && one.layer == other.layer;
}

std::vector<Segment> segments_of(std::vector<StreetLine> const &lines) {
  std::vector<Segment> segments;
  for (std::uint32_t line = 0; line < lines.size(); ++line) {
    auto const &points = lines[line].points;
    for (std::uint32_t i = 0; is_joined_by_place(lines[line]) && i + 1 < points.size(); ++i) {
      segments.push_back({line, i, points[i], points[i + 1]});
    }
  }
  return segments;
}

Envelope extent_of(std::vector<Segment> const &segments) {
  Envelope extent;
  for (auto const &segment : segments) {
    extent.expand(segment.a);
    extent.expand(segment.b);
  }
  return extent;
}

/// Where on a line an end comes nearest to it.
struct Spot {
  double distance_m = 0;
  std::uint32_t segment = 0;

  [[nodiscard]] auto order() const { return std::tuple(distance_m, segment); }
};

class Meetings {
public:
  explicit Meetings(std::vector<StreetLine> const &lines)
      : lines_(lines), segments_(segments_of(lines)), grid_(extent_of(segments_), segments_.size()),
        near_(deal_segments(grid_, segments_.size(),
                            [this](auto i) { return std::pair(segments_[i].a, segments_[i].b); })) {
  }

  void find() {
    find_crossings();
    for (std::uint32_t i = 0; i < segments_.size(); ++i) {
      auto const &segment = segments_[i];
      bool const is_last = segment.index + 2 == lines_[segment.line].points.size();
      if (segment.index == 0) {
        join_end(i, segment.a);
      } else {
        lie_on_others(i, segment.a);
      }
      if (is_last) {
        join_end(i, segment.b);
      }
    }
    sort_and_unite(missing_);
    sort_and_unite(crossings_);
    sort_and_unite(ends_);
  }

  [[nodiscard]] JoinedStreets joined() const {
    JoinedStreets result{lines_, crossings_.size(), ends_.size()};
    auto first = missing_.begin();
    while (first != missing_.end()) {
      auto const line = segments_[first->segment].line;
      auto const last = std::find_if(first, missing_.end(), [&](MissingPoint const &point) {
        return segments_[point.segment].line != line;
      });
      result.lines[line].points = with_points(line, {first, last});
      first = last;
    }
    return result;
  }

private:
  void find_crossings() {
    for (std::size_t cell = 0; cell < grid_.size(); ++cell) {
      auto const near = near_[cell];
      for (std::size_t i = 0; i < near.size(); ++i) {
        for (std::size_t j = i + 1; j < near.size(); ++j) {
          cross_at(near[i], near[j]);
        }
      }
    }
  }

  void cross_at(std::uint32_t i, std::uint32_t j) {
    auto const &e = segments_[i];
    auto const &f = segments_[j];
    if (!e.box().intersects(f.box()) || !segments_cross(e.a, e.b, f.a, f.b) ||
        !may_meet(lines_[e.line], lines_[f.line])) {
      return;
    }
    auto const place = crossing_of(e.a, e.b, f.a, f.b);
    bool const is_new = add(i, place);
    if (add(j, place) || is_new) {
      crossings_.push_back(place);
    }
  }

  /// False: the segment has that point.
  bool add(std::uint32_t segment, LonLat place) {
    if (segments_[segment].ends_at(place)) {
      return false;
    }
    missing_.push_back({segment, place});
    return true;
  }

  /// A point in the middle of a line, as exactly on another as one can say.
  void lie_on_others(std::uint32_t at, LonLat place) {
    Envelope here;
    here.expand(place);
    grid_.visit_box(here, [&](std::size_t cell) {
      for (auto const other : near_[cell]) {
        auto const &segment = segments_[other];
        if (on_segment(segment.a, segment.b, place) &&
            may_meet(lines_[segment.line], lines_[segments_[at].line]) && add(other, place)) {
          crossings_.push_back(place);
        }
      }
    });
  }

  /// The end of the line whose first or last segment is `at`.
  void join_end(std::uint32_t at, LonLat end) {
    for (auto const &[line, spot] : nearest_spots(at, end)) {
      auto const &segment = segments_[spot.segment];
      if (spot.distance_m <= end_reach_m && !segment.ends_at(end) && is_end_joined(at, end, spot)) {
        missing_.push_back({spot.segment, end});
        ends_.push_back(end);
      }
    }
  }

  /// By line, of those that come near.
  [[nodiscard]] std::map<std::uint32_t, Spot> nearest_spots(std::uint32_t at, LonLat end) const {
    LocalFrame const frame(end);
    auto const reach = [](double metres_per_unit) {
      return static_cast<std::int32_t>(
          std::min(std::ceil(end_reach_m / metres_per_unit), double{LonLat::units_per_degree}));
    };
    Envelope box;
    box.expand(end);
    auto const east = reach(frame.metres_per_lon_unit());
    auto const north = reach(frame.metres_per_lat_unit());
    box = {box.west - east, box.south - north, box.east + east, box.north + north};
    std::map<std::uint32_t, Spot> spots;
    grid_.visit_box(box, [&](std::size_t cell) {
      for (auto const i : near_[cell]) {
        auto const &segment = segments_[i];
        if (!segment.box().intersects(box)) {
          continue;
        }
        if (segment.line == segments_[at].line && is_own_stretch(at, end, segment)) {
          continue;
        }
        auto const a = frame.to_metric(segment.a);
        auto const b = frame.to_metric(segment.b);
        Spot const spot{approach({}, a, b).distance_m, i};
        auto const [best, is_first] = spots.emplace(segment.line, spot);
        if (!is_first && spot.order() < best->second.order()) {
          best->second = spot;
        }
      }
    });
    return spots;
  }

  [[nodiscard]] bool is_end_joined(std::uint32_t at, LonLat end, Spot const &spot) const {
    auto const &own = segments_[at];
    auto const &segment = segments_[spot.segment];
    auto const &points = lines_[segment.line].points;
    for (auto const other_end : {points.front(), points.back()}) {
      if (other_end != end && distance_m(end, other_end) <= end_reach_m) {
        return end < other_end; // else the other comes to this one
      }
    }
    if (!may_meet(lines_[own.line], lines_[segment.line])) {
      return false;
    }
    return !segments_cross(own.a, own.b, segment.a, segment.b) ||
           distance_m(end, crossing_of(own.a, own.b, segment.a, segment.b)) > end_reach_m;
  }

  /// Whether less than own_stretch_m of its own line lies between an end and a segment.
  [[nodiscard]] bool is_own_stretch(std::uint32_t at, LonLat end, Segment const &segment) const {
    auto const &points = lines_[segment.line].points;
    auto const last = static_cast<std::uint32_t>(points.size()) - 2;
    double walked_m = 0;
    if (segments_[at].index == 0 && end == points.front()) {
      for (std::uint32_t i = 0; i < segment.index && walked_m < own_stretch_m; ++i) {
        walked_m += distance_m(points[i], points[i + 1]);
      }
      return walked_m < own_stretch_m;
    }
    for (auto i = last; i > segment.index && walked_m < own_stretch_m; --i) {
      walked_m += distance_m(points[i], points[i + 1]);
    }
    return walked_m < own_stretch_m;
  }

  /// The points of a line together with those that its segments lack, which are in their order.
  [[nodiscard]] LineString with_points(std::uint32_t line,
                                       std::vector<MissingPoint> lacking) const {
    auto const &points = lines_[line].points;
    auto const first_segment = lacking.front().segment - segments_[lacking.front().segment].index;
    auto const along = [&](MissingPoint const &point) {
      auto const &segment = segments_[point.segment];
      return dot_of(offset(segment.a, point.place), offset(segment.a, segment.b));
    };
    std::stable_sort(lacking.begin(), lacking.end(),
                     [&](MissingPoint const &x, MissingPoint const &y) {
                       return x.segment != y.segment ? x.segment < y.segment : along(x) < along(y);
                     });
    LineString result;
    auto next = lacking.begin();
    auto const is_next = [&](std::size_t index) {
      return next != lacking.end() && next->segment == first_segment + index;
    };
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      for (; i == 0 && is_next(0) && along(*next) < 0; ++next) {
        result.push_back(next->place); // an end a little before the beginning
      }
      result.push_back(points[i]);
      bool const is_last = i + 2 == points.size();
      auto const length =
          dot_of(offset(points[i], points[i + 1]), offset(points[i], points[i + 1]));
      for (; is_next(i) && !(is_last && along(*next) > length); ++next) {
        result.push_back(next->place);
      }
    }
    result.push_back(points.back());
    for (; next != lacking.end(); ++next) {
      result.push_back(next->place);
    }
    return result;
  }

  std::vector<StreetLine> const &lines_;
  std::vector<Segment> segments_;
  CellGrid grid_;
  CellLists near_;
  std::vector<MissingPoint> missing_;
  std::vector<LonLat> crossings_;
  std::vector<LonLat> ends_;
};

} // namespace

JoinedStreets join_where_they_meet(std::vector<StreetLine> lines) {
  if (std::none_of(lines.begin(), lines.end(), is_joined_by_place)) {
    return {std::move(lines), 0, 0};
  }
  Meetings meetings(lines);
  meetings.find();
  return meetings.joined();
}

} // namespace yuntu::geo
