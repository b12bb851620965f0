#include "tools/yuntu/demo/old_quarter.hpp"

#include <cmath>
#include <numbers>
#include <optional>

namespace yuntu::demo {
namespace {

constexpr double alley_m = 4.6;
constexpr double eaves_m = 0.9; ///< least distance between two houses, or house and alley

class OldQuarter {
public:
  OldQuarter(PlanRing const &region, double scale, Random &random)
      : region_(region), depth_(9.5 * scale), width_(12.5 * scale), random_(random) {}

  Layout build() {
    place_lines();
    lay_alleys();
    lay_lanes();
    for (double const alley : alleys_) {
      double const step = alley_m / 2 + 0.8 + depth_ / 2;
      build_row(alley + step);
      build_row(alley - step);
    }
    return std::move(layout_);
  }

private:
  /// Nominal lines first: a straight line can always be drawn along an alley or between two rows.
  void place_lines() {
    auto const [low, high] = extent(region_, {0, 1});
    double const pitch = 2 * depth_ + alley_m + 1.6 + 3.2;
    double const room = high - low;
    int const count = std::max(1, static_cast<int>(std::floor(room / pitch)));
    double const spread = room / count;
    for (int i = 0; i < count; ++i) {
      alleys_.push_back(low + (i + 0.5) * spread);
    }
    auto const [west, east] = extent(region_, {1, 0});
    int const lanes = std::max(1, static_cast<int>(std::lround((east - west) / 85)));
    for (int i = 0; i < lanes; ++i) {
      lanes_.push_back(west + (i + 0.5) * (east - west) / lanes + random_.between(-6.0, 6.0));
    }
    for (double const lane : lanes_) {
      for (double const alley : alleys_) {
        crossings_.push_back(
            {lane + random_.between(-1.2, 1.2), alley + random_.between(-0.7, 0.7)});
      }
    }
  }

  MetricPoint crossing(std::size_t lane, std::size_t alley) const {
    return crossings_[lane * alleys_.size() + alley];
  }

  /// Where lane and alley meet, if they do inside the region: its slanting corners hold no
  /// crossing.
  std::optional<MetricPoint> meeting(std::size_t lane, std::size_t alley) const {
    MetricPoint const p = crossing(lane, alley);
    auto const span = alley_span(alley);
    auto const ends = line_hits(region_, {lanes_[lane], 0}, {0, 1});
    bool const inside = span && p.easting > span->first + 0.5 && p.easting < span->second - 0.5 &&
                        p.northing > ends.front().at.northing + 0.3 &&
                        p.northing < ends.back().at.northing - 0.3;
    return inside ? std::optional(p) : std::nullopt;
  }

  std::optional<std::pair<double, double>> alley_span(std::size_t alley) const {
    return span_over(region_, alleys_[alley] - 1, alleys_[alley] + 1);
  }

  void lay_alleys() {
    for (std::size_t k = 0; k < alleys_.size(); ++k) {
      PlanPath path;
      path.highway = "footway";
      bool meets_first = false;
      bool meets_last = false;
      for (std::size_t j = 0; j < lanes_.size(); ++j) {
        if (auto const p = meeting(j, k)) {
          path.points.push_back(*p);
          meets_first |= j == 0;
          meets_last |= j + 1 == lanes_.size();
        }
      }
      // Past a lane that it does not meet an alley would only cross that lane's way out.
      if (meets_first) {
        lengthen_west(path, k);
      }
      if (meets_last) {
        lengthen_east(path, k);
      }
      if (path.points.size() > 1) {
        layout_.paths.push_back(std::move(path));
      }
    }
  }

  /// On past the outermost lane, and perhaps out to the street.
  void lengthen_west(PlanPath &path, std::size_t alley) {
    MetricPoint const end{alley_span(alley)->first + 4,
                          alleys_[alley] + random_.between(-0.7, 0.7)};
    if (end.easting < path.points.front().easting - 3) {
      path.points.insert(path.points.begin(), end);
      path.front_reaches_street = random_.chance(0.45);
    }
  }

  void lengthen_east(PlanPath &path, std::size_t alley) {
    MetricPoint const end{alley_span(alley)->second - 4,
                          alleys_[alley] + random_.between(-0.7, 0.7)};
    if (end.easting > path.points.back().easting + 3) {
      path.points.push_back(end);
      path.back_reaches_street = random_.chance(0.45);
    }
  }

  void lay_lanes() {
    for (std::size_t j = 0; j < lanes_.size(); ++j) {
      auto const ends = line_hits(region_, {lanes_[j], 0}, {0, 1});
      PlanPath path;
      path.highway = "living_street";
      path.points.push_back(ends.front().at);
      for (std::size_t k = 0; k < alleys_.size(); ++k) {
        if (auto const p = meeting(j, k)) {
          path.points.push_back(*p);
        }
      }
      path.points.push_back(ends.back().at);
      path.front_reaches_street = true;
      path.back_reaches_street = true;
      layout_.paths.push_back(std::move(path));
    }
  }

  void build_row(double middle) {
    auto const span = span_over(region_, middle - depth_ / 2, middle + depth_ / 2);
    if (!span) {
      return;
    }
    double at = span->first + random_.between(0.5, 3.0);
    while (true) {
      double const width = width_ * random_.between(0.82, 1.3);
      if (at + width > span->second) {
        return;
      }
      double const depth = depth_ * random_.between(0.84, 1.0);
      double const turn = random_.between(-1.4, 1.4) * std::numbers::pi / 180;
      PlanRing house = rectangle({at + width / 2, middle + random_.between(-0.4, 0.4)},
                                 {std::cos(turn), std::sin(turn)}, width, depth);
      if (random_.chance(0.35)) {
        open_courtyard(house);
      }
      add_house(std::move(house));
      at += width + random_.between(1.2, 4.5);
    }
  }

  /// Takes a corner out: an L around a yard.
  void open_courtyard(PlanRing &house) {
    double const wide = random_.between(0.4, 0.6);
    double const deep = random_.between(0.4, 0.55);
    MetricPoint const along = house[1] - house[0];
    MetricPoint const up = house[3] - house[0];
    if (random_.chance(0.5)) {
      house = {house[0] + wide * along,
               house[1],
               house[2],
               house[3],
               house[0] + deep * up,
               house[0] + deep * up + wide * along};
    } else {
      house = {house[0],
               house[0] + (1 - wide) * along,
               house[0] + (1 - wide) * along + deep * up,
               house[1] + deep * up,
               house[2],
               house[3]};
    }
  }

  void add_house(PlanRing house) {
    if (!is_within(house, region_, 0.3) || !is_clear(house, layout_, eaves_m)) {
      return;
    }
    Plot plot;
    plot.ring = std::move(house);
    plot.use = BuildingUse::house;
    plot.floors = random_.chance(0.72) ? 1 : 2;
    plot.units = 1;
    plot.households = random_.chance(0.75) ? 1 : 2;
    layout_.plots.push_back(std::move(plot));
  }

  PlanRing const &region_;
  double depth_;
  double width_;
  Random &random_;
  std::vector<double> alleys_;
  std::vector<double> lanes_;
  std::vector<MetricPoint> crossings_;
  Layout layout_;
};

} // namespace

Layout lay_old_quarter(PlanRing const &region, double scale, Random &random) {
  return OldQuarter(region, scale, random).build();
}

} // namespace yuntu::demo
