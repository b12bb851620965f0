#include "server/rules/topology/numbering.hpp"

#include "geo/local_frame.hpp"
#include "geo/shape_size.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <optional>
#include <set>

namespace yuntu::rules::topology {
namespace {

using geo::MetricPoint;

constexpr double tilt_step_deg = 0.1;
/// Of a typical area's side: how high rows are, by the middles of their areas, and what the steps
/// of the tilt may hide.
constexpr double least_row = 0.25;
constexpr double most_row = 0.8;
constexpr double slack = 0.02;

/// Centre of gravity of the outer ring, in the frame.
MetricPoint centre_of(geo::Polygon const &polygon, geo::LocalFrame const &frame) {
  auto const start = frame.to_metric(polygon.outer.front());
  double twice_area = 0;
  MetricPoint sum;
  for (std::size_t i = 1; i < polygon.outer.size(); ++i) {
    auto const p = frame.to_metric(polygon.outer[i - 1]);
    auto const q = frame.to_metric(polygon.outer[i]);
    MetricPoint const a{p.easting - start.easting, p.northing - start.northing};
    MetricPoint const b{q.easting - start.easting, q.northing - start.northing};
    double const twice = a.easting * b.northing - a.northing * b.easting;
    twice_area += twice;
    sum.easting += twice * (a.easting + b.easting);
    sum.northing += twice * (a.northing + b.northing);
  }
  if (twice_area == 0) {
    return start;
  }
  return {start.easting + sum.easting / (3 * twice_area),
          start.northing + sum.northing / (3 * twice_area)};
}

/// Places in the order of their codes, for one lean of the rows.
class Rows {
public:
  Rows(std::vector<MetricPoint> const &centres, double side_m, double tilt_deg)
      : least_m_(least_row * side_m), most_m_(most_row * side_m), slack_m_(slack * side_m) {
    double const angle = tilt_deg * std::numbers::pi / 180;
    for (auto const &centre : centres) {
      places_.push_back({std::cos(angle) * centre.easting + std::sin(angle) * centre.northing,
                         std::cos(angle) * centre.northing - std::sin(angle) * centre.easting});
    }
    // By position: which place at or after it lies farthest north.
    northernmost_.assign(places_.size(), places_.size() - 1);
    for (std::size_t i = places_.size() - 1; i-- > 0;) {
      auto const after = northernmost_[i + 1];
      northernmost_[i] = places_[i].northing > places_[after].northing ? i : after;
    }
  }

  /// Can the sequence be parted into rows at all?
  [[nodiscard]] bool explain() const {
    std::vector<bool> may_start(places_.size() + 1, false);
    may_start[0] = true;
    for (std::size_t start = 0; start < places_.size(); ++start) {
      if (!may_start[start]) {
        continue;
      }
      Row row{start, start, start};
      for (auto end = start + 1;; ++end) {
        may_start[end] = may_start[end] || end == places_.size() || all_lie_below(row, end);
        if (end == places_.size() || !continues(row, end)) {
          break;
        }
        row = with(row, end);
      }
    }
    return may_start.back();
  }

  /// Pairs of positions at which the longest rows do not follow each other.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> faults() const {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    Row row{0, 0, 0};
    for (std::size_t next = 1; next < places_.size(); ++next) {
      if (continues(row, next)) {
        row = with(row, next);
        continue;
      }
      if (!all_lie_below(row, next)) {
        found.push_back(culprits(row, next));
      }
      row = {next, next, next};
    }
    return found;
  }

private:
  /// Positions of its southernmost, northernmost and last place.
  struct Row {
    std::size_t south, north, last;
  };

  [[nodiscard]] double northing(std::size_t position) const { return places_[position].northing; }

  [[nodiscard]] Row with(Row row, std::size_t next) const {
    return {northing(next) < northing(row.south) ? next : row.south,
            northing(next) > northing(row.north) ? next : row.north, next};
  }
  /// Eastwards, and no farther south or north than a row is high.
  [[nodiscard]] bool continues(Row const &row, std::size_t next) const {
    auto const longer = with(row, next);
    return places_[next].easting >= places_[row.last].easting - slack_m_ &&
           northing(longer.north) - northing(longer.south) <= most_m_;
  }
  /// South of all of the row, and of its northernmost by the least height of a row.
  [[nodiscard]] bool all_lie_below(Row const &row, std::size_t next) const {
    double const rest = northing(northernmost_[next]);
    return rest < northing(row.south) + slack_m_ && rest < northing(row.north) - least_m_;
  }
  /// The two that run backwards in one row; else the strays in the row and after it.
  [[nodiscard]] std::pair<std::size_t, std::size_t> culprits(Row const &row,
                                                             std::size_t next) const {
    auto const stray = northernmost_[next];
    bool const is_one_row = std::abs(northing(stray) - northing(row.last)) < most_m_ / 2;
    return is_one_row ? std::pair{row.last, next} : std::pair{row.south, stray};
  }

