#include "tools/yuntu/http_client.hpp"

#include "tools/yuntu/command.hpp"

#include <curl/curl.h>

namespace yuntu::tools {
namespace {

std::size_t take(char *data, std::size_t size, std::size_t count, void *to) {
  static_cast<std::string *>(to)->append(data, size * count);
  return size * count;
}

struct EasyDeleter {
  void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

} // namespace

struct HttpClient::Impl {
  std::string url;
  std::unique_ptr<CURL, EasyDeleter> easy{curl_easy_init()};
  std::unique_ptr<curl_slist, ListDeleter> headers;
};

HttpClient::HttpClient(std::string url, std::string token) : impl_(std::make_unique<Impl>()) {
  while (!url.empty() && url.back() == '/') {
    url.pop_back();
  }
  impl_->url = std::move(url);
  curl_slist *headers = curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str());
  headers = curl_slist_append(headers, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  impl_->headers.reset(headers);
  auto *const easy = impl_->easy.get();
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, ""); // whatever libcurl can unpack
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::perform(std::string const &path) {
  HttpAnswer answer;
  auto *const easy = impl_->easy.get();
  auto const url = impl_->url + path;
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer.body);
  auto const result = curl_easy_perform(easy);
  if (result != CURLE_OK) {
    throw CommandError(url + ": " + curl_easy_strerror(result) +
                       "; is yuntu-server running there?");
  }
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

HttpAnswer HttpClient::get(std::string const &path) {
  curl_easy_setopt(impl_->easy.get(), CURLOPT_HTTPGET, 1L);
  return perform(path);
}

HttpAnswer HttpClient::post(std::string const &path, std::string const &json) {
  curl_easy_setopt(impl_->easy.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(impl_->easy.get(), CURLOPT_POSTFIELDS, json.c_str());
  curl_easy_setopt(impl_->easy.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(json.size()));
  return perform(path);
}

} // namespace yuntu::tools
