#pragma once

namespace yuntu::tools {

/// Takes the network from this process for good: a network namespace of its own, and a system call
/// filter that refuses new sockets, local ones too, and new programs. False when the kernel gives
/// no such filter. Not in a process with threads.
[[nodiscard]] bool leave_network();

} // namespace yuntu::tools
