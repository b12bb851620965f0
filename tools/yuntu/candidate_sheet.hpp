#pragma once

#include "server/services/siting_service.hpp"

#include <filesystem>
#include <vector>

namespace yuntu::tools {

/// Candidates for stations from a table (CSV or a workbook): longitude and latitude by the titles
/// that point tables of an import have, in WGS 84; a code (code, id, 编号, 编码) and a name (name,
/// 名称) where there are such columns, else the row's number; a capacity (capacity, 容量), empty
/// for no limit. Throws CommandError naming file, row, column and what was expected.
[[nodiscard]] std::vector<services::SiteCandidate>
read_candidates(std::filesystem::path const &file);

} // namespace yuntu::tools
