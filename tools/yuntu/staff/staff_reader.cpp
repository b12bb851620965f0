#include "tools/yuntu/staff/staff_reader.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/staff/cell_values.hpp"
#include "tools/yuntu/staff/sheet_columns.hpp"

#include <algorithm>

namespace yuntu::tools {
namespace {

using Columns = std::map<std::string_view, std::size_t>;

Read<model::PostKind> kind_of(std::string const &word) {
  if (auto const kind = model::parse_post_kind(word)) {
    return *kind;
  }
  auto const &titles = model::post_kind_titles;
  auto const *const title = std::find(titles.begin(), titles.end(), word);
  if (title != titles.end()) {
    return static_cast<model::PostKind>(title - titles.begin());
  }
  std::string known;
  for (std::size_t i = 0; i < model::post_kind_count; ++i) {
    known += (i == 0 ? "" : ", ") + std::string(titles[i]) + " (" +
             std::string(model::post_kind_names[i]) + ")";
  }
  return tl::unexpected("unknown kind of post \"" + word.substr(0, 60) + "\"; expected one of " +
                        known);
}

/// Why a row is refused; caught once a row.
struct RowRefused {
  std::string reason;
};

template <typename Value>
Value got(Read<Value> value) {
  if (!value) {
    throw RowRefused{std::move(value.error())};
  }
  return *std::move(value);
}

model::StaffRow staff_row(RowCells const &cells, Columns const &columns) {
  model::StaffRow row;
  row.post = got(cells.code(columns.at("post")));
  row.kind = got(kind_of(got(cells.text(columns.at("kind")))));
  row.area = got(cells.area(columns.at("area")));
  row.person = got(cells.code(columns.at("person")));
  row.name = got(cells.text(columns.at("name")));
  row.phone = got(cells.text(columns.at("phone")));
  row.from = got(cells.date(columns.at("from")));
  row.to = got(cells.date(columns.at("to")));
  return row;
}

struct DatedShift {
  model::RosterShift shift;
  model::Time day;
};

DatedShift roster_shift(RowCells const &cells, Columns const &columns) {
  auto const person = got(cells.code(columns.at("person")));
  auto const day = got(cells.date(columns.at("date")));
  auto const start = got(cells.clock_time(columns.at("start")));
  auto const end = got(cells.clock_time(columns.at("end")));
  if (!day) {
    throw RowRefused{"date is empty; expected YYYY-MM-DD"};
  }
  if (start == end) {
    throw RowRefused{"start and end are the same; a shift of a whole day is two rows"};
  }
  auto const next_day = end < start ? std::chrono::hours{24} : std::chrono::hours{0};
  return {{person, *day + start, *day + end + next_day}, *day};
}

std::vector<std::string> notes_of(CellNotes const &counts) {
  std::vector<std::string> notes;
  if (counts.serial_dates > 0) {
    notes.push_back(std::to_string(counts.serial_dates) + " dates were a workbook's day numbers");
  }
  if (counts.number_areas > 0) {
    notes.push_back(std::to_string(counts.number_areas) +
                    " area codes were numbers; nothing is lost up to 15 digits, but text is safer");
  }
  return notes;
}

/// Hands each row below the header to `take`, which throws RowRefused.
template <typename Sheet, typename Take>
void read_rows(SheetTable const &table, ReadSheet<Sheet> &result, Take const &take) {
  if (table.rows.size() < 2) {
    throw CommandError(table.origin + ": there is no row below the header");
  }
  CellNotes counts;
  for (auto row = std::next(table.rows.begin()); row != table.rows.end(); ++row) {
    ++result.read;
    RowCells const cells(table, *row, counts);
    try {
      if (auto fault = cells.merged_fault()) {
        throw RowRefused{std::move(*fault)};
      }
      take(*row, cells);
    } catch (RowRefused const &refusal) {
      result.refused.push_back({row->number, refusal.reason});
    }
  }
  result.sheet.unreadable = result.refused.size();
  result.notes = notes_of(counts);
}

} // namespace

ReadSheet<model::StaffSheet> read_staff_sheet(SheetTable const &table) {
  auto const columns = find_columns(table, {{"post", "岗位编号"},
                                            {"kind", "岗位类别"},
                                            {"area", "负责区域"},
                                            {"person", "人员编号"},
                                            {"name", "姓名"},
                                            {"phone", "电话"},
                                            {"from", "开始日期"},
                                            {"to", "结束日期"}});
  ReadSheet<model::StaffSheet> result;
  read_rows(table, result, [&](SheetRow const &source, RowCells const &cells) {
    auto row = staff_row(cells, columns);
    row.row = source.number;
    result.sheet.rows.push_back(std::move(row));
  });
  return result;
}

ReadSheet<model::RosterSheet> read_roster_sheet(SheetTable const &table) {
  auto const columns = find_columns(
      table, {{"person", "人员编号"}, {"date", "日期"}, {"start", "上班"}, {"end", "下班"}});
  ReadSheet<model::RosterSheet> result;
  auto &sheet = result.sheet;
  read_rows(table, result, [&](SheetRow const &source, RowCells const &cells) {
    auto const dated = roster_shift(cells, columns);
    sheet.from = sheet.rows.empty() ? dated.day : std::min(sheet.from, dated.day);
    sheet.to = std::max(sheet.to, dated.day + std::chrono::hours{24});
    sheet.rows.push_back({source.number, dated.shift});
  });
  return result;
}

} // namespace yuntu::tools
