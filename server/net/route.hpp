#pragma once

#include "server/net/http_message.hpp"
#include "server/rules/operation.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yuntu::net {

/// One line of the route table. `pattern` segments in braces match one segment each:
/// "/tiles/{layer}/{z}/{x}/{y}.mvt" (a literal suffix after the brace is allowed).
/// The handler runs on the session's I/O thread and must not block: it posts and returns.
struct Route {
  Method method;
  std::string pattern;
  rules::Operation operation;
  std::function<void(Request, Respond)> handle;
};

struct NotFound {};
struct MethodNotAllowed {
  std::string allow; ///< for the Allow header, e.g. "GET, POST"
};
struct Match {
  Route const *route;
  std::vector<std::string> captures; ///< percent-decoded
};

/// The whole table; immutable once the listener runs. Patterns are matched segment by segment;
/// a literal segment wins over a placeholder.
class Router {
public:
  /// Throws std::invalid_argument naming a pattern that is malformed, twice there or unhandled.
  explicit Router(std::vector<Route> routes);
  [[nodiscard]] std::variant<Match, MethodNotAllowed, NotFound> find(Method method,
                                                                     std::string_view path) const;
  /// For the Allow header, whatever the method asked with; empty when no pattern fits.
  [[nodiscard]] std::string allowed_methods(std::string_view path) const;
  [[nodiscard]] std::vector<Route> const &routes() const { return routes_; }

private:
  std::vector<Route> routes_;
};

} // namespace yuntu::net
