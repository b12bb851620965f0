#include "server/rules/dispatch/dispatch_order.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace yuntu::rules {

std::vector<DispatchChoice> dispatch_order(DispatchPolicy const &policy,
                                           std::vector<DispatchCandidate> candidates,
                                           std::size_t most) {
  std::vector<DispatchChoice> choices;
  for (auto &candidate : candidates) {
    if (!candidate.walk_s || *candidate.walk_s > policy.farthest_s) {
      continue;
    }
    DispatchChoice choice;
    choice.load_s = policy.open_incident_s * static_cast<double>(candidate.open);
    choice.area_s = candidate.is_of_grid        ? 0
                    : candidate.is_of_community ? policy.other_grid_s
                                                : policy.other_community_s;
    choice.total_s = *candidate.walk_s + choice.load_s + choice.area_s;
    choice.candidate = std::move(candidate);
    choices.push_back(std::move(choice));
  }
  std::sort(choices.begin(), choices.end(), [](auto const &one, auto const &other) {
    return std::tie(one.total_s, one.candidate.worker) <
           std::tie(other.total_s, other.candidate.worker);
  });
  choices.resize(std::min(choices.size(), most));
  return choices;
}

} // namespace yuntu::rules
