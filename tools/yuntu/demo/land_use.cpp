#include "tools/yuntu/demo/land_use.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace yuntu::demo {
namespace {

class LandUse {
public:
  LandUse(std::vector<Plat> const &plats, StreetPlan const &plan, Random &random)
      : plats_(plats), river_(plan.river), random_(random), kinds_(plats.size()) {
    for (Corridor const &corridor : plan.corridors) {
      if (corridor.kind == CorridorKind::railway) {
        railway_ = to_plan(plan.frame, corridor.middle);
      }
    }
    std::vector<double> areas;
    for (Plat const &plat : plats) {
      areas.push_back(plat.area_m2);
    }
    std::sort(areas.begin(), areas.end());
    typical_m2_ = areas[areas.size() / 2];
  }

  /// Gives the kind to the free block that suits it best.
  void place(BlockKind kind) {
    std::optional<std::size_t> best;
    double least = 0;
    for (std::size_t i = 0; i < plats_.size(); ++i) {
      if (kinds_[i]) {
        continue;
      }
      double const score = misfit(kind, plats_[i]);
      if (!best || score < least) {
        best = i;
        least = score;
      }
    }
    kinds_[best.value()] = kind;
    placed_[kind].push_back(plats_[*best].middle);
  }

  [[nodiscard]] std::vector<BlockKind> result() const {
    std::vector<BlockKind> all;
    for (auto const &kind : kinds_) {
      all.push_back(kind.value());
    }
    return all;
  }

private:
  double misfit(BlockKind kind, Plat const &plat) {
    constexpr double never = 1e9;
    switch (kind) {
    case BlockKind::park:
      return distance_m(river_, plat.middle) / 100 + plat.area_m2 / typical_m2_ +
             crowding(kind, plat);
    case BlockKind::gated_tower:
    case BlockKind::gated_midrise:
      return -plat.area_m2 / typical_m2_ + crowding(kind, plat) / 20;
    case BlockKind::market:
      return (plat.on_main_street ? 0 : never) + plat.area_m2 / typical_m2_ +
             length(plat.middle) / 300 + crowding(kind, plat);
    case BlockKind::school:
      return (plat.on_main_street ? never : 0) +
             std::abs(plat.area_m2 - typical_m2_) / typical_m2_ + crowding(kind, plat);
    case BlockKind::old_quarter:
      return length(plat.middle - old_town());
    case BlockKind::works:
      return distance_m(railway_, plat.middle) / 300 - length(plat.middle) / 600;
    default:
      return random_.between(0.0, 1.0);
    }
  }

  /// The first market's place; the middle of the county when there is none.
  MetricPoint old_town() {
    auto const &markets = placed_[BlockKind::market];
    return markets.empty() ? MetricPoint{} : markets.front();
  }

  /// Two of a kind keep apart: large when another is near.
  double crowding(BlockKind kind, Plat const &plat) {
    double sum = 0;
    for (MetricPoint const other : placed_[kind]) {
      sum += 6 * std::exp(-length(plat.middle - other) / 400);
    }
    return sum;
  }

  static double distance_m(PlanLine const &line, MetricPoint place) {
    double least = 1e6;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      least = std::min(least, distance_to_segment(place, line[i], line[i + 1]));
    }
    return least;
  }

  std::vector<Plat> const &plats_;
  PlanLine river_; ///< the water's edge; empty: none
  PlanLine railway_;
  Random &random_;
  std::vector<std::optional<BlockKind>> kinds_;
  std::map<BlockKind, std::vector<MetricPoint>> placed_;
  double typical_m2_ = 0;
};

} // namespace

std::vector<BlockKind> assign_land_use(DemoDefinition const &definition,
                                       std::vector<Plat> const &plats, StreetPlan const &plan,
                                       Random &random) {
  LandUse use(plats, plan, random);
  auto const place_all = [&](BlockKind kind) {
    for (BlockQuota const &quota : definition.blocks) {
      for (int i = 0; quota.kind == kind && i < quota.count; ++i) {
        use.place(kind);
      }
    }
  };
  // The choosy ones first.
  for (BlockKind const kind :
       {BlockKind::park, BlockKind::market, BlockKind::old_quarter, BlockKind::school,
        BlockKind::works, BlockKind::gated_tower, BlockKind::gated_midrise, BlockKind::dead_end,
        BlockKind::tower, BlockKind::midrise, BlockKind::resettlement, BlockKind::walkup,
        BlockKind::compound}) {
    place_all(kind);
  }
  return use.result();
}

} // namespace yuntu::demo
