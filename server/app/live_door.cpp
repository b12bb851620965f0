#include "server/app/live_door.hpp"

#include "server/app/position_desk.hpp"
#include "server/protocol/client_messages.hpp"
#include "server/rules/operation.hpp"
#include "server/rules/visibility.hpp"

#include <atomic>
#include <set>
#include <utility>
#include <vector>

namespace yuntu::app {
namespace {

using protocol::Problem;
using ViewerId = net::LiveEndpoint::ViewerId;
using Replies = std::shared_ptr<net::LiveReplies>;

constexpr std::size_t largest_but_positions = 64 * 1024;
/// Some milliseconds of the city thread.
constexpr std::size_t reports_a_part = 512;

protocol::WireFormat wire_of(net::LiveFormat format) {
  return format == net::LiveFormat::json ? protocol::WireFormat::json
                                         : protocol::WireFormat::binary;
}

/// One instance behind all sockets. Its members but `next_id` belong to the live thread, its desk
/// to the city thread.
class Door {
public:
  explicit Door(LiveDoor parts)
      : parts_(parts), desk_({parts.city, parts.positions, parts.answers, parts.now,
                              [this](ViewerId id, Problem problem) {
                                parts_.live_thread.post([this, id, problem = std::move(problem)] {
                                  refuse(id, problem);
                                });
                              }}) {}

  ViewerId opened(std::shared_ptr<live::Socket> socket, net::LiveFormat format,
                  std::optional<model::Principal> const &principal) {
    auto const id = ++next_id_;
    if (principal) {
      admit(id, *principal);
    }
    parts_.live_thread.post(
        [this, id, socket = std::move(socket), wire = wire_of(format), principal] {
          hub().open(id, socket, wire);
          if (principal) {
            sign_in(id, *principal);
          }
        });
    return id;
  }

  /// On an I/O thread: parsing is nobody else's work.
  void messages(std::vector<net::LiveMessage> messages, Replies const &replies) {
    std::vector<PositionDesk::Batch> positions;
    std::vector<Other> others;
    for (auto &message : messages) {
      auto const wire = wire_of(message.format);
      auto parsed = protocol::parse_client_message(message.bytes, wire);
      auto *const batch = parsed ? std::get_if<model::PositionBatch>(&*parsed) : nullptr;
      if (batch != nullptr) {
        positions.push_back(
            {message.viewer, wire, message.weight(), message.is_awaited, std::move(*batch)});
      } else {
        bool const is_too_big = parsed && message.bytes.size() > largest_but_positions;
        others.push_back({message.viewer, message.weight(), is_too_big, std::move(parsed)});
      }
    }
    judge(std::move(positions), replies);
    if (!others.empty()) {
      parts_.live_thread.post(
          [this, others = std::move(others), replies] { take(others, replies); });
    }
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
      // Behind an `admit` that this thread has posted, and behind its positions.
      parts_.city_thread.post_patient([this, id] { desk_.leave(id); });
    });
  }

private:
  /// In parts that a fact need not wait for long behind.
  void judge(std::vector<PositionDesk::Batch> positions, Replies const &replies) {
    std::vector<PositionDesk::Batch> part;
    std::size_t reports = 0;
    for (auto &batch : positions) {
      reports += batch.positions.reports.size();
      part.push_back(std::move(batch));
      if (reports >= reports_a_part) {
        judge_part(std::exchange(part, {}), replies);
        reports = 0;
      }
    }
    if (!part.empty()) {
      judge_part(std::move(part), replies);
    }
  }
  void judge_part(std::vector<PositionDesk::Batch> part, Replies const &replies) {
    parts_.city_thread.post_patient(
        [this, part = std::move(part), replies] { desk_.take(part, replies); });
  }

  /// Any message but positions.
  struct Other {
    ViewerId viewer = 0;
    std::size_t weight = 0;
    bool is_too_big = false;
    tl::expected<protocol::ClientMessage, Problem> message;
  };

  live::Hub &hub() { return parts_.published.hub(); }

  /// Before it may send positions: who they come from.
  void admit(ViewerId id, model::Principal const &principal) {
    parts_.city_thread.post([this, id, principal] { desk_.admit(id, principal); });
  }

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

  /// Whoever is refused is closed, and what it sent is not taken: nothing more is read.
  void take(std::vector<Other> const &others, Replies const &replies) {
    std::vector<net::LiveReply> taken;
    for (auto const &[id, weight, is_too_big, message] : others) {
      if (is_too_big) {
        hub().dismiss(id, live::CloseReason::too_big, "only positions may exceed 64 KiB");
      } else if (!message) {
        refuse(id, message.error());
      } else if (signed_in_.contains(id)) {
        take(id, *message);
        taken.push_back({id, weight, nullptr});
      } else if (take_first(id, *message)) {
        taken.push_back({id, weight, nullptr});
      }
    }
    replies->put(std::move(taken));
  }

  void take(ViewerId id, protocol::ClientMessage const &message) {
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
    } else {
      hub().send(id, Problem{409, "Signed in already", "authenticate once only", {}});
    }
  }

  /// False: refused.
  bool take_first(ViewerId id, protocol::ClientMessage const &message) {
    auto const *const authenticate = std::get_if<protocol::Authenticate>(&message);
    auto const principal =
        authenticate ? parts_.directory.get()->of_token(authenticate->token) : std::nullopt;
    if (!principal) {
      refuse(id, {401,
                  "Sign in first",
                  authenticate ? "this token is unknown or revoked"
                               : "the first message must be authenticate",
                  {}});
      return false;
    }
    admit(id, *principal);
    sign_in(id, *principal);
    return true;
  }

  LiveDoor parts_;
  std::atomic<ViewerId> next_id_{0};
  std::set<ViewerId> signed_in_;
  PositionDesk desk_;
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
  endpoint.messages = [door](std::vector<net::LiveMessage> messages, Replies const &replies) {
    door->messages(std::move(messages), replies);
  };
  endpoint.ready = [door](std::vector<ViewerId> ids) { door->ready(std::move(ids)); };
  endpoint.closed = [door](ViewerId id) { door->closed(id); };
  return endpoint;
}

} // namespace yuntu::app
