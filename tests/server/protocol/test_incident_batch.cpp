#include "server/protocol/incident_batch.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using Catch::Matchers::Contains;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

auto read_json(std::string const &rows) {
  auto const read = protocol::parse_incident_rows(R"({"items":[)" + rows + "]}", 500);
  REQUIRE(read);
  return read->rows;
}
auto read_csv(std::string const &text) {
  auto read = protocol::parse_incident_csv(text, 500);
  REQUIRE(read);
  return *read;
}

/// "工单编号,诉求内容,经度,纬度,受理时间\n12345-1,路灯不亮,118.35,35.05,2026-11-20 08:00\n" in
/// GB18030.
std::string const in_gb18030 =
    "\xB9\xA4\xB5\xA5\xB1\xE0\xBA\xC5,\xCB\xDF\xC7\xF3\xC4\xDA\xC8\xDD,\xBE\xAD\xB6\xC8,"
    "\xCE\xB3\xB6\xC8,\xCA\xDC\xC0\xED\xCA\xB1\xBC\xE4\n"
    "12345-1,\xC2\xB7\xB5\xC6\xB2\xBB\xC1\xC1,118.35,35.05,2026-11-20 08:00\n";

} // namespace

TEST_CASE("a batch's rows are read each by itself") {
  auto const rows =
      read_json(R"({"ticket":"T1","text":"a","building":"B1"},{"text":"b","building":"B1"},7,)"
                R"({"id":")" +
                id + R"(","channel":"patrol","text":"c","lon":118.35,"lat":35.05})");
  REQUIRE(rows.size() == 4);
  REQUIRE(rows[0].report);
  CHECK(rows[0].report->ticket == "T1");
  CHECK(rows[0].report->channel == "hotline");
  CHECK(rows[0].report->id.empty());
  CHECK_THAT(rows[1].report.error(), Contains("\"id\" or \"ticket\""));
  CHECK_THAT(rows[2].report.error(), Contains("object"));
  REQUIRE(rows[3].report);
  CHECK(rows[3].number == 4);
  CHECK(rows[3].report->id == id);
  CHECK(rows[3].report->channel == "patrol");
}

TEST_CASE("a row says what is wrong with it") {
  struct Bad {
    std::string fields;
    std::string words;
  };
  std::vector<Bad> const bad{
      {R"("channel":"fax","building":"B1")", "desk tablet resident hotline reception patrol"},
      {R"("id":"7","building":"B1")", "UUID"},
      {R"("lon":118.35)", "\"lat\" is missing"},
      {R"("building":"B1","lon":118.35,"lat":35.05)", "a place is needed"},
      {R"("lon":118.35,"lat":35.05,"datum":"bd10")", "wgs84, gcj02 or bd09"},
      {R"("building":"B1","phone":"138")", "unknown field \"phone\""},
      {R"("building":"B1","severity":"loud")", "routine, urgent or critical"},
      {R"("building":"B1","time":"2026-11-20 08:00")", "RFC 3339"}};
  for (auto const &[fields, words] : bad) {
    auto const rows = read_json(R"({"ticket":"T","text":"x",)" + fields + "}");
    INFO(fields);
    REQUIRE_FALSE(rows.at(0).report);
    CHECK_THAT(rows[0].report.error(), Contains(words));
  }
}

TEST_CASE("a row in another datum is turned as a position is") {
  auto const rows =
      read_json(R"({"ticket":"T","text":"x","lon":118.355,"lat":35.052,"datum":"gcj02"},)"
                R"({"ticket":"U","text":"x","lon":118.355,"lat":35.052,"datum":"bd09"})");
  for (auto const &row : rows) {
    REQUIRE(row.report);
    CHECK(std::abs(row.report->position->lon() - 118.355) > 0.003);
    CHECK(std::abs(row.report->position->lat() - 35.052) < 0.01);
  }
  CHECK(rows[0].report->position != rows[1].report->position);
}

TEST_CASE("a row's place may come with its accuracy, as a report's") {
  auto const rows =
      read_json(R"({"ticket":"T1","text":"a","lon":118.35,"lat":35.05,"accuracy_m":12.5},)"
                R"({"ticket":"T2","text":"a","lon":118.35,"lat":35.05,"accuracy_m":-1},)"
                R"({"ticket":"T3","text":"a","building":"B1","accuracy_m":5})");
  REQUIRE(rows[0].report);
  CHECK(rows[0].report->accuracy_m == 12.5);
  CHECK_THAT(rows[1].report.error(), Contains("\"accuracy_m\" must be metres"));
  CHECK_THAT(rows[2].report.error(), Contains("accuracy_m"));
}

