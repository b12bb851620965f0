#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace yuntu::testing {

/// A folder of its own for one test, gone with the object.
class TempDirectory {
public:
  TempDirectory() {
    auto name = (std::filesystem::temp_directory_path() / "yuntu-store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("cannot make a temporary folder");
    }
    path_ = name;
  }
  ~TempDirectory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TempDirectory(TempDirectory const &) = delete;
  TempDirectory &operator=(TempDirectory const &) = delete;

  [[nodiscard]] std::filesystem::path const &path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(char const *name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};

} // namespace yuntu::testing
