#include "server/net/target.hpp"

#include "server/net/utf8.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace yuntu::net {

namespace {

using Failure = tl::unexpected<std::string>;

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  if (c >= 'a' && c <= 'f') {
    return static_cast<unsigned>(c - 'a' + 10);
  }
  if (c >= 'A' && c <= 'F') {
    return static_cast<unsigned>(c - 'A' + 10);
  }
  return std::nullopt;
}

bool is_control(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

tl::expected<std::string, std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      auto const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
      auto const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low) {
        return Failure("a % in the address is not followed by two hexadecimal digits");
      }
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    } else if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
      return Failure("the address has a character that must be percent-encoded");
    }
    if (is_control(c)) {
      return Failure("the address has a control character");
    }
    out.push_back(c);
  }
  if (!is_utf8(out)) {
    return Failure("the address is not valid UTF-8");
  }
  return out;
}

/// What could be read as another way through the folders has no business in a path.
std::optional<std::string> path_fault(std::string_view raw, std::string_view decoded) {
  if (raw.find("%2f") != std::string_view::npos || raw.find("%2F") != std::string_view::npos) {
    return "the path has an encoded slash";
  }
  if (decoded.find('\\') != std::string_view::npos) {
    return "the path has a backslash";
  }
  for (std::size_t start = 1; start <= decoded.size();) {
    auto const end = std::min(decoded.find('/', start), decoded.size());
    auto const segment = decoded.substr(start, end - start);
    if (segment == "." || segment == "..") {
      return "the path has a dot segment";
    }
    start = end + 1;
  }
  return std::nullopt;
}

tl::expected<std::map<std::string, std::string>, std::string> parse_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    auto const end = std::min(text.find('&'), text.size());
    auto const part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) {
      continue;
    }
    auto const equals = std::min(part.find('='), part.size());
    auto key = percent_decode(part.substr(0, equals));
    auto value = percent_decode(part.substr(std::min(equals + 1, part.size())));
    if (!key || !value) {
      return Failure(!key ? key.error() : value.error());
    }
    if (!query.emplace(*key, std::move(*value)).second) {
      return Failure("the query names \"" + *key + "\" more than once");
    }
  }
  return query;
}

} // namespace

tl::expected<Target, std::string> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') {
    return Failure("the request target must be a path that starts with /");
  }
  auto const question = std::min(target.find('?'), target.size());
  auto const raw_path = target.substr(0, question);
  auto path = percent_decode(raw_path);
  if (!path) {
    return Failure(path.error());
  }
  if (auto fault = path_fault(raw_path, *path)) {
    return Failure(*fault);
  }
  auto query = parse_query(target.substr(std::min(question + 1, target.size())));
  if (!query) {
    return Failure(query.error());
  }
  return Target{std::move(*path), std::move(*query)};
}

} // namespace yuntu::net