TEST_CASE("a batch with too many rows is refused whole, and so is what is none") {
  auto const rows = [](int count) {
    std::string text = R"({"items":[)";
    for (int i = 0; i < count; ++i) {
      text += (i == 0 ? "" : ",") + std::string(R"({"ticket":"T","text":"x","building":"B"})");
    }
    return protocol::parse_incident_rows(text + "]}", 500);
  };
  CHECK(rows(500));
  CHECK(rows(501).error().status == 413);
  CHECK(protocol::parse_incident_rows("[]", 500).error().status == 400);
  CHECK(protocol::parse_incident_rows("{}", 500).error().status == 400);
  CHECK(protocol::parse_incident_rows(R"({"items":[],"more":1})", 500).error().status == 400);
  CHECK(protocol::parse_incident_rows("", 500).error().status == 400);
}

TEST_CASE("a CSV file names its columns in English or Chinese, and in either encoding") {
  auto const rows = read_csv(in_gb18030).rows;
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].report);
  CHECK(rows[0].number == 1);
  CHECK(rows[0].report->ticket == "12345-1");
  CHECK(rows[0].report->text == "路灯不亮");
  CHECK(rows[0].report->position == test::place(118.35, 35.05));
  CHECK(rows[0].report->time == test::at_s(0));

  auto const more = read_csv("\xEF\xBB\xBFticket,text,building,severity,来电人\r\n"
                             "1,\"a, \"\"b\"\"\nc\",B1,urgent,张三\r\n"
                             "\r\n"
                             "2,d,,,\r\n");
  REQUIRE(more.rows.size() == 2);
  CHECK(more.ignored_columns == std::vector<std::string>{"来电人"});
  REQUIRE(more.rows[0].report);
  CHECK(more.rows[0].report->text == "a, \"b\"\nc");
  CHECK(more.rows[0].report->severity == model::Severity::urgent);
  CHECK(more.rows[1].number == 3); // the blank line is one too
  CHECK_THAT(more.rows[1].report.error(), Contains("a place is needed"));
}

TEST_CASE("times in a CSV file without a zone are Beijing's") {
  auto const time_in = [](std::string const &text) {
    auto const rows = read_csv("ticket;text;building;time\n1;x;B1;" + text + "\n").rows;
    return rows.at(0).report ? rows[0].report->time : std::nullopt;
  };
  CHECK(time_in("2026-11-20 08:00:00") == test::at_s(0));
  CHECK(time_in("2026/11/20 8:00") == test::at_s(0));
  CHECK(time_in("2026-11-20T00:00:00Z") == test::at_s(0));
  CHECK_FALSE(time_in("20 November"));
  CHECK_FALSE(time_in("2026-13-20 08:00"));
}

TEST_CASE("a CSV file in which nothing can be read is refused whole, and says why") {
  auto const fault = [](std::string const &text) {
    auto const read = protocol::parse_incident_csv(text, 2);
    REQUIRE_FALSE(read);
    return read.error().detail;
  };
  CHECK_THAT(fault(""), Contains("columns"));
  CHECK_THAT(fault("ticket,building\n1,B1\n"), Contains("\"text\""));
  CHECK_THAT(fault("text,building\nx,B1\n"), Contains("\"ticket\""));
  CHECK_THAT(fault("ticket,text,内容\n1,x,y\n"), Contains("twice"));
  CHECK_THAT(fault("ticket,text\n1,\"x\n"), Contains("row 1"));
  CHECK_THAT(fault("ticket,text\n1,x\n2,\"x\" y\n"), Contains("row 2"));
  CHECK_THAT(fault(std::string("t\0i\0", 4)), Contains("GB18030"));
  CHECK_THAT(fault("ticket,text\n1,\xFF\xFF\n"), Contains("GB18030"));
  CHECK_THAT(fault("ticket,text\n1,x\n2,x\n3,x\n"), Contains("at most 2"));
}

TEST_CASE("the answer to a batch counts and lists what became of its rows") {
  using Kind = protocol::RowVerdict::Kind;
  auto const answer = nlohmann::json::parse(protocol::batch_json({{1, Kind::created, "a", ""},
                                                                  {2, Kind::repeated, "b", ""},
                                                                  {3, Kind::conflict, "c", "no"},
                                                                  {4, Kind::refused, "", "why"}},
                                                                 {"电话"}));
  CHECK(answer.at("created") == 1);
  CHECK(answer.at("repeated") == 1);
  CHECK(answer.at("conflict") == 1);
  CHECK(answer.at("refused") == 1);
  CHECK(answer.at("ignored_columns") == nlohmann::json({"电话"}));
  CHECK(answer.at("items").at(0) ==
        nlohmann::json{{"row", 1}, {"id", "a"}, {"verdict", "created"}});
  CHECK(answer.at("items").at(3) ==
        nlohmann::json{{"row", 4}, {"id", nullptr}, {"verdict", "refused"}, {"reason", "why"}});
}
