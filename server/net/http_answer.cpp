#include <utility>

#include "server/net/http_answer.hpp"

#include "server/net/security_headers.hpp"

#include <algorithm>

namespace yuntu::net {

namespace {

namespace http = boost::beast::http;

boost::beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool is_sound(Response const &response) {
  return response.status >= 200 && response.status <= 599 &&
         !has_line_break(response.content_type) &&
         std::none_of(response.headers.begin(), response.headers.end(), [](auto const &header) {
           return header.first.empty() || has_line_break(header.first) ||
                  has_line_break(header.second);
         });
}

bool starts_with(std::string_view text, std::string_view head) {
  return text.substr(0, head.size()) == head;
}

} // namespace

HttpMessage make_message(Response const &response, AnswerFrame const &frame) {
  HttpMessage message;
  message.version(frame.version);
  auto const sound = is_sound(response);
  message.result(sound ? response.status : 500U);
  for (auto const &[name, value] : security_headers(frame.host)) {
    message.set(view(name), view(value));
  }
  if (sound) {
    for (auto const &[name, value] : response.headers) {
      message.insert(view(name), view(value));
    }
  }
  bool const may_be_kept =
      !starts_with(frame.path, "/api") || message.count(http::field::cache_control) != 0;
  if (!may_be_kept || response.status >= 400 || !sound) {
    message.set(http::field::cache_control, "no-store");
  }
  auto const may_have_body = response.status != 204 && response.status != 304;
  auto const size = response.body && sound ? response.body->size() : 0;
  if (may_have_body) {
    if (size != 0) {
      message.set(http::field::content_type, view(response.content_type));
    }
    message.content_length(size);
    if (!frame.is_head && size != 0) {
      message.body() = {response.body->data(), size};
    }
  }
  message.keep_alive(frame.keep_alive);
  return message;
}

} // namespace yuntu::net
