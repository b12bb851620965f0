#include "geo/what_if.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace yuntu::geo {
namespace {

std::int32_t served_or_unreached(std::int32_t cost_mm) {
  return TargetWalks::is_served(cost_mm) ? cost_mm : WalkRepair::unreached;
}

} // namespace

WhatIf::WhatIf(ServedTown town)
    : town_(std::move(town)), streets_(town_), repair_(streets_, town_.limit_mm),
      walks_(*town_.targets, streets_, repair_, town_.limit_mm) {
  for (TargetId target = 0; target < town_.targets->size(); ++target) {
    if (TargetWalks::is_served(walks_.before(target))) {
      ++served_;
      served_weight_ += town_.targets->target(target).weight;
    }
  }
}

WhatIfAnswer const &WhatIf::answer(std::span<StreetEdit const> edits,
                                   std::span<MovedTarget const> moved) {
  streets_.apply(edits);
  repair_.repair(streets_);
  auto gained = std::move(answer_.gained);
  auto lost = std::move(answer_.lost);
  gained.clear();
  lost.clear();
  answer_ = {};
  answer_.gained = std::move(gained);
  answer_.lost = std::move(lost);
  auto const by_id = [](MovedTarget const &one, TargetId id) { return one.target < id; };
  walks_.visit_changes(streets_, repair_, [&](TargetId target, auto const &...change) {
    auto const found = std::lower_bound(moved.begin(), moved.end(), target, by_id);
    if (found == moved.end() || found->target != target) {
      sum_up(target, change...);
    }
  });
  for (auto const &[target, at] : moved) {
    auto const before_mm = walks_.before(target);
    auto const now_mm = at ? walks_.now(at, streets_, repair_) : TargetWalks::on_closed_street;
    if (now_mm != before_mm) {
      sum_up(target, before_mm, now_mm, town_.targets->target(target).weight);
    }
  }
  answer_.served = served_ + answer_.gained.size() - answer_.lost.size();
  answer_.served_weight = served_weight_ + answer_.gained_weight - answer_.lost_weight;
  return answer_;
}

void WhatIf::sum_up(TargetId target, std::int32_t before_mm, std::int32_t now_mm,
                    std::int64_t weight) {
  bool const was_served = TargetWalks::is_served(before_mm);
  bool const is_served = TargetWalks::is_served(now_mm);
  if (was_served && is_served) {
    if (now_mm < before_mm) {
      ++answer_.shorter;
      answer_.saved_mm += weight * (before_mm - now_mm);
    } else {
      ++answer_.longer;
      answer_.lengthened_mm += weight * (now_mm - before_mm);
    }
  } else if (is_served) {
    answer_.gained.push_back(target);
    answer_.gained_weight += weight;
  } else if (was_served) {
    answer_.lost.push_back(target);
    answer_.lost_weight += weight;
    answer_.lost_with_street += now_mm == TargetWalks::on_closed_street ? 1U : 0U;
  }
}

std::int32_t WhatIf::walk_mm(StreetPoint const &point) const {
  auto const &graph = *town_.graph;
  if (!streets_.was_open(point.edge)) {
    return WalkRepair::unreached;
  }
  auto const &edge = graph.edge(point.edge);
  auto const along_mm = graph.cost_to_offset(point.edge, point.offset_mm);
  std::int64_t best = std::min(std::int64_t{repair_.before(edge.from)} + along_mm,
                               std::int64_t{repair_.before(edge.to)} + edge.cost_mm - along_mm);
  for (auto const &stop : streets_.stops_before(point.edge)) {
    best = std::min(best, std::int64_t{stop.access_mm} + std::abs(stop.along_mm - along_mm));
  }
  best += point.access_mm;
  return best <= town_.limit_mm ? static_cast<std::int32_t>(best) : WalkRepair::unreached;
}

std::int32_t WhatIf::walk_mm(TargetId target) const {
  return served_or_unreached(walks_.before(target));
}

std::int32_t WhatIf::edited_walk_mm(TargetId target) const {
  return served_or_unreached(walks_.now(target, streets_, repair_));
}

} // namespace yuntu::geo
