#pragma once

#include "server/net/http_message.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/span_body.hpp>

#include <string_view>

namespace yuntu::net {

using HttpMessage = boost::beast::http::response<boost::beast::http::span_body<char const>>;

/// How the answer goes out, known from its request.
struct AnswerFrame {
  std::string_view path; ///< empty when the request could not be read
  std::string_view host; ///< empty until checked
  unsigned version = 11;
  bool is_head = false;
  bool keep_alive = false;
};

/// The message to write. It refers to `response.body`, which must outlive it. A header of the
/// handler's that holds a line break (it would start another header) makes it a 500.
[[nodiscard]] HttpMessage make_message(Response const &response, AnswerFrame const &frame);

} // namespace yuntu::net
