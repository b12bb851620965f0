#include "tools/yuntu/staff/sheet_table.hpp"

#include "geo/io/attribute_text.hpp"
#include "server/model/staff_sheet.hpp"
#include "server/protocol/csv_records.hpp"
#include "tools/yuntu/command.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

namespace yuntu::tools {
namespace {

constexpr std::uintmax_t most_bytes = 64 * 1024 * 1024;

std::string read_bytes(std::filesystem::path const &file) {
  auto const name = file.filename().string();
  if (std::filesystem::file_size(file) > most_bytes) {
    throw CommandError(name + ": larger than 64 MiB; no county's staff is");
  }
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff") ||
      bytes.find('\0') != std::string::npos) {
    throw CommandError(name + ": UTF-16 text or no text at all; save it as CSV UTF-8 or .xlsx");
  }
  if (bytes.starts_with("\xef\xbb\xbf")) {
    bytes.erase(0, 3);
  }
  return bytes;
}

void expect_whole(protocol::CsvRecords const &records, std::string const &name) {
  using Fault = protocol::CsvRecords::Fault;
  if (records.fault() == Fault::none) {
    return;
  }
  throw CommandError(name + ": row " + std::to_string(records.number()) +
                     (records.fault() == Fault::open_quote
                          ? ": a quoted value has no closing quote"
                          : ": text after a closing quote; expected a separator or a new line"));
}

SheetCell cell_of(std::string_view value) {
  SheetCell cell;
  cell.text = trimmed(value);
  cell.kind = cell.text.empty()          ? SheetCell::Kind::empty
              : cell.text.front() == '=' ? SheetCell::Kind::formula // ="00123", as some export
                                         : SheetCell::Kind::text;
  return cell;
}

} // namespace

SheetTable read_csv(std::filesystem::path const &file) {
  auto const bytes = read_bytes(file);
  SheetTable table;
  table.origin = file.filename().string();
  protocol::CsvRecords records(bytes);
  geo::io::AttributeText text;
  while (auto fields = records.next()) {
    if (fields->size() > most_sheet_columns || text.rows.size() > model::most_sheet_rows) {
      throw CommandError(table.origin + ": more than 100,000 rows or 256 columns");
    }
    text.rows.push_back(
        {static_cast<std::int64_t>(records.number()), {fields->begin(), fields->end()}});
  }
  expect_whole(records, table.origin);
  for (std::size_t i = 0; i < most_sheet_columns; ++i) {
    text.fields.push_back("column " + std::to_string(i + 1)); // what errors name
  }
  auto const encoding = geo::io::to_utf8(text, {}, {});
  if (!encoding) {
    throw CommandError(table.origin + ": " + geo::io::to_string(encoding.error()));
  }
  table.encoding = encoding->name;
  for (auto const &source : text.rows) {
    SheetRow row{source.number, {}};
    for (auto const &value : source.values) {
      row.cells.push_back(cell_of(value.value_or("")));
    }
    bool const is_blank = std::all_of(row.cells.begin(), row.cells.end(), [](auto const &cell) {
      return cell.kind == SheetCell::Kind::empty;
    });
    if (!is_blank) {
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

} // namespace yuntu::tools
