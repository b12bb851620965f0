#include "tools/yuntu/staff/sheet_table.hpp"

#include "tools/yuntu/command.hpp"

#include <array>
#include <fstream>
#include <string_view>

namespace yuntu::tools {
namespace {

constexpr std::array<std::string_view, 7> blanks{" ",        "\t",           "\r",          "\n",
                                                 "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x8b"};

bool take_blank_front(std::string_view &text) {
  for (auto const blank : blanks) {
    if (text.starts_with(blank)) {
      text.remove_prefix(blank.size());
      return true;
    }
  }
  return false;
}

bool take_blank_back(std::string_view &text) {
  for (auto const blank : blanks) {
    if (text.ends_with(blank)) {
      text.remove_suffix(blank.size());
      return true;
    }
  }
  return false;
}

} // namespace

SheetTable read_sheet(std::filesystem::path const &file, std::string const &sheet) {
  auto const name = file.filename().string();
  if (!std::filesystem::is_regular_file(file)) {
    throw CommandError(file.string() + ": there is no such file");
  }
  std::ifstream in(file, std::ios::binary);
  std::string start(4, '\0');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  if (start == std::string_view("PK\x03\x04", 4)) {
    return read_xlsx(file, sheet);
  }
  if (start == std::string_view("\xd0\xcf\x11\xe0", 4)) {
    throw CommandError(name + ": an old .xls workbook or one with a password; save it as .xlsx "
                              "without a password, or as CSV");
  }
  if (!sheet.empty()) {
    throw CommandError(name + ": --sheet is for workbooks; a CSV file has one sheet");
  }
  return read_csv(file);
}

std::string cell_text(SheetRow const &row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column].text : std::string{};
}

std::string cell_name(std::size_t column, std::int64_t row) {
  std::string letters;
  for (auto left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters + std::to_string(row);
}

std::string trimmed(std::string_view text) {
  while (take_blank_front(text)) {
  }
  while (take_blank_back(text)) {
  }
  return std::string(text);
}

} // namespace yuntu::tools
