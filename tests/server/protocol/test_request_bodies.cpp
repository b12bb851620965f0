#include "server/protocol/client_messages.hpp"
#include "server/protocol/resources.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using Catch::Matchers::Contains;

namespace {

template <typename Result>
std::string fault(Result const &result) {
  REQUIRE_FALSE(result);
  CHECK(result.error().status == 400);
  return result.error().detail;
}

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

} // namespace

TEST_CASE("an incident report with everything is read") {
  auto const report = protocol::parse_incident_report(
      R"({"id":")" + id +
      R"(","channel":"hotline","category":"water","text":"水管爆裂","severity":"urgent",
          "lon":118.35,"lat":35.05,"accuracy_m":12.5,"time":"2026-11-20T08:00:00+08:00"})");
  REQUIRE(report);
  CHECK(report->id == id);
  CHECK(report->severity == model::Severity::urgent);
  CHECK(report->position == test::place(118.35, 35.05));
  CHECK(report->accuracy_m == 12.5);
  CHECK(report->time == test::at_s(0));
}

TEST_CASE("an incident names its building instead of a place") {
  auto const report = protocol::parse_incident_report(
      R"({"id":")" + id + R"(","channel":"qr","text":"x","building":"B1","lon":null,"lat":null})");
  REQUIRE(report);
  CHECK(report->building == "B1");
  CHECK_FALSE(report->position);
  CHECK(report->severity == model::Severity::routine);
}

TEST_CASE("what an incident report lacks or has too much of is named") {
  struct Row {
    std::string body;
    std::string words;
  };
  std::string const head = R"({"id":")" + id + R"(","channel":"web","text":"x")";
  std::vector<Row> const rows{
      {"{}", "\"id\" is missing"},
      {R"({"id":"7"})", "\"id\" must be a UUID"},
      {head + "}", "a place is needed"},
      {head + R"(,"lon":1,"lat":2,"building":"B1"})", "a place is needed"},
      {head + R"(,"lon":1})", "\"lat\" is missing"},
      {head + R"(,"lon":181,"lat":2})", "in the world"},
      {head + R"(,"lon":"1","lat":2})", "\"lon\" is \"1\""},
      {head + R"(,"lon":1,"lat":2,"accuracy_m":-1})", "0 to 5000"},
      {head + R"(,"building":"B1","accuracy_m":5})", "unknown field \"accuracy_m\""},
      {head + R"(,"lon":1,"lat":2,"severity":"loud"})", "routine, urgent or critical"},
      {head + R"(,"lon":1,"lat":2,"time":"now"})", "RFC 3339"},
      {head + R"(,"lon":1,"lat":2,"sevrity":"urgent"})", "unknown field \"sevrity\""},
      {R"({"id":")" + id + R"(","channel":"web","text":")" + std::string(4097, 'x') +
           R"(","lon":1,"lat":2})",
       "at most 4096"},
  };
  for (auto const &row : rows) {
    CAPTURE(row.body);
    CHECK_THAT(fault(protocol::parse_incident_report(row.body)), Contains(row.words));
  }
}

TEST_CASE("an action is one of the known words, with a note and evidence") {
  auto const request =
      protocol::parse_action_request(R"({"action":"finish","note":"done","evidence":"p1"})");
  REQUIRE(request);
  CHECK(request->action == model::Action::finish);
  CHECK(request->note == "done");
  CHECK(request->evidence == "p1");
  CHECK_THAT(fault(protocol::parse_action_request(R"({"action":"close"})")),
             Contains("expected one of classify assign"));
  CHECK_THAT(fault(protocol::parse_action_request(R"({"action":"finish","who":"me"})")),
             Contains("unknown field \"who\""));
}

TEST_CASE("duty is on or off, at a time, for a worker") {
  auto const request =
      protocol::parse_duty_request(R"({"on":true,"time":"2026-11-20T00:00:00Z","worker":"w-1"})");
  REQUIRE(request);
  CHECK(request->is_on);
  CHECK(request->time == test::at_s(0));
  CHECK(request->worker == "w-1");
  CHECK_THAT(fault(protocol::parse_duty_request(R"({"on":"yes"})")), Contains("true or false"));
  CHECK_THAT(fault(protocol::parse_duty_request(R"({"on":true,"worker":"a b"})")),
             Contains("\"worker\""));
  CHECK_THAT(fault(protocol::parse_duty_request(R"({"on":true,"off":false})")),
             Contains("unknown field"));
}

TEST_CASE("a closure of a station has no place of its own") {
  auto const request =
      protocol::parse_closure_request(R"({"id":")" + id + R"(","station":"T1","incident":"i"})");
  REQUIRE(request);
  CHECK(request->station == "T1");
  CHECK(request->incident == "i");
  for (std::string const more : {R"(,"station":"T1","lon":1,"lat":2)", R"(,"station":"")", ""}) {
    CHECK_THAT(fault(protocol::parse_closure_request(R"({"id":")" + id + "\"" + more + "}")),
               Contains("either \"lon\" and \"lat\", or \"station\""));
  }
}

TEST_CASE("a closure has an id and a place") {
  auto const request = protocol::parse_closure_request(
      R"({"id":")" + id + R"(","lon":1,"lat":2,"reason":"flood","until":"2026-11-20T00:00:00Z"})");
  REQUIRE(request);
  CHECK(request->reason == "flood");
  CHECK(request->until == test::at_s(0));
  CHECK_THAT(fault(protocol::parse_closure_request(R"({"id":")" + id + R"(","lon":1})")),
             Contains("\"lat\" is missing"));
  CHECK_THAT(fault(protocol::parse_closure_request(R"({"id":")" + id +
                                                   R"(","lon":1,"lat":2,"street":"x"})")),
             Contains("unknown field \"street\""));
}

TEST_CASE("a sign-in code comes alone") {
  CHECK(protocol::parse_sign_in_code(R"({"code":"abc"})").value() == "abc");
  CHECK_THAT(fault(protocol::parse_sign_in_code(R"({"code":"abc","next":"/"})")),
             Contains("unknown field \"next\""));
}

TEST_CASE("a batch of positions refuses fields that nobody asked for") {
  std::string const report =
      R"({"seq":1,"time":"2026-11-20T00:00:00Z","lon":1,"lat":2,"accuracy_m":3})";
  CHECK(protocol::parse_position_batch(R"({"device":"d","boot":1,"reports":[)" + report + "]}"));
  CHECK_THAT(fault(protocol::parse_position_batch(
                 R"({"device":"d","boot":1,"wroker":"w","reports":[)" + report + "]}")),
             Contains("unknown field \"wroker\""));
}

TEST_CASE("a UUID is 36 characters with four dashes in their places") {
  CHECK(protocol::is_uuid(id));
  CHECK(protocol::is_uuid("123E4567-E89B-42D3-A456-426614174000"));
  for (auto const *bad :
       {"", "123e4567e89b42d3a456426614174000", "123e4567-e89b-42d3-a456-42661417400",
        "g23e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-42d3-a456-4266141740000",
        "123e4567-e89b-42d3-a4566-26614174000"}) {
    CHECK_FALSE(protocol::is_uuid(bad));
  }
}
