#include "tests/tools/staff/workbook_fixture.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/staff/staff_reader.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::tools;
using Catch::Contains;

namespace {

std::string const csv_header = "岗位编号,岗位类别,负责区域,人员编号,姓名,电话,开始日期,结束日期\n";

struct Folder {
  TempDir dir;

  [[nodiscard]] std::filesystem::path file(std::string const &name) const {
    return dir.path() / name;
  }
  void write(std::string const &name, std::string const &bytes) const {
    std::ofstream(file(name), std::ios::binary) << bytes;
  }
  [[nodiscard]] ReadSheet<model::StaffSheet> staff(std::string const &name) const {
    return read_staff_sheet(read_sheet(file(name), {}));
  }
  /// What is said of a file nothing can come of.
  [[nodiscard]] std::string refusal(std::string const &name, std::string const &sheet = {}) const {
    try {
      static_cast<void>(read_staff_sheet(read_sheet(file(name), sheet)));
    } catch (CommandError const &error) {
      return error.what();
    }
    return "accepted";
  }
};

model::Time local(char const *text) {
  return *model::parse_rfc3339(std::string(text) + ":00+08:00");
}

std::string reason_of(ReadSheet<model::StaffSheet> const &sheet, std::int64_t row) {
  for (auto const &refused : sheet.refused) {
    if (refused.row == row) {
      return refused.reason;
    }
  }
  return "accepted";
}

} // namespace

TEST_CASE("a staff sheet in CSV is read by its columns' names, in any order and either language") {
  Folder const folder;
  folder.write("a.csv", "\xef\xbb\xbfTo,from,phone,name,person,area,kind,post,remark\r\n"
                        ",2026-01-05,100-0000-1234,\"张,三\",p0001,371,网格员,W1,x\r\n"
                        "2026/3/1,2026/1/5,,李四,p0002,372,building_head,H1,\r\n"
                        "\r\n"
                        ",,,,,373,社工,S1,\r\n");
  auto const sheet = folder.staff("a.csv");
  REQUIRE(sheet.refused.empty());
  REQUIRE(sheet.read == 3);
  CHECK(sheet.sheet.rows[0] == model::StaffRow{2, "W1", model::PostKind::grid_worker, "371",
                                               "p0001", "张,三", "100-0000-1234",
                                               local("2026-01-05T00:00"), std::nullopt});
  CHECK(sheet.sheet.rows[1].kind == model::PostKind::building_head);
  CHECK(sheet.sheet.rows[1].to == local("2026-03-01T00:00"));
  CHECK(sheet.sheet.rows[2].person.empty());
  CHECK(sheet.sheet.rows[2].row == 5);
}

TEST_CASE("GBK text is found out") {
  Folder const folder;
  // 网格员 and 张三 in GBK.
  folder.write("g.csv", "post,kind,area,person,name,phone,from,to\n"
                        "W1,\xcd\xf8\xb8\xf1\xd4\xb1,371,p1,\xd5\xc5\xc8\xfd,,2026-01-05,\n");
  auto const table = read_sheet(folder.file("g.csv"), {});
  CHECK(table.encoding == "GB18030");
  auto const sheet = read_staff_sheet(table);
  REQUIRE(sheet.refused.empty());
  CHECK(sheet.sheet.rows.at(0).name == "张三");
}