  double least_m_;
  double most_m_;
  double slack_m_;
  std::vector<MetricPoint> places_; ///< along the rows and across them
  std::vector<std::size_t> northernmost_;
};

class NumberingCheck {
public:
  NumberingCheck(CheckedLayer const &inner, Around const &around, Thresholds const &thresholds)
      : inner_(inner), around_(around), thresholds_(thresholds) {}

  /// `areas` in the order of their codes, at least two.
  [[nodiscard]] std::optional<Finding> check(std::uint32_t parent,
                                             std::vector<std::uint32_t> const &areas) const {
    geo::LocalFrame const frame(polygon_of(inner_.areas.row_of(areas.front())).outer.front());
    std::vector<MetricPoint> centres;
    double area_m2 = 0;
    for (auto const area : areas) {
      auto const &polygon = polygon_of(inner_.areas.row_of(area));
      centres.push_back(centre_of(polygon, frame));
      area_m2 += geo::size_of(polygon).area_m2;
    }
    double const side_m = std::sqrt(area_m2 / static_cast<double>(areas.size()));
    std::vector<std::pair<std::size_t, std::size_t>> best;
    auto const steps = static_cast<int>(std::ceil(thresholds_.numbering_tilt_deg / tilt_step_deg));
    for (int step = 0; step <= steps; ++step) {
      double const tilt = std::min(step * tilt_step_deg, thresholds_.numbering_tilt_deg);
      for (double const signed_tilt : {tilt, -tilt}) {
        Rows const rows(centres, side_m, signed_tilt);
        if (rows.explain()) {
          return std::nullopt;
        }
        auto faults = rows.faults();
        if (best.empty() || faults.size() < best.size()) {
          best = std::move(faults);
        }
      }
    }
    return finding(parent, areas, best);
  }

private:
  [[nodiscard]] Finding
  finding(std::uint32_t parent, std::vector<std::uint32_t> const &areas,
          std::vector<std::pair<std::size_t, std::size_t>> const &faults) const {
    std::set<std::size_t> strays;
    for (auto const &[one, other] : faults) {
      strays.insert(one);
      strays.insert(other);
    }
    Finding result;
    result.rule = Rule::code_order;
    result.severity = Severity::warning;
    result.layer = inner_.areas.kind();
    for (auto const stray : strays) {
      result.codes.push_back(inner_.areas.code_of(areas[stray]));
      result.shape.push_back(polygon_of(inner_.areas.row_of(areas[stray])));
    }
    result.place = inner_.areas.place_of(areas[faults.front().second]);
    result.hint = "the " + std::to_string(areas.size()) + " codes in " +
                  around_.outer.areas.code_of(parent) +
                  " do not run from west to east in rows from north to south; these stand out. "
                  "Codes in use are best left alone: number new areas in order";
    return result;
  }

  CheckedLayer const &inner_;
  Around const &around_;
  Thresholds const &thresholds_;
};

} // namespace

std::vector<Finding> check_numbering(CheckedLayer const &inner, Around const &around,
                                     std::vector<bool> const &is_misplaced,
                                     Thresholds const &thresholds) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> siblings;
  for (std::uint32_t area = 0; area < inner.areas.size(); ++area) {
    auto const parent = around.parents.parent[area];
    if (parent != AreaLayer::none && !is_misplaced[area] && !inner.is_invalid[area] &&
        inner.code_states[area] == CodeState::sound && around.outer.is_trusted(parent)) {
      siblings[parent].push_back(area);
    }
  }
  std::vector<Finding> findings;
  NumberingCheck const check(inner, around, thresholds);
  for (auto &[parent, areas] : siblings) {
    std::sort(areas.begin(), areas.end(), [&](auto one, auto other) {
      return inner.areas.code_of(one) < inner.areas.code_of(other);
    });
    if (areas.size() > 1) {
      if (auto finding = check.check(parent, areas)) {
        findings.push_back(std::move(*finding));
      }
    }
  }
  return findings;
}

} // namespace yuntu::rules::topology
