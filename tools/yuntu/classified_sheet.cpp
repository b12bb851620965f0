#include "tools/yuntu/classified_sheet.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/staff/sheet_table.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace yuntu::tools {
namespace {

constexpr std::string_view between_columns = "; "; ///< no word reaches over it

/// The whole numbers of a text and the signs after each; nullopt for anything else.
struct Numbers {
  std::vector<int> values;
  std::string signs;
};

std::optional<Numbers> numbers_of(std::string_view text) {
  Numbers numbers;
  while (!text.empty()) {
    int value = 0;
    auto const *const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || value < 0) {
      return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    numbers.values.push_back(value);
    if (!text.empty()) {
      numbers.signs += text.front();
      text.remove_prefix(1);
    }
  }
  return numbers;
}

std::size_t column_of(SheetTable const &table, std::string const &title) {
  auto const &head = table.rows.front().cells;
  auto const found = std::find_if(head.begin(), head.end(),
                                  [&](SheetCell const &cell) { return cell.text == title; });
  if (found == head.end()) {
    std::string known;
    for (auto const &cell : head) {
      known += "\n  " + cell.text;
    }
    throw CommandError(table.origin + ": there is no column \"" + title + "\"; there are" + known);
  }
  return static_cast<std::size_t>(found - head.begin());
}

std::string joined(SheetRow const &row, std::vector<std::size_t> const &columns) {
  std::string text;
  for (auto const column : columns) {
    if (auto const part = cell_text(row, column); !part.empty()) {
      text += (text.empty() ? "" : between_columns);
      text += part;
    }
  }
  return text;
}

void sort_by_time(ClassifiedSheet &sheet) {
  std::vector<std::size_t> order(sheet.times.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return sheet.times[a] < sheet.times[b]; });
  ClassifiedSheet sorted;
  sorted.skipped = sheet.skipped;
  for (auto const i : order) {
    sorted.texts.push_back(std::move(sheet.texts[i]));
    sorted.times.push_back(sheet.times[i]);
  }
  sheet = std::move(sorted);
}

} // namespace

std::optional<std::chrono::sys_seconds> sheet_time(std::string_view text) {
  using namespace std::chrono;
  auto const numbers = numbers_of(text);
  if (!numbers || numbers->values.size() < 3) {
    return std::nullopt;
  }
  auto values = numbers->values;
  auto const &signs = numbers->signs;
  bool const is_american = signs.starts_with("//") && values[2] > 31;
  if (is_american) {
    std::rotate(values.begin(), values.begin() + 2, values.begin() + 3);
  }
  auto const rest = signs.substr(std::min<std::size_t>(signs.size(), 2));
  bool const is_form =
      (signs.starts_with("//") || signs.starts_with("--")) &&
      (rest.empty() || rest == " :" || rest == "T:" || rest == " ::" || rest == "T::");
  year_month_day const day{year{values[0]}, month{static_cast<unsigned>(values[1])},
                           std::chrono::day{static_cast<unsigned>(values[2])}};
  values.resize(6, 0);
  bool const is_time = values[3] < 24 && values[4] < 60 && values[5] < 60;
  if (!is_form || !day.ok() || !is_time || numbers->values.size() != signs.size() + 1) {
    return std::nullopt;
  }
  return sys_days(day) + hours{values[3]} + minutes{values[4]} + seconds{values[5]};
}

ClassifiedSheet read_classified(std::filesystem::path const &file,
                                ClassifiedColumns const &columns) {
  auto const table = read_sheet(file, "");
  if (table.rows.empty()) {
    throw CommandError(table.origin + ": there are no rows");
  }
  std::vector<std::size_t> text_columns;
  for (auto const &title : columns.text) {
    text_columns.push_back(column_of(table, title));
  }
  auto const category_column = column_of(table, columns.category);
  auto const time_column =
      columns.time.empty() ? std::nullopt : std::optional(column_of(table, columns.time));
  ClassifiedSheet sheet;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    auto const &row = table.rows[i];
    rules::ClassifiedText read{joined(row, text_columns), cell_text(row, category_column)};
    auto const time =
        time_column ? sheet_time(cell_text(row, *time_column)) : std::chrono::sys_seconds{};
    if (read.text.empty() || read.category.empty() || !time) {
      ++sheet.skipped;
      continue;
    }
    sheet.texts.push_back(std::move(read));
    sheet.times.push_back(*time);
  }
  if (time_column) {
    sort_by_time(sheet);
  } else {
    sheet.times.clear();
  }
  return sheet;
}

} // namespace yuntu::tools
