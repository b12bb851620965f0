#pragma once

#include "tests/geo/temp_dir.hpp"

#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace yuntu::test {

/// A workbook written by libxlsxwriter, saved when it goes.
class TestWorkbook {
public:
  explicit TestWorkbook(std::filesystem::path const &file)
      : book_(workbook_new(file.c_str())), sheet_(workbook_add_worksheet(book_, "人员")) {}
  ~TestWorkbook() { workbook_close(book_); }
  TestWorkbook(TestWorkbook const &) = delete;
  TestWorkbook &operator=(TestWorkbook const &) = delete;

  void add_sheet(char const *name) { workbook_add_worksheet(book_, name); }
  /// Texts; "" leaves the cell empty.
  void row(std::uint32_t row, std::vector<std::string> const &values) {
    for (std::uint16_t column = 0; column < values.size(); ++column) {
      if (!values[column].empty()) {
        worksheet_write_string(sheet_, row, column, values[column].c_str(), nullptr);
      }
    }
  }
  void number(std::uint32_t row, std::uint16_t column, double value) {
    worksheet_write_number(sheet_, row, column, value, nullptr);
  }
  void formula(std::uint32_t row, std::uint16_t column, char const *text, char const *cached) {
    worksheet_write_formula_str(sheet_, row, column, text, nullptr, cached);
  }
  void merge(std::uint32_t first_row, std::uint16_t first_column, std::uint32_t last_row,
             std::uint16_t last_column, char const *text) {
    worksheet_merge_range(sheet_, first_row, first_column, last_row, last_column, text, nullptr);
  }

private:
  lxw_workbook *book_;
  lxw_worksheet *sheet_;
};

inline std::vector<std::string> const staff_header{"岗位编号", "岗位类别", "负责区域", "人员编号",
                                                   "姓名",     "电话",     "开始日期", "结束日期"};

} // namespace yuntu::test
