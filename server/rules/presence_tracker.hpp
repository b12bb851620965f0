#pragma once

#include "server/model/area.hpp"

#include <vector>

namespace yuntu::rules {

struct PresenceChange {
  std::vector<model::AreaRef> entered;
  std::vector<model::AreaRef> left;

  [[nodiscard]] bool is_empty() const { return entered.empty() && left.empty(); }
  friend bool operator==(PresenceChange const &, PresenceChange const &) = default;
};

/// The difference of two answers of the area index, outermost level first. Buildings are left out:
/// who passed which building is the patrol's question, not a movement between areas.
[[nodiscard]] PresenceChange presence_change(model::AreaCodes const &before,
                                             model::AreaCodes const &after);

} // namespace yuntu::rules
