#include "server/protocol/figure_answers.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using nlohmann::json;
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
  made.by = *rules::parse_grouping("category");
  protocol::FigureRow row{"部件", "部件", {}};
  row.counts.add(Count::received, 30);
  row.counts.add(Count::due, 16);
  row.counts.add(Count::closed, 9);
  made.total = row.counts;
  made.rows = {{"", "（无）", {}}, row};
  return made;
}

std::vector<std::string> lines_of(std::string const &text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (auto end = text.find("\r\n"); end != std::string::npos; end = text.find("\r\n", begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 2;
  }
  CHECK(begin == text.size());
  return lines;
}

} // namespace

TEST_CASE("figures tell their range of the log, what they mean, and no rate of nothing") {
  auto const told = json::parse(protocol::figures_json(table()));
  CHECK(told["from"] == "2016-11-30T16:00:00.000Z");
  CHECK(told["to"] == "2016-12-31T16:00:00.000Z");
  CHECK(told["final"] == true);
  CHECK(told["head"] == "ab12");
  CHECK(told["seq"] == 7);
  CHECK(told["by"] == "category");
  CHECK(told["definitions"]["counts"].size() == rules::count_table.size());
  auto const &rate = told["definitions"]["rates"][0];
  CHECK(rate["name"] == "closing_rate");
  CHECK(rate["formula"] == "结案 ÷ 应结案 × 100%");
  CHECK(rate["denominator"] == "due");
  CHECK(told["total"]["counts"]["closed"] == 9);
  CHECK(told["total"]["rates"]["closing_rate"] == 56.25);
  REQUIRE(told["items"].size() == 2);
  CHECK(told["items"][0]["code"].is_null());
  CHECK(told["items"][0]["rates"]["closing_rate"].is_null());
  CHECK(told["items"][1]["name"] == "部件");
}

TEST_CASE("a period that goes on is not final and has no head") {
  auto open = table();
  open.range.head.clear();
  open.range.as_of -= std::chrono::hours{1};
  open.by = {};
  auto const told = json::parse(protocol::figures_json(open));
  CHECK(told["final"] == false);
  CHECK(told["head"].is_null());
  CHECK(told["by"].is_null());
}

TEST_CASE("the CSV opens in a spreadsheet: byte order mark, names, nothing for no rate") {
  auto const csv = protocol::figures_csv(table());
  REQUIRE(csv.starts_with("\xEF\xBB\xBF"));
  auto const lines = lines_of(csv.substr(3));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] ==
        "row,code,name,received,merged,filed,due,closed,on_time,overdue,overdue_open,same_day,"
        "resolved,finished,reworked,extended,passed_on,public_reports,own_findings,closing_rate,"
        "on_time_rate,overdue_rate,same_day_rate,resolution_rate,filing_rate,missed_rate,"
        "finding_rate,rework_rate,extension_rate,passing_rate");
  CHECK(lines[1] == "none,,（无）,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,,,,,,,,,,,");
  CHECK(lines[2] == "item,部件,部件,30,0,0,16,9,0,0,0,0,0,0,0,0,0,0,0,56.25,0.00,0.00,0.00,0.00,"
                    "0.00,,,,0.00,");
  CHECK(lines[3].starts_with("total,,合计,30,"));
}

TEST_CASE("what somebody typed is no formula and no new column") {
  auto evil = table();
  evil.rows = {{"=1+1", "a,\"b\"\r\nc", {}}, {"@x", "-2", {}}};
  auto const csv = protocol::figures_csv(evil);
  CHECK_THAT(csv, Catch::Contains("item,'=1+1,\"a,\"\"b\"\"\r\nc\",0,"));
  CHECK_THAT(csv, Catch::Contains("item,'@x,'-2,0,"));
}

TEST_CASE("the same figures give the same bytes, in a workbook too") {
  auto const bytes = protocol::figures_workbook(table());
  CHECK(bytes.starts_with("PK"));
  CHECK(protocol::figures_workbook(table()) == bytes);
  auto other = table();
  other.rows[1].counts.add(Count::closed);
  CHECK(protocol::figures_workbook(other) != bytes);
}
