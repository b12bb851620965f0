#include "tools/yuntu/http_pool.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/curl_handle.hpp"

#include <vector>

namespace yuntu::tools {
namespace {

struct MultiDeleter {
  void operator()(CURLM *handle) const { curl_multi_cleanup(handle); }
};

CurlHeaders headers_of(HttpPool::Post const &post) {
  curl_slist *list = curl_slist_append(nullptr, "Content-Type: application/json");
  list = curl_slist_append(list, "Expect:");
  list = curl_slist_append(list, ("Authorization: Bearer " + post.token).c_str());
  if (!post.if_match.empty()) {
    list = curl_slist_append(list, ("If-Match: " + post.if_match).c_str());
  }
  return CurlHeaders(list);
}

} // namespace

struct HttpPool::Impl {
  struct Connection {
    CurlHandle easy{curl_easy_init()};
    Post post;
    CurlHeaders headers;
    HttpAnswer answer;
    OnAnswer on_answer;
  };

  Impl(std::string given_url, std::size_t count) : url(std::move(given_url)), connections(count) {
    for (auto &connection : connections) {
      auto *const easy = connection.easy.get();
      curl_easy_setopt(easy, CURLOPT_POST, 1L);
      set_request_manners(easy);
      curl_easy_setopt(easy, CURLOPT_WRITEDATA, &connection.answer.body);
      curl_easy_setopt(easy, CURLOPT_PRIVATE, &connection);
      free.push_back(&connection);
    }
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(count));
  }
  ~Impl() {
    for (auto &connection : connections) {
      curl_multi_remove_handle(multi.get(), connection.easy.get());
    }
  }
  Impl(Impl const &) = delete;
  Impl &operator=(Impl const &) = delete;

  void finish(Connection &connection, CURLcode result) {
    auto *const easy = connection.easy.get();
    curl_multi_remove_handle(multi.get(), easy);
    if (result != CURLE_OK) {
      throw CommandError(url + connection.post.path + ": " + curl_easy_strerror(result) +
                         "; is yuntu-server running there?");
    }
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &connection.answer.status);
    auto const answer = std::move(connection.answer);
    auto const on_answer = std::move(connection.on_answer);
    free.push_back(&connection);
    on_answer(answer);
  }
  void take_answers() {
    int left = 0;
    while (CURLMsg const *const message = curl_multi_info_read(multi.get(), &left)) {
      void *connection = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &connection);
      finish(*static_cast<Connection *>(connection), message->data.result);
    }
  }

  std::string url;
  std::unique_ptr<CURLM, MultiDeleter> multi{curl_multi_init()};
  std::vector<Connection> connections;
  std::vector<Connection *> free;
};

HttpPool::HttpPool(std::string url, std::size_t connections) {
  while (!url.empty() && url.back() == '/') {
    url.pop_back();
  }
  impl_ = std::make_unique<Impl>(std::move(url), connections);
}

HttpPool::~HttpPool() = default;

bool HttpPool::has_free_connection() const {
  return !impl_->free.empty();
}

bool HttpPool::is_idle() const {
  return impl_->free.size() == impl_->connections.size();
}

void HttpPool::start(Post post, OnAnswer on_answer) {
  auto &connection = *impl_->free.back();
  impl_->free.pop_back();
  connection.headers = headers_of(post);
  connection.post = std::move(post);
  connection.answer = {};
  connection.on_answer = std::move(on_answer);
  auto *const easy = connection.easy.get();
  auto const &json = connection.post.json;
  curl_easy_setopt(easy, CURLOPT_URL, (impl_->url + connection.post.path).c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, connection.headers.get());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, json.c_str()); // not copied: lives in `post`
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(json.size()));
  curl_multi_add_handle(impl_->multi.get(), easy);
}

void HttpPool::run(std::chrono::milliseconds at_most) {
  int running = 0;
  curl_multi_perform(impl_->multi.get(), &running);
  impl_->take_answers();
  if (at_most.count() > 0) {
    curl_multi_poll(impl_->multi.get(), nullptr, 0, static_cast<int>(at_most.count()), nullptr);
    curl_multi_perform(impl_->multi.get(), &running);
    impl_->take_answers();
  }
}

} // namespace yuntu::tools
