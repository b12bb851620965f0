#pragma once

#include "tools/checkout.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

namespace yuntu::test {

/// A file of the real data directory, or nullopt after saying that it is absent.
/// Throws std::runtime_error when it is absent from the directory that YUNTU_TEST_DATA names: who
/// says where the data is wants it tested.
inline std::optional<std::filesystem::path> real_data(std::string const &name) {
  char const *const set = std::getenv("YUNTU_TEST_DATA");
  auto const file =
      std::filesystem::path(set != nullptr ? set : yuntu::checkout() + "/../shared/data") / name;
  if (std::filesystem::exists(file)) {
    return file;
  }
  if (set != nullptr) {
    throw std::runtime_error(file.string() + " is absent; YUNTU_TEST_DATA says that it is there");
  }
  std::cout << "skipped: real data file " << name << " is absent\n";
  return std::nullopt;
}

} // namespace yuntu::test
