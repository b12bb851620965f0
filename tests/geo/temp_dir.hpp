#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace yuntu::test {

/// A directory of its own that goes when the test ends.
class TempDir {
public:
  TempDir() {
    auto pattern = (std::filesystem::temp_directory_path() / "yuntu-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no temporary directory");
    }
    path_ = pattern;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(TempDir const &) = delete;
  TempDir &operator=(TempDir const &) = delete;

  [[nodiscard]] std::filesystem::path const &path() const { return path_; }
  std::filesystem::path write(std::string const &name, std::string const &content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
  }

private:
  std::filesystem::path path_;
};

} // namespace yuntu::test
