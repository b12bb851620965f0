#include "server/rules/presence_tracker.hpp"

namespace yuntu::rules {

PresenceChange presence_change(model::AreaCodes const &before, model::AreaCodes const &after) {
  PresenceChange change;
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    auto const level = static_cast<model::AreaLevel>(i);
    if (level == model::AreaLevel::building || before[level] == after[level]) {
      continue;
    }
    if (!before[level].empty()) {
      change.left.push_back({level, before[level]});
    }
    if (!after[level].empty()) {
      change.entered.push_back({level, after[level]});
    }
  }
  return change;
}

} // namespace yuntu::rules
