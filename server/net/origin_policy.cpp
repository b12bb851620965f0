#include "server/net/origin_policy.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace yuntu::net {

namespace {

constexpr std::array<std::string_view, 3> loopback_names{"127.0.0.1", "localhost", "[::1]"};

/// "localhost:8080" -> ":8080"; "!" (never a port) when it does not begin with a loopback name.
std::string_view after_loopback_name(std::string_view host) {
  for (auto const name : loopback_names) {
    if (host.substr(0, name.size()) == name) {
      return host.substr(name.size());
    }
  }
  return "!";
}

bool is_port_suffix(std::string_view text) {
  if (text.empty()) {
    return true;
  }
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.front() == ':' && text.size() >= 2 && text.size() <= 6 &&
         std::all_of(text.begin() + 1, text.end(), is_digit);
}

} // namespace

OriginPolicy::OriginPolicy(std::vector<std::string> allowed_origins, std::uint16_t port)
    : allowed_(std::move(allowed_origins)), port_(port) {}

bool OriginPolicy::is_known_host(std::string_view host) const {
  if (is_port_suffix(after_loopback_name(host))) {
    return true;
  }
  return std::any_of(allowed_.begin(), allowed_.end(), [host](std::string const &origin) {
    auto const scheme_end = origin.find("://");
    return scheme_end != std::string::npos && origin.substr(scheme_end + 3) == host;
  });
}

bool OriginPolicy::is_allowed(std::string_view origin, std::string_view host) const {
  if (!allowed_.empty()) {
    return std::find(allowed_.begin(), allowed_.end(), origin) != allowed_.end();
  }
  auto const suffix = after_loopback_name(host);
  auto const is_ours = suffix == ":" + std::to_string(port_) || (suffix.empty() && port_ == 80);
  return is_ours && origin == "http://" + std::string(host);
}

} // namespace yuntu::net
