#pragma once

#include "server/rules/escalation/ladder.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>

namespace yuntu::services {

/// The ladder of the county whose data directory this is: `config/ladder.toml`, else the shipped
/// one. data/config/ladder.toml explains the keys. Throws PolicyError when something is wrong with
/// it, an unknown key included.
[[nodiscard]] rules::Ladder read_ladder(std::filesystem::path const &data);

} // namespace yuntu::services
