#pragma once

#include <memory>
#include <string>

namespace yuntu::tools {

struct HttpAnswer {
  long status = 0;
  std::string body;
};

/// A keep-alive client of one yuntu server (libcurl), signed in by bearer token. One thread.
/// Throws CommandError when the server cannot be reached, with what was tried.
class HttpClient {
public:
  /// `url` like http://127.0.0.1:8080
  HttpClient(std::string url, std::string token);
  ~HttpClient();
  HttpClient(HttpClient const &) = delete;
  HttpClient &operator=(HttpClient const &) = delete;

  [[nodiscard]] HttpAnswer get(std::string const &path);
  [[nodiscard]] HttpAnswer post(std::string const &path, std::string const &json);

private:
  struct Impl;
  HttpAnswer perform(std::string const &path);
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::tools
