#include "tools/yuntu/staff/sheet_columns.hpp"

#include "tools/yuntu/command.hpp"

#include <algorithm>
#include <optional>

namespace yuntu::tools {
namespace {

std::string lower_case(std::string text) {
  for (auto &c : text) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

std::string found_columns(SheetRow const &header) {
  std::string names;
  for (auto const &cell : header.cells) {
    if (!cell.text.empty()) {
      names += (names.empty() ? "" : ", ") + cell.text.substr(0, 60);
    }
  }
  return names;
}

std::optional<std::size_t> find_column(SheetTable const &table, ColumnName const &wanted) {
  auto const &header = table.rows.front();
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    auto const &text = header.cells[i].text;
    if (lower_case(text) != wanted.wire && text != wanted.chinese) {
      continue;
    }
    if (found) {
      throw CommandError(table.origin + ": two columns are named " + std::string(wanted.chinese) +
                         " (" + std::string(wanted.wire) + "): " +
                         cell_name(*found, header.number) + " and " + cell_name(i, header.number));
    }
    found = i;
  }
  return found;
}

} // namespace

std::map<std::string_view, std::size_t> find_columns(SheetTable const &table,
                                                     std::initializer_list<ColumnName> wanted) {
  if (table.rows.empty()) {
    throw CommandError(table.origin + ": the sheet is empty; expected a header row");
  }
  auto const &header = table.rows.front();
  for (auto const &merged : table.merged) {
    if (merged.covers_row(header.number)) {
      throw CommandError(table.origin + ": the header cell " + merged.name +
                         " is merged; unmerge it and give each column its name in row " +
                         std::to_string(header.number));
    }
  }
  std::map<std::string_view, std::size_t> columns;
  std::string missing;
  for (auto const &column : wanted) {
    if (auto const found = find_column(table, column)) {
      columns[column.wire] = *found;
    } else {
      missing += (missing.empty() ? "" : ", ") + std::string(column.chinese) + " (" +
                 std::string(column.wire) + ")";
    }
  }
  if (!missing.empty()) {
    throw CommandError(table.origin + ": missing columns: " + missing + "; row " +
                       std::to_string(header.number) + " has: " + found_columns(header));
  }
  return columns;
}

} // namespace yuntu::tools
