#pragma once

#include "tools/yuntu/demo/staff_roll.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::demo {

/// A sheet's cells as text, the header row first.
using SheetCells = std::vector<std::vector<std::string>>;

/// One row per assignment, and one without a person for every post that is vacant.
[[nodiscard]] SheetCells staff_cells(StaffRoll const &roll);
[[nodiscard]] SheetCells roster_cells(std::vector<RosterShift> const &shifts);

/// staff.xlsx as a county hands it over: sheets 人员 and 排班, all cells text, the header row
/// fixed. The same roll gives the same bytes. Throws std::runtime_error naming the file that cannot
/// be written.
void write_staff_workbook(std::filesystem::path const &file, StaffRoll const &roll,
                          std::vector<RosterShift> const &shifts);

} // namespace yuntu::demo
