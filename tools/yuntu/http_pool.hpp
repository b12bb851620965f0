#pragma once

#include "tools/yuntu/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace yuntu::tools {

/// POSTs over a few kept-alive connections, several under way at once (libcurl). One thread, which
/// all answers arrive on, inside `run`. Throws CommandError when the server cannot be reached.
class HttpPool {
public:
  struct Post {
    std::string path;
    std::string json;
    std::string token;
    std::string if_match; ///< empty: none
  };
  using OnAnswer = std::function<void(HttpAnswer const &)>;

  HttpPool(std::string url, std::size_t connections);
  ~HttpPool(); ///< what is under way is dropped
  HttpPool(HttpPool const &) = delete;
  HttpPool &operator=(HttpPool const &) = delete;

  [[nodiscard]] bool has_free_connection() const;
  [[nodiscard]] bool is_idle() const;
  /// Needs a free connection. `on_answer` may start the next.
  void start(Post post, OnAnswer on_answer);
  /// Sends and receives; waits at most so long for something to happen.
  void run(std::chrono::milliseconds at_most);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::tools
