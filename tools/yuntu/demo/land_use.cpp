#include "tools/yuntu/demo/land_use.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace yuntu::demo {
namespace {

class LandUse {
public:
  LandUse(std::vector<Plat> const &plats, MetricPoint town_east, Random &random)
      : plats_(plats), north_(left_of(town_east)), random_(random), kinds_(plats.size()) {
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
    if (kind == BlockKind::market) {
      market_ = plats_[*best].middle;
    }
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
      return dot(plat.middle, north_) / 100 + plat.area_m2 / typical_m2_;
    case BlockKind::gated_tower:
      return -plat.area_m2;
    case BlockKind::market:
      return (plat.on_main_street ? 0 : never) + plat.area_m2;
    case BlockKind::school:
      return (plat.on_main_street ? never : 0) + std::abs(plat.area_m2 - typical_m2_);
    case BlockKind::old_quarter:
      return length(plat.middle - market_);
    default:
      return random_.between(0.0, 1.0);
    }
  }

  std::vector<Plat> const &plats_;
  MetricPoint north_;
  Random &random_;
  std::vector<std::optional<BlockKind>> kinds_;
  double typical_m2_ = 0;
  MetricPoint market_;
};

} // namespace

std::vector<BlockKind> assign_land_use(DemoDefinition const &definition,
                                       std::vector<Plat> const &plats, MetricPoint town_east,
                                       Random &random) {
  LandUse use(plats, town_east, random);
  auto const place_all = [&](BlockKind kind) {
    for (BlockQuota const &quota : definition.blocks) {
      for (int i = 0; quota.kind == kind && i < quota.count; ++i) {
        use.place(kind);
      }
    }
  };
  // The choosy ones first.
  for (BlockKind const kind : {BlockKind::park, BlockKind::market, BlockKind::old_quarter,
                               BlockKind::school, BlockKind::gated_tower, BlockKind::tower,
                               BlockKind::midrise, BlockKind::walkup, BlockKind::compound}) {
    place_all(kind);
  }
  return use.result();
}

} // namespace yuntu::demo
