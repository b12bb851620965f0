#pragma once

#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/simulate/day.hpp"
#include "tools/yuntu/simulate/event.hpp"

#include <vector>

namespace yuntu::simulate {

/// Every step that staff take on one incident, in order, from received to wherever it ends: most
/// are settled and rated, some stay open, some are supervised, some reopened.
[[nodiscard]] std::vector<Event> answers_to(model::IncidentReport const &report,
                                            AnswerHabits const &habits, demo::Random random);

} // namespace yuntu::simulate
