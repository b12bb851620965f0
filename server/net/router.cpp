#include "server/net/route.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace yuntu::net {

namespace {

constexpr std::pair<Method, std::string_view> method_names[] = {
    {Method::get, "GET"}, {Method::post, "POST"}, {Method::put, "PUT"}, {Method::erase, "DELETE"}};

/// Cuts the first segment off: "/a/b" -> "a", rest "/b".
std::string_view take_segment(std::string_view &path) {
  path.remove_prefix(1);
  auto const segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

struct Fit {
  std::vector<std::string> captures;
  std::string
      kinds; ///< per segment: a literal, b placeholder with suffix, c placeholder; least wins
};

bool fit_segment(std::string_view pattern, std::string_view segment, Fit &fit) {
  if (pattern.empty() || pattern.front() != '{') {
    fit.kinds += 'a';
    return pattern == segment;
  }
  auto const suffix = pattern.substr(pattern.find('}') + 1);
  if (segment.size() <= suffix.size() || segment.substr(segment.size() - suffix.size()) != suffix) {
    return false;
  }
  fit.kinds += suffix.empty() ? 'c' : 'b';
  fit.captures.emplace_back(segment.substr(0, segment.size() - suffix.size()));
  return true;
}

std::optional<Fit> fit_path(std::string_view pattern, std::string_view path) {
  Fit fit;
  while (!pattern.empty() && !path.empty()) {
    auto const expected = take_segment(pattern);
    auto const segment = take_segment(path);
    if (!fit_segment(expected, segment, fit)) {
      return std::nullopt;
    }
  }
  return pattern.empty() && path.empty() ? std::optional(std::move(fit)) : std::nullopt;
}

void check_pattern(std::string_view pattern) {
  auto fail = [pattern](char const *words) {
    throw std::invalid_argument("route \"" + std::string(pattern) + "\": " + words);
  };
  if (pattern.empty() || pattern.front() != '/') {
    fail("a pattern starts with /");
  }
  for (auto rest = pattern; !rest.empty();) {
    auto const segment = take_segment(rest);
    auto const open = segment.find('{');
    auto const close = segment.find('}');
    if (open != std::string_view::npos ? open != 0 || close == std::string_view::npos || close < 2
                                       : close != std::string_view::npos) {
      fail("a placeholder is {name} at the start of a segment");
    }
  }
}

} // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  std::set<std::pair<Method, std::string>> seen;
  for (auto const &route : routes_) {
    check_pattern(route.pattern);
    if (!route.handle && !route.open_sink) {
      throw std::invalid_argument("route \"" + route.pattern + "\" has no handler");
    }
    if (!seen.emplace(route.method, route.pattern).second) {
      throw std::invalid_argument("route \"" + route.pattern + "\" is in the table twice");
    }
    most_bytes_ = std::max(most_bytes_, route.most_bytes);
  }
}

std::variant<Match, MethodNotAllowed, NotFound> Router::find(Method method,
                                                             std::string_view path) const {
  Route const *best = nullptr;
  Fit best_fit;
  if (!path.empty() && path.front() == '/') {
    for (auto const &route : routes_) {
      if (route.method != method) {
        continue;
      }
      auto fit = fit_path(route.pattern, path);
      if (fit && (best == nullptr || fit->kinds < best_fit.kinds)) {
        best = &route;
        best_fit = std::move(*fit);
      }
    }
  }
  if (best != nullptr) {
    return Match{best, std::move(best_fit.captures)};
  }
  auto allow = allowed_methods(path);
  if (allow.empty()) {
    return NotFound{};
  }
  return MethodNotAllowed{std::move(allow)};
}

std::string Router::allowed_methods(std::string_view path) const {
  std::string list;
  if (path.empty() || path.front() != '/') {
    return list;
  }
  for (auto const &[method, name] : method_names) {
    auto const fits = [&, wanted = method](Route const &route) {
      return route.method == wanted && fit_path(route.pattern, path).has_value();
    };
    if (std::any_of(routes_.begin(), routes_.end(), fits)) {
      list += (list.empty() ? "" : ", ") + std::string(name);
    }
  }
  return list;
}

} // namespace yuntu::net
