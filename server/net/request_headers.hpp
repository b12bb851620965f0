#pragma once

#include "server/net/http_message.hpp"

#include <algorithm>
#include <string_view>

namespace yuntu::net {

/// Empty when the request has no such header; `name` in lower case.
[[nodiscard]] inline std::string_view header_of(Request const &request, char const *name) {
  auto const found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : found->second;
}

/// Calls `visit` with each trimmed item of a comma-separated header until it says true.
template <typename Visit>
bool any_header_item(std::string_view list, Visit visit) {
  while (!list.empty()) {
    auto const end = std::min(list.find(','), list.size());
    auto item = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    item = item.substr(0, item.find_last_not_of(" \t") + 1);
    if (visit(item)) {
      return true;
    }
  }
  return false;
}

/// Does the client say that it has what bears this ETag (quoted)?
[[nodiscard]] inline bool has_etag(Request const &request, std::string_view etag) {
  return any_header_item(header_of(request, "if-none-match"), [etag](std::string_view item) {
    if (item.substr(0, 2) == "W/") {
      item.remove_prefix(2);
    }
    return item == "*" || item == etag;
  });
}

/// Whether an Accept-Encoding header takes gzip: "gzip" or "gzip;q=0.5", not "gzip;q=0".
[[nodiscard]] inline bool accepts_gzip(std::string_view accept_encoding) {
  return any_header_item(accept_encoding, [](std::string_view item) {
    auto const name = item.substr(0, item.find_first_of("; \t"));
    auto const q = item.find("q=");
    auto const is_refused =
        q != std::string_view::npos && item.find_first_of("123456789", q) == std::string_view::npos;
    return name == "gzip" && !is_refused;
  });
}

} // namespace yuntu::net
