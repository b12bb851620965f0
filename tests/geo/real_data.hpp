#pragma once

#include "tools/checkout.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace yuntu::test {

/// A file of the real data directory (YUNTU_TEST_DATA), or nullopt after saying that it is absent.
inline std::optional<std::filesystem::path> real_data(std::string const &name) {
  char const *const set = std::getenv("YUNTU_TEST_DATA");
  auto const file =
      std::filesystem::path(set != nullptr ? set : yuntu::checkout() + "/../shared/data") / name;
  if (std::filesystem::exists(file)) {
    return file;
  }
  std::cout << "skipped: real data file " << name << " is absent\n";
  return std::nullopt;
}

} // namespace yuntu::test
