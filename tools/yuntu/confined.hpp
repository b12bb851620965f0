#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace yuntu::tools {

/// What a child may use that reads a file somebody has sent (reliability.md, row 40).
struct ConfinedLimits {
  std::chrono::seconds cpu{60};
  std::uint64_t memory_bytes = std::uint64_t{2} << 30; ///< address space; 0: no limit
  std::uint64_t file_bytes = std::uint64_t{8} << 30;   ///< of each file that it writes
  std::uint64_t output_bytes = std::uint64_t{256} << 20;
  std::chrono::seconds wall{600};
};

struct ConfinedOutcome {
  int code = 0;
  std::string out; ///< its stdout
};

/// Runs `work` in a child process of its own and gives what it returned and wrote to stdout;
/// stderr is shared. The child has no network (a network namespace of its own where the kernel
/// gives one, and a filter that lets it open no socket, not even to the server), starts no program,
/// dumps no core and dies with this process. What `work` throws is said on stderr, the code is then
/// exit_error. Throws CommandError in words when a limit was hit or the child died: "it needs more
/// than 2 GiB of memory". The child is a fork: call it before any thread is started.
[[nodiscard]] ConfinedOutcome run_confined(ConfinedLimits const &limits,
                                           std::function<int()> const &work);

/// The limits above for a file of `bytes`: as much processor time again for each further 128 MiB. A
/// build with sanitizers, which map terabytes and take their time, has none of memory and ten times
/// the time.
[[nodiscard]] ConfinedLimits usual_limits(std::uint64_t bytes = 0);

} // namespace yuntu::tools
