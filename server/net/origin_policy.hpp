#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::net {

/// Which Host a request may name (against DNS rebinding) and which Origin a browser may come from
/// (against pages of other sites). Comparison is exact, octet by octet. Immutable; any thread.
class OriginPolicy {
public:
  /// `allowed_origins` empty: "http://HOST" of the request's own Host when that is a loopback name
  /// with this listener's `port`. Otherwise these alone, and their hosts are allowed as Host too.
  OriginPolicy(std::vector<std::string> allowed_origins, std::uint16_t port);

  /// 127.0.0.1, localhost or [::1], each with or without a port, or the host of an allowed origin.
  [[nodiscard]] bool is_known_host(std::string_view host) const;
  [[nodiscard]] bool is_allowed(std::string_view origin, std::string_view host) const;

private:
  std::vector<std::string> allowed_;
  std::uint16_t port_;
};

} // namespace yuntu::net
