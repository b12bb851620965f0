#pragma once

#include <span>
#include <string_view>

namespace yuntu::store {

/// The scripts of data/schema, put in at build time: the one at index n leads from version n to
/// n + 1.
[[nodiscard]] std::span<std::string_view const> log_scripts();
[[nodiscard]] std::span<std::string_view const> base_scripts();

} // namespace yuntu::store
