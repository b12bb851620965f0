#pragma once

#include "tools/yuntu/http_client.hpp"
#include "tools/yuntu/simulate/world.hpp"

namespace yuntu::tools {

/// The county as the server tells it over HTTP. A layer that is not loaded is empty; so is the
/// staff of a server that has none or does not tell it to this token. Throws CommandError for
/// anything else that is not 200.
[[nodiscard]] simulate::World fetch_world(HttpClient &client);

} // namespace yuntu::tools
