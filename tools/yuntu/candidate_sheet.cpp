#include "tools/yuntu/candidate_sheet.hpp"

#include "geo/io/csv_points.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/staff/sheet_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <span>

namespace yuntu::tools {
namespace {

constexpr std::array<std::string_view, 4> code_titles{"code", "id", "编号", "编码"};
constexpr std::array<std::string_view, 2> name_titles{"name", "名称"};
constexpr std::array<std::string_view, 2> capacity_titles{"capacity", "容量"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::optional<std::size_t> column_of(SheetRow const &head,
                                     std::span<std::string_view const> titles) {
  for (auto const title : titles) {
    for (std::size_t i = 0; i < head.cells.size(); ++i) {
      if (lower(head.cells[i].text) == title) {
        return i;
      }
    }
  }
  return std::nullopt;
}

std::string text_at(SheetRow const &row, std::optional<std::size_t> column) {
  return column ? cell_text(row, *column) : std::string{};
}

/// An empty cell is no limit.
std::optional<std::int64_t> capacity_at(SheetRow const &row, std::optional<std::size_t> column,
                                        std::string const &where) {
  auto const text = text_at(row, column);
  if (text.empty()) {
    return std::nullopt;
  }
  double capacity = -1; // workbooks keep 120 as 120.0
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), capacity);
  constexpr double most = 1e9;
  if (error != std::errc{} || end != text.data() + text.size() || !(capacity >= 0) ||
      capacity > most || std::floor(capacity) != capacity) {
    throw CommandError(where + "capacity is \"" + text +
                       "\"; expected a whole number from 0, or nothing for no limit");
  }
  return static_cast<std::int64_t>(capacity);
}

std::vector<std::optional<std::string>> values_of(SheetRow const &row, std::size_t columns) {
  std::vector<std::optional<std::string>> values(columns);
  for (std::size_t i = 0; i < std::min(columns, row.cells.size()); ++i) {
    if (!row.cells[i].text.empty()) {
      values[i] = row.cells[i].text;
    }
  }
  return values;
}

} // namespace

std::vector<services::SiteCandidate> read_candidates(std::filesystem::path const &file) {
  auto const table = read_sheet(file, "");
  if (table.rows.size() < 2) {
    throw CommandError(table.origin + ": there are no candidates under the titles");
  }
  auto const &head = table.rows.front();
  std::vector<std::string> titles;
  for (auto const &cell : head.cells) {
    titles.push_back(cell.text);
  }
  auto const columns = geo::io::find_point_columns(titles, "UTF-8");
  if (!columns) {
    throw CommandError(table.origin + ": " + columns.error());
  }
  auto const code = column_of(head, code_titles);
  auto const name = column_of(head, name_titles);
  auto const capacity = column_of(head, capacity_titles);
  std::vector<services::SiteCandidate> candidates;
  std::set<std::string> codes;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    auto const &row = table.rows[i];
    auto const where = table.origin + ", row " + std::to_string(row.number) + ": ";
    auto const point = geo::io::read_point(values_of(row, titles.size()), *columns);
    if (!point) {
      throw CommandError(where + point.error());
    }
    auto const place = geo::LonLat::from_degrees(point->x, point->y);
    if (!place) {
      throw CommandError(where + columns->x_name + " and " + columns->y_name +
                         " are no degrees of longitude and latitude");
    }
    auto own = text_at(row, code);
    if (own.empty()) {
      own = std::to_string(row.number);
    }
    if (!codes.insert(own).second) {
      throw CommandError(where + "the code \"" + own + "\" was there before");
    }
    candidates.push_back(
        {std::move(own), text_at(row, name), *place, capacity_at(row, capacity, where)});
  }
  return candidates;
}

} // namespace yuntu::tools
