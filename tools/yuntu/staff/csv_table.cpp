#include "tools/yuntu/staff/sheet_table.hpp"

#include "geo/io/attribute_text.hpp"
#include "server/model/staff_sheet.hpp"
#include "tools/yuntu/command.hpp"

#include <algorithm>
#include <array>
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

/// The one most often in the first line.
char separator_of(std::string_view bytes) {
  auto const line = bytes.substr(0, bytes.find('\n'));
  constexpr std::array<char, 3> candidates{',', '\t', ';'};
  return *std::max_element(candidates.begin(), candidates.end(), [&](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
}

/// RFC 4180, one record at a time. Works on bytes: no character of UTF-8 or GB18030 holds a
/// separator, a quote or a line end as one of its later bytes.
class CsvRecords {
public:
  CsvRecords(std::string name, std::string_view bytes)
      : name_(std::move(name)), rest_(bytes), separator_(separator_of(bytes)) {}

  std::optional<std::vector<std::string>> next() {
    if (rest_.empty()) {
      return std::nullopt;
    }
    ++number_;
    std::vector<std::string> fields;
    do {
      fields.push_back(!rest_.empty() && rest_.front() == '"' ? quoted() : plain());
    } while (take(separator_));
    take('\r');
    if (!rest_.empty() && !take('\n')) {
      throw CommandError(name_ + ": row " + std::to_string(number_) +
                         ": text after a closing quote; expected a separator or a new line");
    }
    return fields;
  }
  [[nodiscard]] std::int64_t number() const { return number_; }

private:
  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  std::string plain() {
    auto const end = std::find_if(rest_.begin(), rest_.end(), [&](char c) {
      return c == separator_ || c == '\n' || c == '\r';
    });
    std::string field(rest_.begin(), end);
    rest_.remove_prefix(field.size());
    return field;
  }

  std::string quoted() {
    std::string field;
    for (take('"'); !rest_.empty(); rest_.remove_prefix(1)) {
      if (rest_.front() == '"') {
        rest_.remove_prefix(1);
        if (rest_.empty() || rest_.front() != '"') {
          return field;
        }
      }
      field += rest_.front();
    }
    throw CommandError(name_ + ": row " + std::to_string(number_) +
                       ": a quoted value has no closing quote");
  }

  std::string name_;
  std::string_view rest_;
  char separator_;
  std::int64_t number_ = 0;
};

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
  CsvRecords records(table.origin, bytes);
  geo::io::AttributeText text;
  while (auto fields = records.next()) {
    if (fields->size() > most_sheet_columns || text.rows.size() > model::most_sheet_rows) {
      throw CommandError(table.origin + ": more than 100,000 rows or 256 columns");
    }
    text.rows.push_back({records.number(), {fields->begin(), fields->end()}});
  }
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
