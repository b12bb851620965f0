#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace yuntu::net {

enum class CredentialKind : std::uint8_t { none, bearer, basic, cookie, malformed };

struct Credentials {
  CredentialKind kind = CredentialKind::none;
  std::string secret;    ///< the token or the cookie's value
  std::string user = {}; ///< of a basic login
};

/// Reads `authorization` (it wins) and the `yuntu_session` cookie out of the headers. An
/// Authorization that is neither a well-formed Bearer token nor a Basic login is malformed; a
/// cookie given twice (tossed in by another host) counts as none.
[[nodiscard]] Credentials find_credentials(std::map<std::string, std::string> const &headers);

} // namespace yuntu::net
