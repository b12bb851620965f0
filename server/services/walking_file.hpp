#pragma once

#include "server/services/policy_error.hpp"
#include "server/services/walk_profiles.hpp"

#include <filesystem>

namespace yuntu::services {

/// How people walk in the county whose data directory this is: `config/walking.toml`, else the
/// shipped file. data/config/walking.toml explains the keys. Throws PolicyError when something is
/// wrong with it, an unknown key included.
[[nodiscard]] WalkProfiles read_walking(std::filesystem::path const &data);

} // namespace yuntu::services
