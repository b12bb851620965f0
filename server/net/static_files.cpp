#include "server/net/static_files.hpp"

#include "server/net/request_headers.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace yuntu::net {

namespace {

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, std::string_view> content_types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"}};

std::string content_type_of(fs::path const &file) {
  auto const extension = file.extension().string();
  for (auto const &[known, type] : content_types) {
    if (known == extension) {
      return std::string(type);
    }
  }
  return "application/octet-stream";
}

std::shared_ptr<std::string const> read_file(fs::path const &file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && !in.eof()) {
    throw std::runtime_error("cannot read the web file " + file.string());
  }
  return std::make_shared<std::string const>(std::move(bytes));
}

/// FNV-1a and the length: equal bytes give equal tags across restarts and machines.
std::string etag_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char const c : bytes) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  char text[48];
  std::snprintf(text, sizeof text, "%016llx-%zx", static_cast<unsigned long long>(hash),
                bytes.size());
  return text;
}

} // namespace

StaticFiles::StaticFiles(fs::path const &folder) {
  if (!fs::is_directory(folder)) {
    throw std::runtime_error("the folder of the web pages does not exist: " + folder.string());
  }
  for (auto const &entry : fs::recursive_directory_iterator(folder)) {
    // A link could lead out of the folder.
    if (entry.is_symlink() || !entry.is_regular_file() || entry.path().extension() == ".gz") {
      continue;
    }
    File file;
    file.plain = read_file(entry.path());
    file.content_type = content_type_of(entry.path());
    file.etag = etag_of(*file.plain);
    auto const path = "/" + entry.path().lexically_relative(folder).generic_string();
    file.is_immutable = path.rfind("/assets/", 0) == 0;
    auto const compressed = fs::path(entry.path().string() + ".gz");
    if (fs::is_regular_file(compressed) && !fs::is_symlink(compressed)) {
      file.gzip = read_file(compressed);
    }
    files_.emplace(path, std::move(file));
  }
  if (files_.find("/index.html") == files_.end()) {
    throw std::runtime_error("the folder of the web pages has no index.html: " + folder.string());
  }
}

std::optional<Response> StaticFiles::find(Request const &request) const {
  auto const found =
      files_.find(request.path == "/" ? std::string_view("/index.html") : request.path);
  if (found == files_.end()) {
    return std::nullopt;
  }
  auto const &file = found->second;
  auto const is_gzip = file.gzip && accepts_gzip(header_of(request, "accept-encoding"));
  auto const etag = "\"" + file.etag + (is_gzip ? "-gz\"" : "\"");
  Response response;
  response.content_type = file.content_type;
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back(
      "Cache-Control", file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.gzip) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
  }
  if (has_etag(request, etag)) {
    response.status = 304;
    return response;
  }
  if (is_gzip) {
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  response.body = is_gzip ? file.gzip : file.plain;
  return response;
}

} // namespace yuntu::net
