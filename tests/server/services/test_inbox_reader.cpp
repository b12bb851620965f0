#include "server/services/inbox_reader.hpp"
#include "server/services/incident_service.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

std::string const head = "ticket,text,building\n";

/// A town whose inbox is looked into when the test says so.
struct Hall {
  TempDir dir;
  TestCity town;
  services::IncidentService incidents{town.city, "0123456789abcdef",
                                      services::shipped_incident_policy()};
  store::Inbox inbox{dir.path() / "inbox"};
  bool is_closed = false;
  std::vector<std::size_t> batches;
  services::InboxReader reader{inbox, [this](auto const &rows) { return report(rows); }};
  store::Inbox::Clock::time_point now{1h};

  services::InboxReader::Verdicts report(std::vector<protocol::IncidentRow> const &rows) {
    if (is_closed) {
      return tl::unexpected(services::problem_of(store::CommitOutcome::storage_full));
    }
    batches.push_back(rows.size());
    Answer<std::vector<protocol::RowVerdict>> answer;
    incidents.report_batch(gateway(), rows, town.now, answer.done());
    return answer.get();
  }
  void lay(std::string const &name, std::string const &text) {
    std::ofstream(dir.path() / "inbox" / name, std::ios::binary) << text;
  }
  void look() {
    reader.look(now);
    reader.look(now += 2s);
  }
  json report_of(std::string const &name) {
    std::ifstream in(dir.path() / "inbox" / (name + ".report.json"));
    return json::parse(in);
  }
  bool has(std::string const &name) { return fs::exists(dir.path() / "inbox" / name); }
  std::size_t stored() { return town.facts<model::IncidentReported>().size(); }
};

std::string many_rows(int count) {
  auto text = head;
  for (int i = 0; i < count; ++i) {
    text += std::to_string(i) + ",x,B1\n";
  }
  return text;
}

} // namespace

TEST_CASE("a file in the inbox becomes incidents and is put away with a report") {
  Hall hall;
  hall.lay("day.csv", head + "T1,漏水,B1\nT2,停电,B2\n");
  hall.look();
  CHECK(hall.has("done/day.csv"));
  CHECK_FALSE(hall.has("day.csv"));
  CHECK(hall.report_of("done/day.csv").at("created") == 2);
  CHECK(hall.stored() == 2);
  CHECK(hall.reader.counts().done == 1);
  CHECK(hall.reader.counts().rows.created == 2);
}

TEST_CASE("a file with a bad row is refused by name and row, its good rows are taken") {
  Hall hall;
  hall.lay("day.json", R"({"items":[{"ticket":"T1","text":"a","building":"B1"},)"
                       R"({"ticket":"T2","text":"b","building":"B9"}]})");
  hall.look();
  auto const report = hall.report_of("refused/day.json");
  CHECK(report.at("created") == 1);
  CHECK(report.at("refused") == 1);
  CHECK(report.at("items").at(1).at("row") == 2);
  CHECK(report.at("items").at(1).at("reason").get<std::string>().find("B9") != std::string::npos);
  CHECK(hall.stored() == 1);
}

TEST_CASE("a file that is none of ours does not stop the next") {
  Hall hall;
  hall.lay("a.csv", "\xFF\xFE nothing");
  hall.lay("b.json", "{");
  hall.lay("c.csv", head + "T1,漏水,B1\n");
  hall.look();
  CHECK(hall.has("refused/a.csv"));
  CHECK(hall.has("refused/b.json"));
  CHECK_FALSE(hall.report_of("refused/b.json").at("error").get<std::string>().empty());
  CHECK(hall.has("done/c.csv"));
  CHECK(hall.reader.counts().refused == 2);
  CHECK(hall.reader.counts().done == 1);
}

TEST_CASE("a large file is stored in batches, and taken again it is known") {
  Hall hall;
  hall.lay("a.csv", many_rows(1'200));
  hall.look();
  CHECK(hall.batches == std::vector<std::size_t>{500, 500, 200});
  CHECK(hall.stored() == 1'200);
  hall.lay("b.csv", many_rows(1'200)); // as after a crash before it was put away
  hall.look();
  CHECK(hall.report_of("done/b.csv").at("repeated") == 1'200);
  CHECK(hall.stored() == 1'200);
}

TEST_CASE("while nothing is taken a file stays where it is") {
  Hall hall;
  hall.is_closed = true;
  hall.lay("a.csv", head + "T1,漏水,B1\n");
  hall.look();
  CHECK(hall.has("a.csv"));
  CHECK(hall.reader.counts().done + hall.reader.counts().refused == 0);
  hall.is_closed = false;
  hall.look();
  CHECK(hall.has("done/a.csv"));
  CHECK(hall.stored() == 1);
}

TEST_CASE("a batch of long texts has fewer rows") {
  std::vector<protocol::IncidentRow> rows;
  for (std::size_t i = 1; i <= 200; ++i) {
    model::IncidentReport report;
    report.text = std::string(4'000, 'x');
    rows.push_back({i, report});
  }
  auto const batches = services::batches_of(std::move(rows));
  std::size_t next = 1;
  for (auto const &batch : batches) {
    CHECK(batch.size() * 4'000 <= protocol::most_batch_bytes);
    for (auto const &row : batch) {
      CHECK(row.number == next++);
    }
  }
  CHECK(next == 201);
  CHECK(batches.size() == 4);
}
