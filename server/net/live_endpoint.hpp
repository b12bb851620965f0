#pragma once

#include "server/live/socket.hpp"
#include "server/model/principal.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::net {

enum class LiveFormat : std::uint8_t { binary, json };

/// What a WebSocket session hands its bytes to. The session decides nothing. Every function may be
/// called from any I/O thread and must not block (implementations post); `opened` is the first and
/// `closed` the last call for a viewer, `message` and `ready` come in between.
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
  /// One whole message as received. The session reads the next one only after `taken` was called
  /// (once, from any thread); an endpoint that has closed the viewer need not call it.
  std::function<void(ViewerId viewer, LiveFormat format, std::string bytes,
                     std::function<void()> taken)>
      message;
  /// Each one's last offer has been written: another may be taken. A flush makes thousands ready at
  /// almost the same time; those of one turn of an I/O thread's loop come together.
  std::function<void(std::vector<ViewerId> viewers)> ready;
  std::function<void(ViewerId viewer)> closed;
};

} // namespace yuntu::net
