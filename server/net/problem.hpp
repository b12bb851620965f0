#pragma once

#include "server/net/http_message.hpp"

#include <string_view>

namespace yuntu::net {

/// An `application/problem+json` answer (RFC 9457).
[[nodiscard]] Response problem(unsigned status, std::string_view title, std::string_view detail);

} // namespace yuntu::net
