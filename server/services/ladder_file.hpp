#pragma once

#include "server/rules/escalation/ladder.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>
#include <string>

namespace yuntu::services {

/// The ladder of the county whose data directory this is. Without a name `config/ladder.toml`, else
/// the shipped one; with one `config/ladder_NAME.toml`, else the shipped one of that name.
/// data/config/ladder.toml explains the keys. Throws PolicyError when there is none of that name,
/// or something is wrong with it, an unknown key included.
[[nodiscard]] rules::Ladder read_ladder(std::filesystem::path const &data,
                                        std::string const &name = {});

} // namespace yuntu::services
