#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <string>

namespace yuntu::tools {

// What every request of ours through libcurl shares. Included by http_client.cpp and http_pool.cpp
// only.

struct EasyDeleter {
  void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, EasyDeleter>;
using CurlHeaders = std::unique_ptr<curl_slist, ListDeleter>;

/// Appends what arrives to the std::string given as CURLOPT_WRITEDATA.
inline std::size_t append_answer(char *data, std::size_t size, std::size_t count, void *to) {
  static_cast<std::string *>(to)->append(data, size * count);
  return size * count;
}

/// Straight to the server, at most 30 s, the answer's body into a std::string.
inline void set_request_manners(CURL *easy) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append_answer);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
}

} // namespace yuntu::tools
