#include "server/protocol/csv_records.hpp"
#include "server/protocol/figure_answers.hpp"
#include "server/rules/figures/rate.hpp"

#include <string_view>

namespace yuntu::protocol {
namespace {

void add_line(std::string &csv, std::string_view row, std::string_view code, std::string_view name,
              rules::Counts const &counts) {
  csv += std::string(row) + "," + csv_cell(code) + "," + csv_cell(name);
  for (auto const &definition : rules::count_table) {
    csv += "," + std::to_string(counts[definition.count]);
  }
  for (auto const &rate : rules::rate_table) {
    csv += "," + rate.of(counts).percent();
  }
  csv += csv_line_end;
}

} // namespace

std::string figures_csv(FigureTable const &table) {
  std::string csv(csv_byte_order_mark);
  csv += "row,code,name";
  for (auto const &definition : rules::count_table) {
    csv += "," + std::string(definition.name);
  }
  for (auto const &rate : rules::rate_table) {
    csv += "," + std::string(rate.name);
  }
  csv += csv_line_end;
  for (auto const &row : table.rows) {
    add_line(csv, row.code.empty() ? "none" : "item", row.code, row.name, row.counts);
  }
  add_line(csv, "total", "", "合计", table.total);
  return csv;
}

} // namespace yuntu::protocol
