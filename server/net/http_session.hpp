#pragma once

#include "server/net/io_thread.hpp"
#include "server/net/site.hpp"

#include <memory>

namespace yuntu::net {

class TcpStream;

/// Serves HTTP on an accepted socket until it ends or becomes a live stream: one request at a
/// time, each piece of it bounded in bytes and time. On `thread`, which owns the session.
void start_http_session(Site &site, IoThread &thread, TcpStream stream, Places::Seat seat);

} // namespace yuntu::net
