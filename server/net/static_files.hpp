#pragma once

#include "server/net/http_message.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::net {

/// The web page's files: a table of path -> bytes read once at start; no path is joined at run
/// time. `.gz` next to a file is sent to those who accept it; hashed names under /assets/ are
/// immutable, the pages are not cached. Immutable; any thread.
class StaticFiles {
public:
  StaticFiles() = default;
  /// Throws std::runtime_error naming the folder when it does not exist or has no index.html.
  explicit StaticFiles(std::filesystem::path const &folder);
  /// nullopt when there is no such file. "/" is /index.html. Answers 304 on If-None-Match.
  [[nodiscard]] std::optional<Response> find(Request const &request) const;

private:
  struct File {
    std::shared_ptr<std::string const> plain;
    std::shared_ptr<std::string const> gzip;
    std::string content_type;
    std::string etag;
    bool is_immutable = false;
  };
  std::map<std::string, File, std::less<>> files_;
};

} // namespace yuntu::net
