#include "tools/yuntu/demo/staff_workbook.hpp"

#include "tools/yuntu/demo/numbering.hpp"
#include "tools/yuntu/demo/staff_definition.hpp"

#include <ctime>
#include <fstream>
#include <map>
#include <stdexcept>
#include <utility>

#include <xlsxwriter.h>

namespace yuntu::demo {
namespace {

/// Workbooks carry the time they were made: ours is always this one (2025-01-01T00:00:00Z).
constexpr std::time_t fixed_time = 1'735'689'600;

[[noreturn]] void fail(std::filesystem::path const &file, std::string const &reason) {
  throw std::runtime_error(file.string() + ": " + reason);
}

std::string time_text(std::chrono::minutes time) {
  auto const count = static_cast<std::size_t>(time.count());
  return digits(count / 60, 2) + ":" + digits(count % 60, 2);
}

struct SheetLook {
  char const *name;
  std::vector<double> widths; ///< in characters, by column
};

class Workbook {
public:
  explicit Workbook(std::filesystem::path file) : file_(std::move(file)) {
    // The library finds out only at the end, and says so on stderr.
    if (!std::ofstream(file_)) {
      fail(file_, "cannot be created");
    }
    book_ = workbook_new(file_.c_str());
    if (book_ == nullptr) {
      fail(file_, "cannot be created");
    }
    lxw_doc_properties properties{};
    properties.created = fixed_time;
    workbook_set_properties(book_, &properties);
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
  }
  Workbook(Workbook const &) = delete;
  Workbook &operator=(Workbook const &) = delete;
  ~Workbook() {
    if (book_ != nullptr) {
      lxw_workbook_free(book_);
    }
  }

  void add_sheet(SheetLook const &look, SheetCells const &cells) {
    lxw_worksheet *sheet = workbook_add_worksheet(book_, look.name);
    for (std::size_t column = 0; column < look.widths.size(); ++column) {
      auto const at = static_cast<lxw_col_t>(column);
      worksheet_set_column(sheet, at, at, look.widths[column], nullptr);
    }
    for (std::size_t row = 0; row < cells.size(); ++row) {
      for (std::size_t column = 0; column < cells[row].size(); ++column) {
        write(sheet, row, column, cells[row][column]);
      }
    }
    worksheet_freeze_panes(sheet, 1, 0);
  }

  void close() {
    lxw_error const error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) {
      fail(file_, lxw_strerror(error));
    }
  }

private:
  void write(lxw_worksheet *sheet, std::size_t row, std::size_t column, std::string const &text) {
    if (text.empty()) {
      return;
    }
    lxw_error const error =
        worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                               text.c_str(), row == 0 ? header_ : nullptr);
    if (error != LXW_NO_ERROR) {
      fail(file_, lxw_strerror(error));
    }
  }

  std::filesystem::path file_;
  lxw_workbook *book_ = nullptr;
  lxw_format *header_ = nullptr;
};

} // namespace

SheetCells staff_cells(StaffRoll const &roll) {
  std::map<std::string, StaffPerson const *> people;
  for (StaffPerson const &person : roll.people) {
    people[person.code] = &person;
  }
  std::multimap<std::string, StaffAssignment const *> by_post;
  for (StaffAssignment const &assignment : roll.assignments) {
    by_post.emplace(assignment.post, &assignment);
  }
  SheetCells cells{
      {"岗位编号", "岗位类别", "负责区域", "人员编号", "姓名", "电话", "开始日期", "结束日期"}};
  for (StaffPost const &post : roll.posts) {
    std::vector<std::string> const start{post.code, std::string(words_of(post.kind).chinese),
                                         post.area};
    bool is_held = false;
    auto const [first, last] = by_post.equal_range(post.code);
    for (auto it = first; it != last; ++it) {
      StaffAssignment const &assignment = *it->second;
      StaffPerson const &person = *people.at(assignment.person);
      auto row = start;
      row.insert(row.end(), {person.code, person.name, person.phone, day_text(assignment.from),
                             assignment.to ? day_text(*assignment.to) : ""});
      cells.push_back(std::move(row));
      is_held = is_held || !assignment.to;
    }
    if (!is_held) {
      auto row = start;
      row.resize(cells.front().size());
      cells.push_back(std::move(row));
    }
  }
  return cells;
}

SheetCells roster_cells(std::vector<RosterShift> const &shifts) {
  SheetCells cells{{"人员编号", "日期", "上班", "下班"}};
  for (RosterShift const &shift : shifts) {
    cells.push_back(
        {shift.person, day_text(shift.day), time_text(shift.start), time_text(shift.end)});
  }
  return cells;
}

void write_staff_workbook(std::filesystem::path const &file, StaffRoll const &roll,
                          std::vector<RosterShift> const &shifts) {
  Workbook book(file);
  book.add_sheet({"人员", {26, 10, 20, 10, 10, 14, 12, 12}}, staff_cells(roll));
  book.add_sheet({"排班", {10, 12, 8, 8}}, roster_cells(shifts));
  book.close();
}

} // namespace yuntu::demo
