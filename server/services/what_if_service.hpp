#pragma once

#include "server/protocol/what_if_messages.hpp"
#include "server/services/what_if_shelf.hpp"

#include <tl/expected.hpp>

namespace yuntu::services {

/// What edits would change of who is served within a walk. Nothing is stored. Any thread;
/// microseconds with a warm workspace, some tens more for each building whose street is closed or
/// opened. Problems as of street_edits().
///
/// The answer is what coverage_of() says once the edits are real, but that nobody's door turns to a
/// link.
[[nodiscard]] tl::expected<protocol::WhatIfAnswer, protocol::Problem>
what_if(WhatIfShelf &shelf, WalkView const &view, protocol::WhatIfRequest const &request);

} // namespace yuntu::services
