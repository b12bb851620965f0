#pragma once

#include "server/protocol/resources.hpp"

#include <nlohmann/json_fwd.hpp>

namespace yuntu::protocol {

/// One item of an incident's "due".
[[nodiscard]] nlohmann::json due_object(ShownDue const &due);

} // namespace yuntu::protocol
