#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace yuntu::net {

/// The request target, decoded once.
struct Target {
  std::string path; ///< starts with '/'; no encoded slash, backslash, control or dot segment in it
  std::map<std::string, std::string> query; ///< '+' stays '+': times carry it
};

/// Strict: only origin form ("/path?query"), every %XX well formed, no NUL or control character,
/// valid UTF-8, no key twice. The error says in words what is wrong.
[[nodiscard]] tl::expected<Target, std::string> parse_target(std::string_view target);

} // namespace yuntu::net