TEST_CASE("a workbook says the same as the CSV file") {
  Folder const folder;
  std::vector<std::string> const row{"W1",   "网格员",        "371399001001001", "p0001",
                                     "张三", "100-0000-1234", "2026-01-05",      "2026-03-01"};
  {
    TestWorkbook book(folder.file("a.xlsx"));
    book.row(0, staff_header);
    book.row(1, row);
    book.row(2, {"W1", "网格员", "", "p0002", "李四"});
    book.number(2, 2, 371'399'001'001'001.0);
    book.number(2, 5, 13'900'001'234.0);
    book.number(2, 6, 46'082); // 2026-03-01
  }
  std::string line = csv_header;
  for (auto const &value : row) {
    line += value + ",";
  }
  folder.write("a.csv", line + "\n");
  auto const sheet = folder.staff("a.xlsx");
  REQUIRE(sheet.refused.empty());
  CHECK(sheet.sheet.rows.at(0) == folder.staff("a.csv").sheet.rows.at(0));
  CHECK(sheet.sheet.rows.at(1).area == "371399001001001");
  CHECK(sheet.sheet.rows.at(1).phone == "13900001234");
  CHECK(sheet.sheet.rows.at(1).from == local("2026-03-01T00:00"));
  REQUIRE(sheet.notes.size() == 2);
  CHECK_THAT(sheet.notes[0], Contains("1 dates"));
  CHECK_THAT(sheet.notes[1], Contains("1 area codes"));
}

TEST_CASE("cells that cannot be trusted refuse their row, by the cell's name") {
  Folder const folder;
  {
    TestWorkbook book(folder.file("b.xlsx"));
    book.row(0, staff_header);
    std::vector<std::string> const good{"W1",   "网格员",        "371",       "p0001",
                                        "张三", "100-0000-1234", "2026-01-05"};
    for (std::uint32_t row = 1; row <= 8; ++row) {
      book.row(row, good);
    }
    book.formula(1, 2, "=A1&\"x\"", "371");
    book.number(2, 3, 17);
    book.number(3, 2, 37'139'900'100'100'101.0);
    book.number(4, 6, 46'082.5);
    book.row(5, {"W1", "网格长"});
    book.row(6, {"", "", "", "", "", "", "05/01/2026"});
    book.merge(7, 0, 8, 0, "W7");
  }
  auto const sheet = folder.staff("b.xlsx");
  CHECK(sheet.read == 8);
  CHECK(sheet.sheet.rows.empty());
  CHECK(sheet.sheet.unreadable == 8);
  CHECK(reason_of(sheet, 2) == "C2 is a formula; paste values");
  CHECK_THAT(reason_of(sheet, 3), Contains("D3") && Contains("leading zeros"));
  CHECK_THAT(reason_of(sheet, 4), Contains("C4") && Contains("15 digits"));
  CHECK_THAT(reason_of(sheet, 5), Contains("G5") && Contains("YYYY-MM-DD"));
  CHECK_THAT(reason_of(sheet, 6), Contains("网格长") && Contains("微网格员 (microgrid_officer)"));
  CHECK_THAT(reason_of(sheet, 7), Contains("G7 is \"05/01/2026\""));
  CHECK_THAT(reason_of(sheet, 8), Contains("A8:A9"));
  CHECK_THAT(reason_of(sheet, 9), Contains("A8:A9"));
}

TEST_CASE("in CSV too a formula and a code written as a number are noticed") {
  Folder const folder;
  folder.write("c.csv", csv_header + "=\"W1\",网格员,371,p1,张三,,2026-01-05,\n"
                                     "W2,网格员,3.71399E+14,p1,张三,,2026-01-05,\n"
                                     "W3,网格员,371,p1,张三,,2026-02-30,\n"
                                     "W4,网格员,371,p1,张三,,26-02-03,\n"
                                     "W5,网格员,371,p1,张三,,20260203,\n");
  auto const sheet = folder.staff("c.csv");
  CHECK(reason_of(sheet, 2) == "A2 is a formula; paste values");
  CHECK_THAT(reason_of(sheet, 3), Contains("C3") && Contains("last digits"));
  CHECK_THAT(reason_of(sheet, 4), Contains("G4") && Contains("2026-02-30"));
  CHECK_THAT(reason_of(sheet, 5), Contains("26-02-03"));
  CHECK_THAT(reason_of(sheet, 6), Contains("20260203"));
}

TEST_CASE("a merged header cell refuses the sheet by its range") {
  Folder const folder;
  {
    TestWorkbook book(folder.file("m.xlsx"));
    book.merge(0, 0, 0, 7, "一季度人员表");
    book.row(1, staff_header);
  }
  CHECK_THAT(folder.refusal("m.xlsx"), Contains("m.xlsx (人员)") && Contains("A1:H1 is merged"));
}

TEST_CASE("missing columns refuse the sheet and are named with those there are") {
  Folder const folder;
  folder.write("d.csv", "岗位编号,类别,area,name\nW1,网格员,371,张三\n");
  CHECK_THAT(folder.refusal("d.csv"), Contains("岗位类别 (kind)") && Contains("结束日期 (to)") &&
                                          Contains("row 1 has: 岗位编号, 类别, area, name"));
  folder.write("e.csv", "post,岗位编号,kind,area,person,name,phone,from,to\n1\n");
  CHECK_THAT(folder.refusal("e.csv"), Contains("two columns") && Contains("A1 and B1"));
}

TEST_CASE("a file nothing can come of is refused in words") {
  Folder const folder;
  CHECK_THAT(folder.refusal("none.csv"), Contains("no such file"));
  folder.write("empty.csv", "");
  CHECK_THAT(folder.refusal("empty.csv"), Contains("empty"));
  folder.write("header.csv", csv_header);
  CHECK_THAT(folder.refusal("header.csv"), Contains("no row below the header"));
  folder.write("old.xls", "\xd0\xcf\x11\xe0 old");
  CHECK_THAT(folder.refusal("old.xls"), Contains("save it as .xlsx"));
  folder.write("wide.csv", "\xff\xfepost");
  CHECK_THAT(folder.refusal("wide.csv"), Contains("UTF-16"));
  folder.write("open.csv", csv_header + "\"W1,网格员\n");
  CHECK_THAT(folder.refusal("open.csv"), Contains("row 2") && Contains("no closing quote"));
  folder.write("half.csv", csv_header + "\"W1\"x,网格员\n");
  CHECK_THAT(folder.refusal("half.csv"), Contains("after a closing quote"));
  folder.write("cut.xlsx", "PK\x03\x04 and no more");
  CHECK_THAT(folder.refusal("cut.xlsx"), Contains("damaged ZIP"));
  folder.write("sheet.csv", csv_header);
  CHECK_THAT(folder.refusal("sheet.csv", "人员"), Contains("--sheet is for workbooks"));
}

TEST_CASE("of several sheets one must be chosen") {
  Folder const folder;
  {
    TestWorkbook book(folder.file("two.xlsx"));
    book.row(0, staff_header);
    book.row(1, {"W1", "网格员", "371", "p1", "张三", "", "2026-01-05"});
    book.add_sheet("其他");
  }
  CHECK_THAT(folder.refusal("two.xlsx"), Contains("--sheet: 人员, 其他"));
  CHECK_THAT(folder.refusal("two.xlsx", "人"), Contains("no sheet \"人\""));
  CHECK(folder.refusal("two.xlsx", "人员") == "accepted");
  CHECK_THAT(folder.refusal("two.xlsx", "其他"), Contains("empty"));
}

TEST_CASE("a roster's shifts begin on their day, and end on the next when the end comes first") {
  Folder const folder;
  {
    TestWorkbook book(folder.file("r.xlsx"));
    book.row(0, {"人员编号", "日期", "上班", "下班"});
    book.row(1, {"p0001", "2026-11-20", "8:30", "17:00"});
    book.row(2, {"p0001", "2026-11-21", "22:00", "06:00"});
    book.row(3, {"p0002", "", "", "24:00"});
    book.number(3, 1, 46'350); // 2026-11-24
    book.number(3, 2, 0.75);
    book.row(4, {"p0002", "2026-11-22", "25:00", "26:00"});
    book.row(5, {"p0002", "2026-11-22", "08:00", "8:00"});
    book.row(6, {"p0002", "", "08:00", "9:00"});
  }
  auto const roster = read_roster_sheet(read_sheet(folder.file("r.xlsx"), {}));
  REQUIRE(roster.sheet.rows.size() == 3);
  CHECK(roster.sheet.rows[0].shift ==
        model::RosterShift{"p0001", local("2026-11-20T08:30"), local("2026-11-20T17:00")});
  CHECK(roster.sheet.rows[1].shift.to == local("2026-11-22T06:00"));
  CHECK(roster.sheet.rows[2].shift ==
        model::RosterShift{"p0002", local("2026-11-24T18:00"), local("2026-11-25T00:00")});
  CHECK(roster.sheet.from == local("2026-11-20T00:00"));
  CHECK(roster.sheet.to == local("2026-11-25T00:00"));
  REQUIRE(roster.refused.size() == 3);
  CHECK_THAT(roster.refused[0].reason, Contains("C5") && Contains("HH:MM"));
  CHECK_THAT(roster.refused[1].reason, Contains("the same"));
  CHECK_THAT(roster.refused[2].reason, Contains("date is empty"));
}
