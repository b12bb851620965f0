#pragma once

#include "tests/geo/temp_dir.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::test {

/// A file that no import may take, what the refusal must name, and whether it says so row by row
/// (then the rest of the file may stand).
struct HostileFile {
  std::string what;
  std::filesystem::path file;
  std::vector<std::string> named;
};

/// Row 40 of the reliability page and its kin, written into `dir`. Names of the network point at
/// `port` on this machine, where somebody may listen for who comes.
[[nodiscard]] std::vector<HostileFile> hostile_files(TempDir const &dir, std::uint16_t port);

} // namespace yuntu::test
