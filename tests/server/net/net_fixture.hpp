#pragma once

#include "server/net/listener.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::test {

/// Notes what a listener tells its endpoint; `wait` blocks until a condition on the notes holds.
class RecordingEndpoint {
public:
  struct Viewer {
    std::shared_ptr<live::Socket> socket;
    net::LiveFormat format{};
    bool is_signed_in = false;
    std::vector<std::string> messages;
    std::size_t untaken = 0; ///< weight of those not taken
    int awaited = 0;
    std::shared_ptr<net::LiveReplies> replies;
    int ready = 0;
    int closed = 0;
  };
  using Viewers = std::map<net::LiveEndpoint::ViewerId, Viewer>;

  // Set before anything is sent.
  bool takes = true;  ///< takes every message at once
  live::Frame answer; ///< to each, when it takes them

  net::LiveEndpoint endpoint() {
    net::LiveEndpoint live;
    live.principal_of_token = [](std::string const &token) { return principal(token, ""); };
    live.principal_of_cookie = [](std::string const &cookie) { return principal(cookie, "h"); };
    live.opened = [this](std::shared_ptr<live::Socket> socket, net::LiveFormat format,
                         std::optional<model::Principal> who) {
      std::lock_guard const lock(mutex_);
      auto const id = next_id_++;
      viewers_[id] = {std::move(socket), format, who.has_value(), {}, 0, 0, nullptr, 0, 0};
      changed_.notify_all();
      return id;
    };
    live.messages = [this](std::vector<net::LiveMessage> messages,
                           std::shared_ptr<net::LiveReplies> const &replies) {
      std::vector<net::LiveReply> taken;
      for (auto &message : messages) {
        auto const weight = message.weight();
        if (takes) {
          taken.push_back({message.viewer, weight, answer});
        }
        note(message.viewer, [&](Viewer &viewer) {
          viewer.untaken += takes ? 0 : weight;
          viewer.awaited += message.is_awaited ? 1 : 0;
          viewer.messages.push_back(std::move(message.bytes));
          viewer.replies = replies;
        });
      }
      replies->put(std::move(taken));
    };
    live.ready = [this](std::vector<net::LiveEndpoint::ViewerId> const &ids) {
      for (auto const id : ids) {
        note(id, [](Viewer &viewer) { ++viewer.ready; });
      }
    };
    live.closed = [this](net::LiveEndpoint::ViewerId id) {
      note(id, [](Viewer &viewer) {
        ++viewer.closed;
        viewer.socket.reset();
      });
    };
    return live;
  }

  /// Whether `holds` came true within 20 s.
  bool wait(std::function<bool(Viewers const &)> const &holds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return holds(viewers_); });
  }

  /// The socket of viewer `id`, once it has opened.
  std::shared_ptr<live::Socket> socket(net::LiveEndpoint::ViewerId id = 1) {
    wait([id](Viewers const &viewers) { return viewers.count(id) != 0; });
    std::lock_guard const lock(mutex_);
    return viewers_[id].socket;
  }

  Viewers viewers() {
    std::lock_guard const lock(mutex_);
    return viewers_;
  }

private:
  static std::optional<model::Principal> principal(std::string const &secret, std::string hash) {
    auto const role = model::parse_role(secret);
    return role ? std::optional(model::Principal{"u1", *role, {}, std::move(hash)}) : std::nullopt;
  }

  void note(net::LiveEndpoint::ViewerId id, std::function<void(Viewer &)> const &change) {
    std::lock_guard const lock(mutex_);
    change(viewers_[id]);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Viewers viewers_;
  net::LiveEndpoint::ViewerId next_id_ = 1;
};

/// A folder that goes away with the test.
class ScratchFolder {
public:
  ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "yuntu-net-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ScratchFolder(ScratchFolder const &) = delete;
  ScratchFolder &operator=(ScratchFolder const &) = delete;
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path const &path() const { return path_; }

  void write(std::string const &name, std::string const &bytes) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }

private:
  std::filesystem::path path_;
};

inline net::Response text_response(std::string text) {
  net::Response response;
  response.content_type = "text/plain";
  response.body = std::make_shared<std::string const>(std::move(text));
  return response;
}

/// A listener on a free port with a few routes that echo what they were given. A token or cookie
/// that is the name of a role signs in as that role.
class NetFixture {
public:
  explicit NetFixture(net::NetLimits limits = {}, std::vector<std::string> origins = {},
                      std::vector<net::Route> more_routes = {}) {
    folder.write("web/index.html", "<!doctype html>map");
    folder.write("web/assets/page-1234.js", "let a = 1;");
    folder.write("web/assets/page-1234.js.gz", "gzipped");
    folder.write("secret.txt", "top secret");
    net::ListenerOptions options;
    options.port = 0;
    options.limits = limits;
    options.allowed_origins = std::move(origins);
    options.log = [this](std::string const &line) {
      std::lock_guard const lock(log_mutex_);
      log_.push_back(line);
    };
    auto routes = base_routes();
    routes.insert(routes.end(), more_routes.begin(), more_routes.end());
    listener.emplace(std::move(options), net::Router(std::move(routes)),
                     net::StaticFiles(folder.path() / "web"), live.endpoint());
    listener->start();
  }

  [[nodiscard]] std::uint16_t port() const { return listener->port(); }
  std::vector<std::string> log() {
    std::lock_guard const lock(log_mutex_);
    return log_;
  }

  ScratchFolder folder;
  RecordingEndpoint live;

private:
  static std::vector<net::Route> base_routes() {
    using net::Method;
    using rules::Operation;
    auto const echo = [](net::Request request, net::Respond respond) {
      std::string text = std::string(model::to_string(request.principal.role)) + " " +
                         request.path + " " + request.body;
      for (auto const &[key, value] : request.query) {
        text += " " + key + "=" + value;
      }
      for (auto const &capture : request.captures) {
        text += " {" + capture + "}";
      }
      respond(text_response(text));
    };
    return {
        {Method::get, "/healthz", Operation::read_health, echo},
        {Method::get, "/api/v1/owner", Operation::read_owner, echo},
        {Method::post, "/api/v1/positions", Operation::report_positions, echo},
        {Method::post, "/api/v1/incidents", Operation::report_incident, echo},
        {Method::get, "/api/v1/incidents", Operation::read_incidents, echo},
        {Method::get, "/api/v1/incidents/{id}", Operation::read_incidents, echo},
        {Method::post, "/api/v1/duty", Operation::change_duty, echo},
        {Method::erase, "/api/v1/session", Operation::close_session, echo},
    };
  }

  std::mutex log_mutex_;
  std::vector<std::string> log_;

public:
  std::optional<net::Listener> listener; ///< last: its threads use the members above
};

} // namespace yuntu::test
