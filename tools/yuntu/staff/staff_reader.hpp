#pragma once

#include "server/model/staff_sheet.hpp"
#include "tools/yuntu/staff/sheet_table.hpp"

#include <string>
#include <vector>

namespace yuntu::tools {

/// What could be read of a sheet, and the rows that could not.
template <typename Sheet>
struct ReadSheet {
  Sheet sheet;
  std::int64_t read = 0; ///< rows below the header
  std::vector<model::RefusedRow> refused;
  std::vector<std::string> notes; ///< what was done to the data, in words
};

/// Columns 岗位编号 post, 岗位类别 kind, 负责区域 area, 人员编号 person, 姓名 name, 电话 phone,
/// 开始日期 from, 结束日期 to. Throws CommandError as find_columns, and when there is no row.
[[nodiscard]] ReadSheet<model::StaffSheet> read_staff_sheet(SheetTable const &table);

/// Columns 人员编号 person, 日期 date, 上班 start, 下班 end; an end before the start is of the next
/// day. The sheet answers for all days from its first to its last.
[[nodiscard]] ReadSheet<model::RosterSheet> read_roster_sheet(SheetTable const &table);

} // namespace yuntu::tools
