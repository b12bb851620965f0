#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace yuntu::services {

/// A program that does work for this one, with nothing of its files and sockets.
struct ChildProgram {
  std::vector<std::string> arguments; ///< the program's own path first
  std::filesystem::path folder = {};  ///< where it runs; empty: here
  std::filesystem::path out;          ///< file made anew for what it says
  std::filesystem::path errors;       ///< likewise; may be the same
  /// What it may take; 0: as this process.
  std::uint64_t memory_bytes = 0;
  std::uint64_t file_bytes = 0;
  int lower_priority = 0;
  std::string_view words_if_absent = {}; ///< to errors when there is no such program; a literal
};

/// With what it ends when it could not be begun.
inline constexpr int child_not_started = 127;

/// Begins it; it is killed when the calling thread ends. Whoever calls waits for the child. -1,
/// with errno: there is none.
[[nodiscard]] pid_t start(ChildProgram const &program);
/// A file descriptor that is readable once the child has ended; -1, with errno.
[[nodiscard]] int watch(pid_t child);

} // namespace yuntu::services
