#include "server/net/security_headers.hpp"

namespace yuntu::net {

std::vector<std::pair<std::string_view, std::string>> security_headers(std::string_view host) {
  std::string policy = "default-src 'none'; script-src 'self'; style-src 'self'; "
                       "img-src 'self' data: blob:; connect-src 'self'";
  if (!host.empty()) {
    policy.append(" ws://").append(host);
  }
  policy += "; worker-src 'self' blob:; manifest-src 'self'; media-src 'self'; font-src 'self'; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
  return {{"Content-Security-Policy", std::move(policy)},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Permissions-Policy", "geolocation=(self)"}};
}

} // namespace yuntu::net
