#pragma once

#include "server/protocol/live_values.hpp"

#include <nlohmann/json_fwd.hpp>

namespace yuntu::protocol {

/// The `upserts` of a snapshot, as JSON.
[[nodiscard]] nlohmann::json upserts_json(Upserts const &upserts);

} // namespace yuntu::protocol
