#include "tools/yuntu/staff/cell_values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace yuntu::tools {
namespace {

using Kind = SheetCell::Kind;

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "3.71399E+14": what a spreadsheet makes of a long code when it writes CSV.
bool is_scientific(std::string_view text) {
  auto const e = text.find_first_of("eE");
  if (e == std::string_view::npos || e + 2 >= text.size() || text[e + 1] != '+') {
    return false;
  }
  auto const head = text.substr(0, e);
  return is_digits(text.substr(e + 2)) && !head.empty() &&
         std::all_of(head.begin(), head.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// A whole number of at most 15 digits, as text; longer ones a workbook has rounded.
std::optional<std::string> whole_number(double value) {
  if (value < 0 || value >= 1e15 || value != std::floor(value)) {
    return std::nullopt;
  }
  return std::to_string(static_cast<std::int64_t>(value));
}

/// "2026-11-20" -> 2026, 11, 20; empty when it is not digits between separators.
std::vector<int> numbers_of(std::string_view text, std::string_view separators) {
  std::vector<int> numbers;
  for (std::size_t start = 0; start <= text.size();) {
    auto const end = std::min(text.find_first_of(separators, start), text.size());
    auto const part = text.substr(start, end - start);
    int value = 0;
    if (!is_digits(part) || part.size() > 4) {
      return {};
    }
    std::from_chars(part.data(), part.data() + part.size(), value);
    numbers.push_back(value);
    start = end + 1;
  }
  return numbers;
}

std::optional<model::Time> midnight(std::chrono::sys_days day) {
  using namespace std::chrono;
  if (day < sys_days{year{1990} / 1 / 1} || day >= sys_days{year{2100} / 1 / 1}) {
    return std::nullopt; // no one's term of office: a slip of the hand
  }
  return model::Time{day} - model::local_offset;
}

std::optional<model::Time> date_of(std::string_view text) {
  auto const parts = numbers_of(text, "-/");
  if (parts.size() != 3 || text.find_first_of("-/") != 4) {
    return std::nullopt;
  }
  auto const date = std::chrono::year{parts[0]} / parts[1] / parts[2];
  return date.ok() ? midnight(std::chrono::sys_days{date}) : std::nullopt;
}

/// Days since 1899-12-30, right from 1900-03-01 on; or since 1904-01-01.
std::optional<model::Time> date_of(double serial, bool counts_from_1904) {
  if (!(serial >= 61) || serial > 100'000 || serial != std::floor(serial)) {
    return std::nullopt;
  }
  using namespace std::chrono;
  auto const start = counts_from_1904 ? year{1904} / 1 / 1 : year{1899} / 12 / 30;
  return midnight(sys_days{start} + days{static_cast<int>(serial)});
}

} // namespace

Read<SheetCell const *> RowCells::find(std::size_t column) const {
  if (column >= row_.cells.size() || row_.cells[column].kind == Kind::empty) {
    return nullptr;
  }
  auto const &cell = row_.cells[column];
  if (cell.kind == Kind::formula) {
    return tl::unexpected(name(column) + " is a formula; paste values");
  }
  if (cell.kind == Kind::error || cell.kind == Kind::boolean) {
    return tl::unexpected(name(column) + " is " + cell.text.substr(0, 40) +
                          "; expected text, a number or a date");
  }
  return &cell;
}

Read<std::string> RowCells::text(std::size_t column) const {
  auto const cell = find(column);
  if (!cell) {
    return tl::unexpected(cell.error());
  }
  if (*cell == nullptr) {
    return std::string{};
  }
  if ((*cell)->kind == Kind::number) {
    auto const whole = whole_number((*cell)->number);
    return whole ? Read<std::string>(*whole)
                 : tl::unexpected(name(column) + " is the number " + (*cell)->text +
                                  "; format the column as text and enter it again");
  }
  return (*cell)->text;
}

Read<std::string> RowCells::code(std::size_t column) const {
  auto const cell = find(column);
  if (!cell) {
    return tl::unexpected(cell.error());
  }
  if (*cell != nullptr && (*cell)->kind == Kind::number) {
    return tl::unexpected(name(column) + " is the number " + (*cell)->text +
                          "; a code must be text (a number has lost its leading zeros): format "
                          "the column as text and enter it again");
  }
  return text(column);
}

Read<std::string> RowCells::area(std::size_t column) const {
  auto const cell = find(column);
  if (!cell) {
    return tl::unexpected(cell.error());
  }
  if (*cell != nullptr && (*cell)->kind == Kind::number) {
    auto const whole = whole_number((*cell)->number);
    if (!whole) {
      return tl::unexpected(name(column) + " is the number " + (*cell)->text +
                            "; a code of more than 15 digits must be text, as a number it has "
                            "lost its last digits");
    }
    ++notes_.number_areas;
    return *whole;
  }
  auto code = text(column);
  if (code && is_scientific(*code)) {
    return tl::unexpected(name(column) + " is \"" + *code +
                          "\": a code written as a number, its last digits are lost; format the "
                          "column as text");
  }
  return code;
}

Read<std::optional<model::Time>> RowCells::date(std::size_t column) const {
  auto const cell = find(column);
  if (!cell) {
    return tl::unexpected(cell.error());
  }
  if (*cell == nullptr) {
    return std::nullopt;
  }
  bool const is_serial = (*cell)->kind == Kind::number;
  auto const date = is_serial ? date_of((*cell)->number, table_.counts_from_1904)
                              : date_of(std::string_view((*cell)->text));
  if (!date) {
    return tl::unexpected(name(column) + " is \"" + (*cell)->text.substr(0, 40) +
                          "\"; expected a date as YYYY-MM-DD");
  }
  notes_.serial_dates += is_serial ? 1 : 0;
  return date;
}

Read<std::chrono::minutes> RowCells::clock_time(std::size_t column) const {
  auto const cell = find(column);
  if (!cell) {
    return tl::unexpected(cell.error());
  }
  constexpr int day = 24 * 60;
  int minutes = -1;
  if (*cell != nullptr && (*cell)->kind == Kind::number) {
    double const exact = (*cell)->number * day;
    if (exact >= 0 && exact <= day && std::abs(exact - std::round(exact)) < 0.01) {
      minutes = static_cast<int>(std::round(exact));
    }
  } else if (*cell != nullptr) {
    auto const parts = numbers_of((*cell)->text, ":");
    bool const is_time = parts.size() == 2 || (parts.size() == 3 && parts[2] == 0);
    if (is_time && parts[1] < 60 && parts[0] * 60 + parts[1] <= day) {
      minutes = parts[0] * 60 + parts[1];
    }
  }
  if (minutes < 0) {
    return tl::unexpected(name(column) + " is \"" +
                          (*cell == nullptr ? "" : (*cell)->text.substr(0, 40)) +
                          "\"; expected a time of day as HH:MM");
  }
  return std::chrono::minutes{minutes};
}

std::optional<std::string> RowCells::merged_fault() const {
  for (auto const &merged : table_.merged) {
    if (merged.covers_row(row_.number)) {
      return "the row holds the merged cell " + merged.name + "; unmerge it and fill every row";
    }
  }
  return std::nullopt;
}

} // namespace yuntu::tools
