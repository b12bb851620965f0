#include <utility>

#include "server/net/http_head.hpp"

#include "server/net/problem.hpp"
#include "server/net/target.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace yuntu::net {

namespace {

namespace http = boost::beast::http;
using Failure = tl::unexpected<Response>;

constexpr std::array<std::string_view, 8> single_headers{
    "host",         "origin",   "authorization", "content-length",
    "content-type", "if-match", "expect",        "sec-websocket-key"};

constexpr std::array<std::string_view, 8> api_roots{"api",    "tiles",   "live",      "healthz",
                                                    "readyz", "metrics", "owntracks", "osmand"};

template <class List>
bool contains(List const &list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return out;
}

tl::expected<std::map<std::string, std::string>, Response> headers_of(HttpHead const &head) {
  std::map<std::string, std::string> headers;
  for (auto const &field : head) {
    auto name = lower_case({field.name_string().data(), field.name_string().size()});
    auto const value = std::string(field.value().data(), field.value().size());
    auto const [place, is_new] = headers.emplace(name, value);
    if (is_new) {
      continue;
    }
    if (contains(single_headers, name)) {
      return Failure(problem(400, "Bad request", "the header " + name + " is there twice"));
    }
    place->second += (name == "cookie" ? "; " : ", ") + value;
  }
  return headers;
}

std::optional<Method> method_of(http::verb verb) {
  switch (verb) {
  case http::verb::get:
    return Method::get;
  case http::verb::post:
    return Method::post;
  case http::verb::put:
    return Method::put;
  case http::verb::delete_:
    return Method::erase;
  default:
    return std::nullopt;
  }
}

std::optional<Response> framing_fault(HttpHead const &head) {
  if (head.count(http::field::transfer_encoding) != 0) {
    return problem(501, "Transfer-Encoding not supported",
                   "send the body in one piece with Content-Length");
  }
  if (head.version() != 11 && head.version() != 10) {
    return problem(400, "Bad request", "expected HTTP/1.1");
  }
  auto const expect = head.find(http::field::expect);
  if (expect != head.end() &&
      lower_case({expect->value().data(), expect->value().size()}) != "100-continue") {
    return problem(417, "Expectation failed", "only Expect: 100-continue is understood");
  }
  return std::nullopt;
}

} // namespace

tl::expected<CheckedHead, Response> check_head(HttpHead const &head, OriginPolicy const &origins) {
  if (auto fault = framing_fault(head)) {
    return Failure(std::move(*fault));
  }
  auto headers = headers_of(head);
  if (!headers) {
    return Failure(std::move(headers.error()));
  }
  CheckedHead checked;
  checked.host = (*headers)["host"];
  if (!origins.is_known_host(checked.host)) {
    return Failure(problem(421, "Misdirected request",
                           "the Host header must name this server: 127.0.0.1, localhost or [::1]"));
  }
  auto target = parse_target({head.target().data(), head.target().size()});
  if (!target) {
    return Failure(problem(400, "Bad request", target.error()));
  }
  checked.is_head = head.method() == http::verb::head;
  checked.method = method_of(head.method());
  checked.method_name = std::string(head.method_string().data(), head.method_string().size());
  checked.request.method = checked.method.value_or(Method::get);
  checked.request.path = std::move(target->path);
  checked.request.query = std::move(target->query);
  checked.request.headers = std::move(*headers);
  return checked;
}

bool is_api_path(std::string_view path) {
  auto const rest = path.substr(std::min<std::size_t>(1, path.size()));
  return contains(api_roots, rest.substr(0, rest.find('/')));
}

} // namespace yuntu::net
