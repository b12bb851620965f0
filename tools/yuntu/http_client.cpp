#include "tools/yuntu/http_client.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/curl_handle.hpp"

namespace yuntu::tools {
struct HttpClient::Impl {
  std::string url;
  CurlHandle easy{curl_easy_init()};
  CurlHeaders headers;
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
  set_request_manners(easy);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, ""); // whatever libcurl can unpack
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
