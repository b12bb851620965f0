#pragma once

#include "server/rules/routing/department_table.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>

namespace yuntu::services {

/// Where the county's own policy lies in its data directory.
[[nodiscard]] std::filesystem::path department_file(std::filesystem::path const &data);

/// data/config/departments.toml explains the keys. An empty table when there is no such file;
/// throws PolicyError when something is wrong with it, an unknown key included.
[[nodiscard]] rules::DepartmentTable read_departments(std::filesystem::path const &file);

} // namespace yuntu::services
