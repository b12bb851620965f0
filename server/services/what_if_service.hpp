#pragma once

#include "server/protocol/what_if_messages.hpp"
#include "server/services/what_if_shelf.hpp"

#include <tl/expected.hpp>

namespace yuntu::services {

/// What edits would change of who is served within a walk. Nothing is stored. Any thread;
/// microseconds with a warm workspace. Problems as of street_edits().
///
/// Buildings on a street that an edit closes are lost, though a closure that is real attaches them
/// to another one; and those that such a closure has attached elsewhere stay there when an edit
/// opens it. Everything else is what coverage_of() says once the edits are real.
[[nodiscard]] tl::expected<protocol::WhatIfAnswer, protocol::Problem>
what_if(WhatIfShelf &shelf, WalkView const &view, protocol::WhatIfRequest const &request);

} // namespace yuntu::services
