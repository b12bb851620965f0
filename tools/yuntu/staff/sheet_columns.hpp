#pragma once

#include "tools/yuntu/staff/sheet_table.hpp"

#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace yuntu::tools {

/// A column by either of its names.
struct ColumnName {
  std::string_view wire;    ///< "post"
  std::string_view chinese; ///< "岗位编号"
};

/// Where each wanted column is, by wire name. Throws CommandError naming the sheet: a merged header
/// cell, a column that is missing (with those found) or there twice.
[[nodiscard]] std::map<std::string_view, std::size_t>
find_columns(SheetTable const &table, std::initializer_list<ColumnName> wanted);

} // namespace yuntu::tools
