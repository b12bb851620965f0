#pragma once

#include <chrono>
#include <cstdint>

namespace yuntu::net {

/// How long sent bytes may stay unacknowledged before the kernel gives the connection up (a cable
/// pulled out). A kernel that does not know the option is no error.
void set_user_timeout(int socket, std::chrono::milliseconds timeout);

/// How many bytes may wait in the kernel before they are sent: what waits longer than that waits
/// here, where it can be replaced by something newer.
void set_unsent_limit(int socket, unsigned bytes);

/// Bytes the peer has acknowledged so far; 0 when the kernel cannot say.
[[nodiscard]] std::uint64_t acknowledged_bytes(int socket);

} // namespace yuntu::net
