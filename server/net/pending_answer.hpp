#pragma once

#include "server/net/http_message.hpp"
#include "server/net/io_thread.hpp"

#include <functional>
#include <memory>

namespace yuntu::net {

/// A Respond that brings the first answer to the session's thread and ignores later ones; dropped
/// uncalled it brings a 500. `deliver` runs on that thread, or never when it is gone.
[[nodiscard]] Respond make_respond(std::shared_ptr<Mailbox> mailbox,
                                   std::function<void(Response)> deliver);

[[nodiscard]] Response internal_error();

} // namespace yuntu::net
