#pragma once

#include "server/live/socket.hpp"
#include "server/model/principal.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::net {

enum class LiveFormat : std::uint8_t { binary, json };

/// One whole message of a viewer, as received.
struct LiveMessage {
  std::uint64_t viewer = 0;
  LiveFormat format = LiveFormat::binary;
  std::string bytes;
  /// Its session reads no further until some of what it has handed over is taken.
  bool is_awaited = false;

  /// What it counts for while it is not taken: no message is free.
  [[nodiscard]] std::size_t weight() const { return bytes.size() + 256; }
};

/// What has become of a viewer's messages.
struct LiveReply {
  std::uint64_t viewer = 0;
  std::size_t taken = 0; ///< weight of those that need not be waited for any more
  live::Frame answer;    ///< to be written; may be none
};

/// The way back to the viewers of one I/O thread, from any thread: better many at once.
class LiveReplies {
public:
  LiveReplies() = default;
  LiveReplies(LiveReplies const &) = delete;
  LiveReplies &operator=(LiveReplies const &) = delete;
  virtual ~LiveReplies() = default;

  virtual void put(std::vector<LiveReply> replies) = 0;
};

/// What a WebSocket session hands its bytes to. The session decides nothing. Every function may be
/// called from any I/O thread and must not block (implementations post); `opened` is the first and
/// `closed` the last call for a viewer, `messages` and `ready` come in between.
struct LiveEndpoint {
  using ViewerId = std::uint64_t;

  /// The principal of a bearer token or session cookie; nullopt: unknown, revoked or expired.
  std::function<std::optional<model::Principal>(std::string const &token)> principal_of_token;
  std::function<std::optional<model::Principal>(std::string const &cookie)> principal_of_cookie;
  /// Of a user's id or name and token.
  std::function<std::optional<model::Principal>(std::string const &who, std::string const &token)>
      principal_of_login;
  /// `principal` absent: the socket must authenticate by its first message within 5 s. `socket` is
  /// kept by the endpoint until `closed`.
  std::function<ViewerId(std::shared_ptr<live::Socket> socket, LiveFormat format,
                         std::optional<model::Principal> principal)>
      opened;
  /// What the viewers of an I/O thread have sent, those of one turn of its loop together, each
  /// one's in order. A session reads on while little of what it has handed over is not taken; of
  /// one that has not signed in that is one message. Everything is taken once, sooner or later, and
  /// soon when the message `is_awaited`; an endpoint that has closed the viewer need not.
  std::function<void(std::vector<LiveMessage> messages,
                     std::shared_ptr<LiveReplies> const &replies)>
      messages;
  /// Each one's last offer has been written: another may be taken. A flush makes thousands ready at
  /// almost the same time; those of one turn of an I/O thread's loop come together.
  std::function<void(std::vector<ViewerId> viewers)> ready;
  std::function<void(ViewerId viewer)> closed;
};

} // namespace yuntu::net
