#pragma once

#include "server/rules/deadlines/deadline_policy.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>

namespace yuntu::services {

/// The deadlines of the county whose data directory this is: `config/deadlines.toml` and
/// `config/calendar_YEAR.toml`, each in place of the shipped one. data/config explains the keys.
/// Throws PolicyError when something is wrong with one, an unknown key included.
[[nodiscard]] rules::DeadlinePolicy read_deadlines(std::filesystem::path const &data);

/// Without a county's own files.
[[nodiscard]] rules::DeadlinePolicy shipped_deadline_policy();

} // namespace yuntu::services
