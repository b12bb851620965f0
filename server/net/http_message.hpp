#pragma once

#include "server/model/principal.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yuntu::net {

enum class Method : unsigned char { get, post, put, erase };

/// A parsed request: no Beast type past this point.
struct Request {
  Method method = Method::get;
  std::string path;                           ///< percent-decoded, without the query
  std::map<std::string, std::string> query;   ///< percent-decoded; a repeated key is refused
  std::vector<std::string> captures;          ///< what the route's {placeholders} matched
  std::map<std::string, std::string> headers; ///< names in lower case: if-match, accept-encoding...
  std::string body;
  std::string remote; ///< address of the peer
  model::Principal principal;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<std::string const> body; ///< shared: cached tiles are not copied; may be null
};

/// Callable once, from any thread; the session writes the response on its own I/O thread.
/// Dropping it uncalled answers 500.
using Respond = std::function<void(Response)>;

} // namespace yuntu::net
