#include "server/protocol/figure_answers.hpp"
#include "server/rules/figures/rate.hpp"

#include <xlsxwriter.h>

#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <stdexcept>

namespace yuntu::protocol {
namespace {

using rules::count_table;
using rules::rate_table;

/// Memory that has a name for as long as this lives: the library writes to files only.
class MemoryFile {
public:
  MemoryFile() : descriptor_(::memfd_create("figures", MFD_CLOEXEC)) {
    if (descriptor_ < 0) {
      throw std::runtime_error("no memory for a workbook");
    }
  }
  MemoryFile(MemoryFile const &) = delete;
  MemoryFile &operator=(MemoryFile const &) = delete;
  ~MemoryFile() { ::close(descriptor_); }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  [[nodiscard]] std::string bytes() const {
    std::string bytes(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_END)), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      auto const got =
          ::pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (got <= 0) {
        throw std::runtime_error("a workbook cannot be read back");
      }
      done += static_cast<std::size_t>(got);
    }
    return bytes;
  }

private:
  int descriptor_;
};

std::string local_text(model::Time time) {
  auto text = model::format_rfc3339(time + model::local_offset).substr(0, 16);
  text[10] = ' ';
  return text;
}

class Sheet {
public:
  Sheet(lxw_workbook &book, char const *name, lxw_format *head)
      : sheet_(workbook_add_worksheet(&book, name)), head_(head) {}

  void width(lxw_col_t first, lxw_col_t last, double characters) {
    worksheet_set_column(sheet_, first, last, characters, nullptr);
  }
  void freeze(lxw_row_t rows, lxw_col_t columns) { worksheet_freeze_panes(sheet_, rows, columns); }
  /// As text, whatever it looks like.
  void text(lxw_row_t row, lxw_col_t column, std::string const &words,
            lxw_format *format = nullptr) {
    worksheet_write_string(sheet_, row, column, words.c_str(), format);
  }
  void head(lxw_row_t row, lxw_col_t column, std::string_view words) {
    text(row, column, std::string(words), head_);
  }
  void number(lxw_row_t row, lxw_col_t column, std::int64_t value) {
    worksheet_write_number(sheet_, row, column, static_cast<double>(value), nullptr);
  }
  void formula(lxw_row_t row, lxw_col_t column, std::string const &words, double value,
               lxw_format *format) {
    worksheet_write_formula_num(sheet_, row, column, words.c_str(), format, value);
  }

private:
  lxw_worksheet *sheet_;
  lxw_format *head_;
};

constexpr lxw_col_t first_count = 2; ///< behind code and name

lxw_col_t column_of(rules::Count count) {
  return static_cast<lxw_col_t>(first_count + static_cast<lxw_col_t>(count));
}

/// "E7"
std::string cell_name(lxw_row_t row, lxw_col_t column) {
  char name[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(name, row, column);
  return name;
}

void write_row(Sheet &sheet, lxw_row_t row, FigureRow const &figures, lxw_format *percent) {
  sheet.text(row, 0, figures.code);
  sheet.text(row, 1, figures.name);
  for (auto const &definition : count_table) {
    sheet.number(row, column_of(definition.count), figures.counts[definition.count]);
  }
  auto column = static_cast<lxw_col_t>(first_count + count_table.size());
  for (auto const &rate : rate_table) {
    auto const share = rate.of(figures.counts);
    if (share.has_value()) {
      sheet.formula(row, column,
                    "=" + cell_name(row, column_of(rate.numerator)) + "/" +
                        cell_name(row, column_of(rate.denominator)),
                    static_cast<double>(share.numerator) / static_cast<double>(share.denominator),
                    percent);
    }
    ++column;
  }
}

void write_figures(Sheet &sheet, FigureTable const &table, lxw_format *percent) {
  sheet.head(0, 0, "代码");
  sheet.head(0, 1, "名称");
  for (auto const &definition : count_table) {
    sheet.head(0, column_of(definition.count), definition.title);
  }
  auto column = static_cast<lxw_col_t>(first_count + count_table.size());
  for (auto const &rate : rate_table) {
    sheet.head(0, column++, rate.title);
  }
  lxw_row_t row = 1;
  for (auto const &figures : table.rows) {
    write_row(sheet, row++, figures, percent);
  }
  write_row(sheet, row, {{}, "合计", table.total}, percent);
  sheet.width(0, 0, 18);
  sheet.width(1, 1, 24);
  sheet.width(2, static_cast<lxw_col_t>(column - 1), 11);
  sheet.freeze(1, 2);
}

void write_meanings(Sheet &sheet, FigureRange const &range) {
  lxw_row_t row = 0;
  auto const line = [&](std::string_view title, std::string const &words, std::string_view name) {
    sheet.head(row, 0, title);
    sheet.text(row, 1, words);
    sheet.text(row, 2, std::string(name));
    ++row;
  };
  line("统计期", local_text(range.from) + " 起，" + local_text(range.to) + " 止（不含）", "");
  line("截至", local_text(range.as_of), "");
  line("日志序号", std::to_string(range.seq), "seq");
  line("日志指纹", range.head.empty() ? "统计期未满" : range.head, "head");
  for (auto const &rate : rate_table) {
    line(rate.title, rate.formula(), rate.name);
  }
  for (auto const &definition : count_table) {
    line(definition.title, std::string(definition.words), definition.name);
  }
  sheet.width(0, 0, 12);
  sheet.width(1, 1, 80);
  sheet.width(2, 2, 18);
}

/// Nothing of the clock: the same table gives the same bytes.
void set_properties(lxw_workbook &book, FigureRange const &range) {
  lxw_doc_properties properties{};
  properties.created = std::chrono::system_clock::to_time_t(range.as_of);
  workbook_set_properties(&book, &properties);
}

} // namespace

std::string figures_workbook(FigureTable const &table) {
  MemoryFile const file;
  auto *const book = workbook_new(file.path().c_str());
  if (book == nullptr) {
    throw std::runtime_error("no memory for a workbook");
  }
  set_properties(*book, table.range);
  auto *const head = workbook_add_format(book);
  format_set_bold(head);
  format_set_text_wrap(head);
  auto *const percent = workbook_add_format(book);
  format_set_num_format(percent, "0.00%");
  Sheet figures(*book, "统计", head);
  write_figures(figures, table, percent);
  Sheet meanings(*book, "口径", head);
  write_meanings(meanings, table.range);
  if (auto const error = workbook_close(book); error != LXW_NO_ERROR) {
    throw std::runtime_error(std::string("a workbook cannot be written: ") + lxw_strerror(error));
  }
  return file.bytes();
}

} // namespace yuntu::protocol
