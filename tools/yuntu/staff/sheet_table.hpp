#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::tools {

/// One cell as the file has it, before anybody says what it means.
struct SheetCell {
  enum class Kind : std::uint8_t { empty, text, number, boolean, error, formula };
  Kind kind = Kind::empty;
  std::string text;  ///< UTF-8, without white space around it
  double number = 0; ///< when kind is number

  friend bool operator==(SheetCell const &, SheetCell const &) = default;
};

struct SheetRow {
  std::int64_t number = 0; ///< as a spreadsheet counts, from 1
  std::vector<SheetCell> cells;
};

/// A merged cell: rows from 1, columns from 0, both ends inclusive.
struct MergedRange {
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
  std::size_t first_column = 0;
  std::size_t last_column = 0;
  std::string name; ///< "A1:C1"

  [[nodiscard]] bool covers_row(std::int64_t row) const {
    return row >= first_row && row <= last_row;
  }
};

/// A sheet's rows that hold anything, the header first. `origin` names file and sheet in errors.
struct SheetTable {
  std::string origin;
  std::string encoding; ///< of a CSV file; "UTF-8" for a workbook
  std::vector<SheetRow> rows;
  std::vector<MergedRange> merged;
  bool counts_from_1904 = false; ///< dates of the workbook, as old Macs wrote them
};

inline constexpr std::size_t most_sheet_columns = 256;

/// By what the file is, not by its name: a workbook (.xlsx) or text with separators. `sheet`
/// chooses one of several. Throws CommandError naming file, place and what was expected.
[[nodiscard]] SheetTable read_sheet(std::filesystem::path const &file, std::string const &sheet);

[[nodiscard]] SheetTable read_csv(std::filesystem::path const &file);
[[nodiscard]] SheetTable read_xlsx(std::filesystem::path const &file, std::string const &sheet);

/// Empty where the row has no such column.
[[nodiscard]] std::string cell_text(SheetRow const &row, std::size_t column);
/// "C5": column from 0, row from 1.
[[nodiscard]] std::string cell_name(std::size_t column, std::int64_t row);
/// Without white space at its ends, the full-width and non-breaking kinds included.
[[nodiscard]] std::string trimmed(std::string_view text);

} // namespace yuntu::tools
