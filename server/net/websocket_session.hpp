#pragma once

#include "server/model/principal.hpp"
#include "server/net/io_thread.hpp"
#include "server/net/live_endpoint.hpp"
#include "server/net/site.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>

namespace yuntu::net {

class TcpStream;

/// What the upgrade request was found to be, before the handshake.
struct LiveUpgrade {
  boost::beast::http::request<boost::beast::http::string_body> request;
  LiveFormat format = LiveFormat::binary;
  std::optional<model::Principal> principal; ///< absent: by first message
  Places::Seat connection;
  Places::Seat unauthenticated; ///< taken when the principal is absent
};

/// Accepts the upgrade and hands messages to `site.live` until the socket ends. On `thread`, which
/// owns the session.
void start_websocket_session(Site &site, IoThread &thread, TcpStream stream, LiveUpgrade upgrade);

} // namespace yuntu::net
