#include "server/app/live_door.hpp"

#include "server/protocol/client_messages.hpp"
#include "server/rules/operation.hpp"
#include "server/rules/visibility.hpp"

#include <atomic>
#include <set>
#include <unordered_map>
#include <vector>

namespace yuntu::app {
namespace {

using protocol::Problem;
using ViewerId = net::LiveEndpoint::ViewerId;

constexpr std::size_t largest_but_positions = 64 * 1024;
constexpr std::size_t most_unanswered = 128;

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
      hub().open(id, socket, wire);
      if (principal) {
        sign_in(id, *principal);
      }
    });
    return id;
  }

  /// On the session's I/O thread: parsing is not the live thread's work, and the next message is
  /// read only when this one has been taken, so that nobody can fill the queue.
  void message(ViewerId id, net::LiveFormat format, std::string const &bytes,
               std::function<void()> taken) {
    auto const wire =
        format == net::LiveFormat::json ? protocol::WireFormat::json : protocol::WireFormat::binary;
    auto message = protocol::parse_client_message(bytes, wire);
    bool const is_too_big = bytes.size() > largest_but_positions && message &&
                            !std::holds_alternative<model::PositionBatch>(*message);
    parts_.live_thread.post(
        [this, id, message = std::move(message), is_too_big, taken = std::move(taken)] {
          if (is_too_big) {
            hub().dismiss(id, live::CloseReason::too_big, "only positions may exceed 64 KiB");
          } else if (!message) {
            refuse(id, message.error());
          } else {
            take(id, *message, taken);
          }
        });
  }
  void ready(std::vector<ViewerId> ids) {
    parts_.live_thread.post([this, ids = std::move(ids)] {
      for (auto const id : ids) {
        hub().ready(id);
      }
    });
  }
  void closed(ViewerId id) {
    parts_.live_thread.post([this, id] {
      hub().close(id);
      signed_in_.erase(id);
      unanswered_.erase(id);
    });
  }

private:
  live::Hub &hub() { return parts_.published.hub(); }

  void refuse(ViewerId id, Problem const &problem) {
    hub().send(id, problem);
    hub().dismiss(id, live::CloseReason::policy, problem.title);
  }

  /// `found` was looked up before this viewer was known here: what has been revoked or changed
  /// since then is seen now.
  void sign_in(ViewerId id, model::Principal const &found) {
    auto const current = services::still_valid(parts_.published.state(), found, parts_.now());
    if (!current) {
      refuse(id, {401, "Sign in again", "this account or session has ended", {}});
      return;
    }
    auto const &principal = *current;
    if (!rules::may(principal.role, rules::Operation::open_live_stream)) {
      refuse(id, {403,
                  "Not allowed",
                  "role " + std::string(model::to_string(principal.role)) + " has no live stream",
                  {}});
      return;
    }
    signed_in_.insert(id);
    hub().sign_in(id, principal, rules::audiences_of(principal), parts_.now());
  }

  /// Whoever is refused is closed, and `taken` is not called: nothing more is read.
  void take(ViewerId id, protocol::ClientMessage const &message,
            std::function<void()> const &taken) {
    if (!signed_in_.contains(id)) {
      take_first(id, message, taken);
      return;
    }
    auto const *const principal = hub().principal_of(id);
    if (principal == nullptr) {
      return;
    }
    if (!rules::may(principal->role, protocol::operation_of(message))) {
      hub().send(id, Problem{403,
                             "Not allowed",
                             "role " + std::string(model::to_string(principal->role)) +
                                 " may not send this message",
                             {}});
    } else if (auto const *const subscribe = std::get_if<protocol::Subscribe>(&message)) {
      hub().subscribe(id, *subscribe);
    } else if (auto const *const batch = std::get_if<model::PositionBatch>(&message)) {
      take_positions(id, *principal, *batch, taken);
      return;
    } else {
      hub().send(id, Problem{409, "Signed in already", "authenticate once only", {}});
    }
    taken();
  }

  void take_first(ViewerId id, protocol::ClientMessage const &message,
                  std::function<void()> const &taken) {
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
    taken();
  }

  /// The next message is read while this one is being stored, but not when many are: one commit
  /// would release more answers than a socket may have waiting.
  void take_positions(ViewerId id, model::Principal const &principal,
                      model::PositionBatch const &batch, std::function<void()> const &taken) {
    bool const reads_on = ++unanswered_[id] < most_unanswered;
    parts_.city_thread.post([this, id, principal, batch, taken, reads_on] {
      parts_.positions.report(
          principal, batch, parts_.now(),
          [this, id, taken, reads_on](tl::expected<model::Acknowledgement, Problem> const &result) {
            parts_.live_thread.post([this, id, result, taken, reads_on] {
              answer(id, result);
              if (!reads_on) {
                taken();
              }
            });
          });
      if (reads_on) {
        taken();
      }
    });
  }

  void answer(ViewerId id, tl::expected<model::Acknowledgement, Problem> const &result) {
    if (auto const found = unanswered_.find(id); found != unanswered_.end()) {
      --found->second;
    }
    if (result) {
      hub().send(id, *result);
    } else {
      hub().send(id, result.error());
    }
  }

  LiveDoor parts_;
  std::atomic<ViewerId> next_id_{0};
  std::set<ViewerId> signed_in_;
  std::unordered_map<ViewerId, std::size_t> unanswered_; ///< batches of positions
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
  endpoint.principal_of_login = [&directory](std::string const &who, std::string const &token) {
    return directory.get()->of_login(who, token);
  };
  endpoint.opened = [door](std::shared_ptr<live::Socket> socket, net::LiveFormat format,
                           std::optional<model::Principal> principal) {
    return door->opened(std::move(socket), format, principal);
  };
  endpoint.message = [door](ViewerId id, net::LiveFormat format, std::string const &bytes,
                            std::function<void()> taken) {
    door->message(id, format, bytes, std::move(taken));
  };
  endpoint.ready = [door](std::vector<ViewerId> ids) { door->ready(std::move(ids)); };
  endpoint.closed = [door](ViewerId id) { door->closed(id); };
  return endpoint;
}

} // namespace yuntu::app
