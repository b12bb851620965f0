#pragma once

#include "server/rules/workflow/workflow.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace yuntu::services {

inline constexpr std::string_view default_workflow = "linshu";

/// The workflow of this name: `config/workflow_NAME.toml` in the data directory, else the shipped
/// one. data/config/workflow_linshu.toml explains the keys. Throws PolicyError when there is none,
/// or something is wrong with it, an unknown key included.
[[nodiscard]] rules::Workflow read_workflow(std::filesystem::path const &data,
                                            std::string const &name);

} // namespace yuntu::services
