#pragma once

#include "server/net/http_message.hpp"
#include "server/rules/operation.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yuntu::net {

/// Takes a body that is too large for memory, piece by piece and in order; on the session's I/O
/// thread, so it posts and returns. Destroyed before `finish` when the body broke off.
class BodySink {
public:
  BodySink() = default;
  BodySink(BodySink const &) = delete;
  BodySink &operator=(BodySink const &) = delete;
  virtual ~BodySink() = default;

  static constexpr unsigned go_on = 100;
  /// `next` with status `go_on` asks for more; any other answer ends the request.
  virtual void write(std::string piece, Respond next) = 0;
  virtual void finish(Respond respond) = 0;
};

/// One line of the route table. `pattern` segments in braces match one segment each:
/// "/tiles/{layer}/{z}/{x}/{y}.mvt" (a literal suffix after the brace is allowed).
/// The handler runs on the session's I/O thread and must not block: it posts and returns.
struct Route {
  Method method;
  std::string pattern;
  rules::Operation operation;
  std::function<void(Request, Respond)> handle;
  /// Instead of `handle`, for uploads: the body, whose length must be declared, goes to the sink.
  std::function<std::shared_ptr<BodySink>(Request)> open_sink = {};
  /// Of its body; 0: what the limits say for a body, or for an upload.
  std::uint64_t most_bytes = 0;
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
  /// The largest that a route names for its body.
  [[nodiscard]] std::uint64_t most_bytes() const { return most_bytes_; }

private:
  std::vector<Route> routes_;
  std::uint64_t most_bytes_ = 0;
};

} // namespace yuntu::net
