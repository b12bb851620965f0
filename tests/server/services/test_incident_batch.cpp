#include "server/services/incident_identity.hpp"
#include "server/services/incident_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using Kind = protocol::RowVerdict::Kind;

namespace {

model::IncidentReport of_ticket(std::string const &ticket, std::string const &text = "漏水") {
  model::IncidentReport made;
  made.channel = "hotline";
  made.ticket = ticket;
  made.text = text;
  made.position = place(118.355, 35.052);
  return made;
}

std::vector<protocol::IncidentRow> rows_of(std::vector<model::IncidentReport> const &reports) {
  std::vector<protocol::IncidentRow> rows;
  for (auto const &report : reports) {
    rows.push_back({rows.size() + 1, report});
  }
  return rows;
}

struct Feed {
  TestCity town;
  services::IncidentService service{town.city, "0123456789abcdef",
                                    services::shipped_incident_policy()};

  auto send(std::vector<protocol::IncidentRow> const &rows,
            model::Principal const &who = gateway()) {
    Answer<std::vector<protocol::RowVerdict>> answer;
    service.report_batch(who, rows, town.now, answer.done());
    auto const verdicts = answer.get();
    REQUIRE(verdicts);
    return *verdicts;
  }
  std::size_t stored() { return town.facts<model::IncidentReported>().size(); }
};

std::vector<Kind> kinds(std::vector<protocol::RowVerdict> const &verdicts) {
  std::vector<Kind> made;
  for (auto const &verdict : verdicts) {
    made.push_back(verdict.kind);
  }
  return made;
}

} // namespace

TEST_CASE("the good rows of a batch are one commit, the others have their own verdicts") {
  Feed feed;
  auto outside = of_ticket("T3");
  outside.position = place(119.5, 35);
  auto unknown = of_ticket("T4");
  unknown.position.reset();
  unknown.building = "B9";
  auto rows = rows_of({of_ticket("T1"), of_ticket("T2"), outside, unknown});
  rows.push_back({5, tl::unexpected(std::string("no text"))});
  auto const verdicts = feed.send(rows);
  CHECK(kinds(verdicts) ==
        std::vector{Kind::created, Kind::created, Kind::refused, Kind::refused, Kind::refused});
  CHECK(verdicts[2].reason.find("50 km") != std::string::npos);
  CHECK(verdicts[3].reason.find("\"B9\"") != std::string::npos);
  CHECK(verdicts[4].reason == "no text");
  CHECK(feed.stored() == 2);
  std::size_t holding = 0;
  for (auto const &group : feed.town.commits()) {
    holding += group.facts.empty() ? 0 : 1;
  }
  CHECK(holding == 1);
  auto const &incident = feed.town.city.state().incidents.at(verdicts[0].id);
  CHECK(incident.ticket == "T1");
  CHECK(incident.channel == "hotline");
  CHECK(incident.areas == areas_of("S1", "C1", "G1"));
  CHECK(incident.reporter == "u3");
}

TEST_CASE("a batch sent again stores nothing, whoever sends it") {
  Feed feed;
  auto const rows = rows_of({of_ticket("T1"), of_ticket("T2")});
  auto const first = feed.send(rows);
  feed.town.now = at_s(60);
  auto const again = feed.send(rows);
  CHECK(kinds(again) == std::vector{Kind::repeated, Kind::repeated});
  CHECK(again[0].id == first[0].id);
  CHECK(kinds(feed.send(rows, commander())) == std::vector{Kind::repeated, Kind::repeated});
  CHECK(feed.stored() == 2);
}

TEST_CASE("a ticket that comes again with another text is a conflict, in one batch too") {
  Feed feed;
  auto const verdicts =
      feed.send(rows_of({of_ticket("T1"), of_ticket("T1"), of_ticket("T1", "停电")}));
  CHECK(kinds(verdicts) == std::vector{Kind::created, Kind::repeated, Kind::conflict});
  CHECK(feed.stored() == 1);
  CHECK(feed.town.city.state().incidents.at(verdicts[0].id).text == "漏水");
}

TEST_CASE("a ticket's id is a UUID of its own for each channel and ticket, and always the same") {
  auto const made = services::id_of_ticket("hotline", "12345-1");
  CHECK(made == services::id_of_ticket("hotline", "12345-1"));
  CHECK(made != services::id_of_ticket("hotline", "12345-2"));
  CHECK(made != services::id_of_ticket("reception", "12345-1"));
  CHECK(services::id_of_ticket("a", "bc") != services::id_of_ticket("ab", "c"));
  REQUIRE(made.size() == 36);
  CHECK(made[14] == '8');
  CHECK(std::string("89ab").find(made[19]) != std::string::npos);
}

TEST_CASE("an empty batch is answered") {
  Feed feed;
  CHECK(feed.send({}).empty());
}
