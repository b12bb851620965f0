#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yuntu::net {

/// The one browser policy (reliability.md section 2), on every answer. `host` is the request's
/// Host once it has been checked, else empty; it names the stream's own address for connect-src.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>>
security_headers(std::string_view host);

} // namespace yuntu::net
