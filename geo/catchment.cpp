#include "geo/catchment.hpp"

#include <bit>
#include <utility>
#include <vector>

namespace yuntu::geo {
namespace {

/// Puts reached targets in order of their ids: a mark for each, then one pass over the marks, which
/// is several times faster than sorting them.
class Sorter {
public:
  explicit Sorter(std::size_t target_count)
      : marks_((target_count + 63) / 64), cost_mm_(target_count) {}

  template <typename Visit>
  void visit_in_order(std::span<ReachedTarget const> reached, Visit visit) {
    for (auto const &[target, cost_mm] : reached) {
      marks_[target / 64] |= std::uint64_t{1} << (target % 64);
      cost_mm_[target] = cost_mm;
    }
    for (std::size_t word = 0; word < marks_.size(); ++word) {
      for (auto left = std::exchange(marks_[word], 0); left != 0; left &= left - 1) {
        auto const target =
            static_cast<TargetId>(word * 64) + static_cast<TargetId>(std::countr_zero(left));
        visit(target, cost_mm_[target]);
      }
    }
  }

private:
  std::vector<std::uint64_t> marks_;
  std::vector<std::int32_t> cost_mm_;
};

} // namespace

Catchments catchments_to(ReachSearch &search, TargetSet const &targets,
                         std::span<std::optional<StreetPoint> const> origins,
                         WalkLimit const &limit, ClosedEdges const &closed) {
  Catchments result;
  result.origins.reserve(origins.size());
  std::vector<bool> is_covered(targets.size());
  auto sorter = Sorter(targets.size());
  auto const &profile = limit.profile;
  for (auto const &origin : origins) {
    auto &catchment = result.origins.emplace_back();
    if (!origin) {
      continue;
    }
    search.run_to(*origin, cost_within_mm(profile, limit.seconds), closed);
    auto const reached = search.targets(targets);
    catchment.covered.reserve(reached.size());
    sorter.visit_in_order(reached, [&](TargetId target, std::int32_t cost_mm) {
      auto const weight = targets.target(target).weight;
      catchment.covered.push_back({target, seconds_of(profile, cost_mm)});
      catchment.weight += weight;
      if (!is_covered[target]) {
        is_covered[target] = true;
        ++result.covered_targets;
        result.covered_weight += weight;
      }
    });
    catchment.street_m = search.street_m();
  }
  return result;
}

} // namespace yuntu::geo
