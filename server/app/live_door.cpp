#include "server/app/live_door.hpp"

#include "server/protocol/client_messages.hpp"
#include "server/rules/operation.hpp"
#include "server/rules/visibility.hpp"

#include <atomic>
#include <map>

namespace yuntu::app {
namespace {

using protocol::Problem;
using ViewerId = net::LiveEndpoint::ViewerId;

/// One instance behind all sockets. Its members but `next_id` belong to the live thread.
class Door {
public:
  explicit Door(LiveDoor parts) : parts_(parts) {}

  ViewerId opened(std::shared_ptr<live::Socket> socket, net::LiveFormat format,
                  std::optional<model::Principal> const &principal) {
    auto const id = ++next_id_;
    auto const wire =
        format == net::LiveFormat::json ? protocol::WireFormat::json : protocol::WireFormat::binary;
    parts_.live_thread.post([this, id, socket = std::move(socket), wire, principal] {
      formats_[id] = wire;
      hub().open(id, socket, wire);
      if (principal) {
        sign_in(id, *principal);
      }
    });
    return id;
  }

  void message(ViewerId id, std::string bytes) {
    parts_.live_thread.post([this, id, bytes = std::move(bytes)] { take(id, bytes); });
  }
  void ready(ViewerId id) {
    parts_.live_thread.post([this, id] { hub().ready(id); });
  }
  void closed(ViewerId id) {
    parts_.live_thread.post([this, id] {
      hub().close(id);
      formats_.erase(id);
      signed_in_.erase(id);
    });
  }

private:
  live::Hub &hub() { return parts_.published.hub(); }

  void refuse(ViewerId id, Problem const &problem) {
    hub().send(id, problem);
    hub().dismiss(id, live::CloseReason::policy, problem.title);
  }

  void sign_in(ViewerId id, model::Principal const &principal) {
    if (!rules::may(principal.role, rules::Operation::open_live_stream)) {
      refuse(id, {403,
                  "Not allowed",
                  "role " + std::string(model::to_string(principal.role)) + " has no live stream",
                  {}});
      return;
    }
    signed_in_[id] = true;
    hub().sign_in(id, principal, rules::audiences_of(principal), parts_.now());
  }

  void take(ViewerId id, std::string const &bytes) {
    auto const format = formats_.find(id);
    if (format == formats_.end()) {
      return;
    }
    auto const message = protocol::parse_client_message(bytes, format->second);
    if (!message) {
      refuse(id, message.error());
      return;
    }
    if (!signed_in_.contains(id)) {
      take_first(id, *message);
      return;
    }
    auto const *const principal = hub().principal_of(id);
    if (principal == nullptr) {
      return;
    }
    auto const operation = protocol::operation_of(*message);
    if (!rules::may(principal->role, operation)) {
      hub().send(id, Problem{403,
                             "Not allowed",
                             "role " + std::string(model::to_string(principal->role)) +
                                 " may not send this message",
                             {}});
      return;
    }
    if (auto const *const subscribe = std::get_if<protocol::Subscribe>(&*message)) {
      hub().subscribe(id, *subscribe);
    } else if (auto const *const batch = std::get_if<model::PositionBatch>(&*message)) {
      take_positions(id, *principal, *batch);
    } else {
      hub().send(id, Problem{409, "Signed in already", "authenticate once only", {}});
    }
  }

  void take_first(ViewerId id, protocol::ClientMessage const &message) {
    auto const *const authenticate = std::get_if<protocol::Authenticate>(&message);
    auto const principal =
        authenticate ? parts_.directory.get()->of_token(authenticate->token) : std::nullopt;
    if (!principal) {
      refuse(id, {401,
                  "Sign in first",
                  authenticate ? "this token is unknown or revoked"
                               : "the first message must be authenticate",
                  {}});
      return;
    }
    sign_in(id, *principal);
  }

  void take_positions(ViewerId id, model::Principal const &principal,
                      model::PositionBatch const &batch) {
    parts_.city_thread.post([this, id, principal, batch] {
      parts_.positions.report(
          principal, batch, parts_.now(),
          [this, id](tl::expected<model::Acknowledgement, Problem> const &result) {
            parts_.live_thread.post([this, id, result] {
              if (result) {
                hub().send(id, *result);
              } else {
                hub().send(id, result.error());
              }
            });
          });
    });
  }

  LiveDoor parts_;
  std::atomic<ViewerId> next_id_{0};
  std::map<ViewerId, protocol::WireFormat> formats_;
  std::map<ViewerId, bool> signed_in_;
};

} // namespace

net::LiveEndpoint make_live_endpoint(LiveDoor parts) {
  auto const door = std::make_shared<Door>(parts);
  auto const &directory = parts.directory;
  net::LiveEndpoint endpoint;
  endpoint.principal_of_token = [&directory](std::string const &token) {
    return directory.get()->of_token(token);
  };
  endpoint.principal_of_cookie = [&directory, now = parts.now](std::string const &cookie) {
    return directory.get()->of_cookie(cookie, now());
  };
  endpoint.opened = [door](std::shared_ptr<live::Socket> socket, net::LiveFormat format,
                           std::optional<model::Principal> principal) {
    return door->opened(std::move(socket), format, principal);
  };
  endpoint.message = [door](ViewerId id, std::string bytes) {
    door->message(id, std::move(bytes));
  };
  endpoint.ready = [door](ViewerId id) { door->ready(id); };
  endpoint.closed = [door](ViewerId id) { door->closed(id); };
  return endpoint;
}

} // namespace yuntu::app
