#include "server/protocol/figure_answers.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tools/yuntu/staff/sheet_table.hpp"

#include <catch2/catch.hpp>

#include <zip.h>

#include <map>
#include <string>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Contains;
using Kind = tools::SheetCell::Kind;
using rules::Count;

namespace {

protocol::FigureTable table() {
  protocol::FigureTable made;
  made.range = {*model::parse_rfc3339("2016-12-01T00:00:00+08:00"),
                *model::parse_rfc3339("2017-01-01T00:00:00+08:00"),
                *model::parse_rfc3339("2017-01-01T00:00:00+08:00"),
                7,
                5,
                "ab12"};
  protocol::FigureRow row{"=1+1", "部件 <&>", {}};
  row.counts.add(Count::received, 30);
  row.counts.add(Count::due, 16);
  row.counts.add(Count::closed, 9);
  made.total = row.counts;
  made.rows = {row};
  return made;
}

struct Written {
  Written() { dir.write("figures.xlsx", protocol::figures_workbook(table())); }
  [[nodiscard]] tools::SheetTable sheet(std::string const &name) const {
    return tools::read_xlsx(dir.path() / "figures.xlsx", name);
  }
  [[nodiscard]] std::string entry(char const *name) const {
    int error = 0;
    auto *const zip = zip_open((dir.path() / "figures.xlsx").c_str(), ZIP_RDONLY, &error);
    REQUIRE(zip != nullptr);
    std::string bytes(1 << 20, '\0');
    auto *const file = zip_fopen(zip, name, 0);
    REQUIRE(file != nullptr);
    bytes.resize(static_cast<std::size_t>(zip_fread(file, bytes.data(), bytes.size())));
    zip_fclose(file);
    zip_discard(zip);
    return bytes;
  }

  TempDir dir;
};

} // namespace

TEST_CASE("the workbook holds names, counts, rates as formulas, and a line for all") {
  Written const written;
  auto const sheet = written.sheet("统计");
  REQUIRE(sheet.rows.size() == 3);
  CHECK(sheet.rows[0].cells[2].text == "受理");
  CHECK(sheet.rows[0].cells[18].text == "结案率");
  auto const &row = sheet.rows[1].cells;
  CHECK(row[0].kind == Kind::text); // what looks like a formula is none
  CHECK(row[0].text == "=1+1");
  CHECK(row[1].text == "部件 <&>");
  CHECK(row[2].number == 30);
  CHECK(row[18].kind == Kind::formula);
  CHECK(sheet.rows[2].cells[1].text == "合计");
  auto const xml = written.entry("xl/worksheets/sheet1.xml");
  CHECK_THAT(xml, Contains("<f>G2/F2</f><v>0.5625</v>"));
  CHECK_THAT(xml, !Contains("<f>M2/M2</f>")); // no rate of nothing
}

TEST_CASE("the second sheet says what each count and rate means, and of what range of the log") {
  Written const written;
  auto const sheet = written.sheet("口径");
  std::map<std::string, std::string> words;
  for (auto const &row : sheet.rows) {
    words[row.cells[0].text] = row.cells[1].text;
  }
  CHECK(words.at("统计期") == "2016-12-01 00:00 起，2017-01-01 00:00 止（不含）");
  CHECK(words.at("日志指纹") == "ab12");
  for (auto const &rate : rules::rate_table) {
    CHECK(words.at(std::string(rate.title)) == rate.formula());
  }
  for (auto const &count : rules::count_table) {
    CHECK(words.at(std::string(count.title)) == count.words);
  }
}
