#include "tests/geo/temp_dir.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/staff/sheet_table.hpp"

#include <catch2/catch.hpp>

#include <zip.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Contains;

namespace {

using Entries = std::map<std::string, std::string>;

Entries entries(std::string const &sheet) {
  return {
      {"xl/workbook.xml", R"(<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)"},
      {"xl/sharedStrings.xml",
       R"(<sst><si><r><t>网</t></r><r><t>格</t></r><rPh><t>wang</t></rPh></si></sst>)"},
      {"xl/worksheets/sheet1.xml", sheet}};
}

void write_zip(std::filesystem::path const &file, Entries const &content) {
  int error = 0;
  auto *const zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  REQUIRE(zip != nullptr);
  for (auto const &[name, bytes] : content) {
    auto *const source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    REQUIRE(zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
  }
  REQUIRE(zip_close(zip) == 0);
}

struct Folder {
  TempDir dir;
  std::filesystem::path file = dir.path() / "a.xlsx";

  [[nodiscard]] std::string refusal(Entries const &content) const {
    write_zip(file, content);
    return refusal();
  }
  [[nodiscard]] std::string refusal() const {
    try {
      static_cast<void>(tools::read_xlsx(file, {}));
    } catch (tools::CommandError const &error) {
      return error.what();
    }
    return "accepted";
  }
};

std::string sheet_of(std::string const &rows) {
  return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

} // namespace

TEST_CASE("rich text is joined, its pronunciation left out, prefixes and missing names taken") {
  Folder const folder;
  write_zip(folder.file, entries("<x:worksheet xmlns:x='u'><x:row><x:c t='s'><x:v>0</x:v></x:c>"
                                 "<x:c t='inlineStr'><x:is><x:t> b </x:t></x:is></x:c></x:row>"
                                 "<x:row r='5'><x:c r='B5'><x:v>1.5</x:v></x:c></x:row>"
                                 "</x:worksheet>"));
  auto const table = tools::read_xlsx(folder.file, {});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].number == 1);
  CHECK(table.rows[0].cells.at(0).text == "网格");
  CHECK(table.rows[0].cells.at(1).text == "b");
  CHECK(table.rows[1].number == 5);
  CHECK(table.rows[1].cells.at(0).kind == tools::SheetCell::Kind::empty);
  CHECK(table.rows[1].cells.at(1).number == 1.5);
}

TEST_CASE("a workbook that unpacks to too much is refused before it is all in memory") {
  Folder const folder;
  auto const bomb = sheet_of(std::string(65 * 1024 * 1024, ' '));
  CHECK_THAT(folder.refusal(entries(bomb)), Contains("unpacks to more than 64 MiB"));
}

TEST_CASE("a document type with its entities is refused") {
  Folder const folder;
  auto const lol = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" +
                   sheet_of("<row><c t='str'><v>&b;</v></c></row>");
  CHECK_THAT(folder.refusal(entries(lol)), Contains("document type"));
}

TEST_CASE("elements nested without end are refused") {
  Folder const folder;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<a>";
  }
  CHECK_THAT(folder.refusal(entries(deep)), Contains("deeper than 64"));
}

TEST_CASE("what a workbook refers to must be there") {
  Folder const folder;
  auto content = entries(sheet_of(""));
  content.erase("xl/worksheets/sheet1.xml");
  CHECK_THAT(folder.refusal(content), Contains("\"s\" is missing"));
  content.erase("xl/_rels/workbook.xml.rels");
  CHECK_THAT(folder.refusal(content), Contains("workbook.xml.rels is missing"));
  CHECK_THAT(folder.refusal({{"a.txt", "x"}}), Contains("no workbook"));
  CHECK_THAT(folder.refusal(entries(sheet_of("<row><c t='s'><v>7</v></c></row>"))),
             Contains("text of A1 is missing"));
  CHECK_THAT(folder.refusal(entries(sheet_of("<row><c t='s'><v>-1</v></c></row>"))),
             Contains("text of A1 is missing"));
}

TEST_CASE("rows and cells that lie about their place are refused") {
  Folder const folder;
  auto const rows = GENERATE(std::string("<row r='2'/><row r='2'><c><v>1</v></c></row>"),
                             std::string("<row r='0'/>"), std::string("<row r='99999999999'/>"),
                             std::string("<row r='1'><c r='A2'><v>1</v></c></row>"),
                             std::string("<row r='1'><c r='AAAA1'><v>1</v></c></row>"),
                             std::string("<row r='1'><c r='A1'><v>1e999</v></c></row>"),
                             std::string("<mergeCell ref='A1:'/>"), std::string("<row"));
  CAPTURE(rows);
  CHECK(folder.refusal(entries(sheet_of(rows))) != "accepted");
}

TEST_CASE("a cell far to the right is left out and takes no memory") {
  Folder const folder;
  write_zip(folder.file, entries(sheet_of("<row r='1'><c r='A1'><v>1</v></c>"
                                          "<c r='XFD1'><v>2</v></c></row>")));
  CHECK(tools::read_xlsx(folder.file, {}).rows.at(0).cells.size() == 1);
}

TEST_CASE("a workbook with a byte changed anywhere is read or refused, never more") {
  Folder const folder;
  write_zip(folder.file, entries(sheet_of("<row r='1'><c r='A1' t='s'><v>0</v></c></row>"
                                          "<row r='2'><c r='A2'><f>B1</f><v>3</v></c></row>")));
  std::ifstream in(folder.file, std::ios::binary);
  std::string const whole{std::istreambuf_iterator<char>(in), {}};
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    auto bytes = whole;
    bytes[random() % bytes.size()] = static_cast<char>(random());
    std::ofstream(folder.file, std::ios::binary) << bytes;
    static_cast<void>(folder.refusal());
  }
  for (std::size_t size = 0; size < whole.size(); size += 13) {
    std::ofstream(folder.file, std::ios::binary) << whole.substr(0, size);
    CHECK(folder.refusal() != "accepted");
  }
}
