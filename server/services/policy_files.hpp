#pragma once

#include "server/services/policy_table.hpp"
#include "server/services/policy_texts.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// The county's own `config/NAME` in the data directory (empty: there is none), else the one that
/// is part of the program. Throws PolicyError when it cannot be parsed.
[[nodiscard]] PolicyDocument policy_document(std::filesystem::path const &data,
                                             std::string const &name, std::string_view shipped);
/// Throws PolicyError with the first of a policy's faults.
void expect_no_faults(std::vector<std::string> const &faults, std::string const &file);

/// Throws PolicyError unless the file says the name that it is called by.
void expect_name(PolicyTable const &root, std::string_view key, std::string const &name);

/// Policy of which there are several, one of them in use: `KIND_NAME.toml`.
struct PolicyKind {
  std::string_view prefix; ///< "workflow_"
  std::string_view words;  ///< "workflow", as errors name it
  std::span<ShippedPolicy const> shipped;
};

[[nodiscard]] PolicyKind workflow_kind();
[[nodiscard]] PolicyKind ladder_kind(); ///< beside ladder.toml
[[nodiscard]] PolicyKind category_kind();
[[nodiscard]] PolicyKind lexicon_kind();

/// The one of this name: `config/` in the data directory (empty: there is none), else the shipped
/// one; nullptr when there is neither. Throws PolicyError when it cannot be parsed.
[[nodiscard]] std::unique_ptr<PolicyDocument>
find_policy(std::filesystem::path const &data, PolicyKind const &kind, std::string const &name);
/// Throws PolicyError, with the names that are shipped, when there is none.
[[nodiscard]] std::unique_ptr<PolicyDocument>
get_policy(std::filesystem::path const &data, PolicyKind const &kind, std::string const &name);

/// The names of those that lie in the data directory, in order.
[[nodiscard]] std::vector<std::string> own_policies(std::filesystem::path const &data,
                                                    PolicyKind const &kind);

} // namespace yuntu::services
