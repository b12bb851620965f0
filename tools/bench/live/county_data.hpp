#pragma once

#include "tools/bench/live/county.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::bench {

struct Tokens {
  std::string gateway;
  std::string command;
  std::vector<std::string> grid_workers; ///< by grid
};

/// A data directory with the county in it, imported by `yuntu import`, and accounts made by
/// `yuntu user add`: one of the command, one gateway, one grid worker a grid. Made once a build of
/// yuntu and kept beside the programs.
class CountyData {
public:
  explicit CountyData(County const &county);

  [[nodiscard]] Tokens const &tokens() const { return tokens_; }
  [[nodiscard]] std::string const &source() const { return source_; } ///< for the first line
  /// A fresh copy to run a server on.
  void copy_to(std::filesystem::path const &folder) const;

private:
  void make(County const &county, std::filesystem::path const &folder);

  std::filesystem::path folder_;
  Tokens tokens_;
  std::string source_;
};

/// A folder that is gone when the object is.
class ScratchFolder {
public:
  explicit ScratchFolder(std::filesystem::path const &parent);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder const &) = delete;
  ScratchFolder &operator=(ScratchFolder const &) = delete;
  [[nodiscard]] std::filesystem::path const &path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// In memory, and on the disk that the build lies on.
[[nodiscard]] std::filesystem::path memory_folder();
[[nodiscard]] std::filesystem::path disk_folder();

/// What the disk under a folder itself takes to append 4 KiB and fdatasync, in milliseconds.
[[nodiscard]] std::vector<double> sync_times_ms(std::filesystem::path const &folder, int times);

} // namespace yuntu::bench
