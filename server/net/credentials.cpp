#include "server/net/credentials.hpp"

#include "server/services/secret.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace yuntu::net {

namespace {

constexpr std::string_view cookie_name = "yuntu_session";

/// RFC 6750's b64token.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
}

std::string_view trim(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What follows the scheme ("bearer "); nullopt: another one.
std::optional<std::string_view> after_scheme(std::string_view value, std::string_view scheme) {
  auto const equal_ignoring_case = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  };
  auto const head = value.substr(0, scheme.size());
  if (!std::equal(head.begin(), head.end(), scheme.begin(), scheme.end(), equal_ignoring_case)) {
    return std::nullopt;
  }
  return trim(value.substr(scheme.size()));
}

Credentials read_authorization(std::string_view value) {
  if (auto const token = after_scheme(value, "bearer "); token && is_token(*token)) {
    return {CredentialKind::bearer, std::string(*token)};
  }
  if (auto const encoded = after_scheme(value, "basic ")) {
    auto const pair = services::base64_decoded(*encoded);
    auto const colon = pair ? pair->find(':') : std::string::npos;
    if (colon != std::string::npos) {
      return {CredentialKind::basic, pair->substr(colon + 1), pair->substr(0, colon)};
    }
  }
  return {CredentialKind::malformed, {}};
}

std::optional<std::string> find_cookie(std::string_view header) {
  std::optional<std::string> found;
  while (!header.empty()) {
    auto const end = std::min(header.find(';'), header.size());
    auto const pair = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    auto const equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != cookie_name) {
      continue;
    }
    if (found) {
      return std::nullopt;
    }
    found = std::string(pair.substr(equals + 1));
  }
  return found;
}

} // namespace

Credentials find_credentials(std::map<std::string, std::string> const &headers) {
  if (auto const found = headers.find("authorization"); found != headers.end()) {
    return read_authorization(found->second);
  }
  if (auto const found = headers.find("cookie"); found != headers.end()) {
    if (auto value = find_cookie(found->second); value && !value->empty()) {
      return {CredentialKind::cookie, std::move(*value)};
    }
  }
  return {};
}

} // namespace yuntu::net
