#pragma once

#include "server/rules/topology/thresholds.hpp"

#include <filesystem>

namespace yuntu::tools {

/// Thresholds from a TOML file; what it leaves out stays as built in. Throws CommandError naming
/// file, key and what is allowed.
[[nodiscard]] rules::topology::Thresholds read_thresholds(std::filesystem::path const &file);

} // namespace yuntu::tools
