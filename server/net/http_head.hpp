#pragma once

#include "server/net/http_message.hpp"
#include "server/net/site.hpp"

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace yuntu::net {

using HttpHead = boost::beast::http::request_header<boost::beast::http::fields>;

/// A request head after the checks that hold for every request: one Host that is ours, no
/// Transfer-Encoding, a well-formed target, no header twice that must stand once.
struct CheckedHead {
  Request request; ///< without body, captures, principal; headers still hold the credentials
  std::optional<Method> method; ///< nullopt: one we do not serve (HEAD among them)
  std::string method_name;
  bool is_head = false;
  std::string host;
};

/// The value, or the refusal to send: 400, 417, 421 or 501.
[[nodiscard]] tl::expected<CheckedHead, Response> check_head(HttpHead const &head,
                                                             OriginPolicy const &origins);

/// Paths answered by the route table or the live stream; the others are static files.
[[nodiscard]] bool is_api_path(std::string_view path);

} // namespace yuntu::net
