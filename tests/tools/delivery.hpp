#pragma once

#include "tools/yuntu/layer_import.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace yuntu::demo::checks {

/// One entry of a manifest.
struct ManifestImport {
  tools::ImportOptions options;
  std::int64_t written = 0;
};

/// The imports of DIR/manifest.json, as `yuntu import` would understand their arguments.
[[nodiscard]] std::vector<ManifestImport> imports_in(std::filesystem::path const &dir);

/// Name -> bytes of every file in the folder.
[[nodiscard]] std::map<std::string, std::string> bytes_in(std::filesystem::path const &dir);

} // namespace yuntu::demo::checks
