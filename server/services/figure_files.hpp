#pragma once

#include "server/rules/deadlines/deadline_policy.hpp"
#include "server/rules/figures/ranking.hpp"
#include "server/rules/figures/standing.hpp"
#include "server/rules/routing/department_table.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace yuntu::services {

/// `config/figures.toml` in the data directory, else the shipped one. data/config explains the
/// keys. Throws PolicyError when something is wrong with it, an unknown key included.
[[nodiscard]] rules::Counting read_counting(std::filesystem::path const &data);
/// The same of `config/ranking.toml`.
[[nodiscard]] std::vector<rules::Board> read_boards(std::filesystem::path const &data);

/// What figures are made by. Immutable, any thread.
struct FigurePolicy {
  std::shared_ptr<rules::DeadlinePolicy const> deadlines;
  std::shared_ptr<rules::DepartmentTable const> departments; ///< nullptr: none is named
  rules::Counting counting;
  std::vector<rules::Board> boards;
};

} // namespace yuntu::services
