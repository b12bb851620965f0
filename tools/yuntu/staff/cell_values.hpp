#pragma once

#include "server/model/time.hpp"
#include "tools/yuntu/staff/sheet_table.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace yuntu::tools {

/// A value, or why the row is refused: a sentence that names the cell.
template <typename Value>
using Read = tl::expected<Value, std::string>;

/// What was done to a sheet's cells to read them, counted.
struct CellNotes {
  std::int64_t serial_dates = 0;
  std::int64_t number_areas = 0;
};

/// Reads the cells of one row. Every refusal names the cell and what was expected.
class RowCells {
public:
  RowCells(SheetTable const &table, SheetRow const &row, CellNotes &notes)
      : table_(table), row_(row), notes_(notes) {}

  /// Empty text when the cell is.
  [[nodiscard]] Read<std::string> text(std::size_t column) const;
  /// A code of a post or person: text, for a number may have lost its leading zeros.
  [[nodiscard]] Read<std::string> code(std::size_t column) const;
  /// An area's code begins with no zero: a number of up to 15 digits has lost nothing.
  [[nodiscard]] Read<std::string> area(std::size_t column) const;
  /// Midnight, local time; nullopt: empty. 2026-11-20, 2026/11/20 or a workbook's serial number.
  [[nodiscard]] Read<std::optional<model::Time>> date(std::size_t column) const;
  /// Since midnight; 08:30 or a workbook's fraction of a day. 24:00 is the end of the day.
  [[nodiscard]] Read<std::chrono::minutes> clock_time(std::size_t column) const;
  /// Set when the row lies in a merged cell: its values would belong to another row.
  [[nodiscard]] std::optional<std::string> merged_fault() const;

private:
  /// Refuses formulas and errors; nullptr: empty.
  [[nodiscard]] Read<SheetCell const *> find(std::size_t column) const;
  [[nodiscard]] std::string name(std::size_t column) const {
    return cell_name(column, row_.number);
  }

  SheetTable const &table_;
  SheetRow const &row_;
  CellNotes &notes_;
};

} // namespace yuntu::tools
