#pragma once

#include "server/model/principal.hpp"
#include "server/net/http_message.hpp"
#include "server/net/live_endpoint.hpp"
#include "server/net/origin_policy.hpp"
#include "server/rules/operation.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace yuntu::net {

/// Whether a request merely reads; what does not needs a proven Origin when a cookie signs it in.
/// A WebSocket upgrade is `change`: it opens a door in both directions.
enum class Intent : std::uint8_t { read, change };

/// Which credentials an address takes: Basic logins only where an app can do nothing else.
enum class Login : std::uint8_t { token_or_cookie, basic_too };

/// Who asks, or the refusal to send. The value is nullopt when no (known) credentials came along:
/// an unknown cookie counts as none, so that an old one does not bar the way to a new sign-in.
///  - an Origin that is not allowed: 403, whatever the credentials
///  - Authorization malformed, of a kind not taken here, or unknown: 401
///  - a known cookie with Intent::change and no Origin: 403
[[nodiscard]] tl::expected<std::optional<model::Principal>, Response>
identify(std::map<std::string, std::string> const &headers, Intent intent,
         OriginPolicy const &origins, LiveEndpoint const &sign_in,
         Login login = Login::token_or_cookie);

/// The refusal of the access table: 401 without credentials, 403 with; nullopt when allowed.
/// `what` names the request in words, e.g. "POST /api/v1/duty".
[[nodiscard]] std::optional<Response>
refuse_operation(std::optional<model::Principal> const &principal, rules::Operation operation,
                 std::string_view what);

} // namespace yuntu::net
