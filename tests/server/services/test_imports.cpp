#include "server/services/import_parts.hpp"
#include "server/services/import_service.hpp"

#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <memory>

using namespace yuntu;
using model::ImportPhase;
using protocol::ImportAct;
using test::TempDir;

namespace {

constexpr auto version = "0123456789abcdef";
constexpr auto community = "00112233445566aa"; ///< in use when the check looked

model::Principal steward(std::string user = "u7") {
  model::Principal principal;
  principal.user = std::move(user);
  principal.role = model::Role::steward;
  return principal;
}

/// The service with programs that end when the test says so, and nothing else that runs.
class Office {
public:
  Office() : spool_(dir_.path() / "spool") { open(); }

  void open(services::KnownVersions const &known = {}) {
    services::ImportDoors doors;
    doors.run = [this](services::ProgramRun program, services::ImportDoors::OnEnd on_end) {
      runs.push_back(std::move(program));
      on_end_ = std::move(on_end);
    };
    doors.end_run = [this] { ++ended; };
    doors.publish = [this](services::ImportDoors::Publication const &publication,
                           services::Done<services::VersionOutcome> done) {
      published.push_back(publication);
      on_published = std::move(done);
    };
    doors.to_imports = [](std::function<void()> const &task) { task(); };
    doors.now = [this] { return now; };
    service = std::make_unique<services::ImportService>(
        spool_, dir_.path(), services::ImportLimits{}, std::move(doors), known,
        [this] { return "import-" + std::to_string(++last_id_) + "-0123456789"; });
  }

  model::ImportJob begin(std::string const &name = "网格.geojson",
                         model::LayerKind layer = model::LayerKind::grid) {
    auto const job = service->begin(steward(), {layer, name, {}});
    REQUIRE(job);
    return *job;
  }
  void upload(std::string const &id, std::string const &bytes, std::string const &name = "") {
    auto const part = service->begin_file(steward(), id, name, 0, bytes.size());
    REQUIRE(part);
    REQUIRE(service->take_piece(id, *part, 0, bytes));
  }
  /// 0 when it was done, else the status of the refusal; 999: not answered yet.
  unsigned act(std::string const &id, protocol::ImportActRequest const &request) {
    auto const status = std::make_shared<unsigned>(999); // the answer may come later
    service->act(steward(), id, request,
                 [status](auto const &result) { *status = result ? 0 : result.error().status; });
    return *status;
  }
  /// The program under way ends, having printed this.
  void end_program(int code, std::string const &out, std::string const &errors = "") {
    REQUIRE(on_end_);
    std::ofstream(runs.back().out) << out;
    std::ofstream(runs.back().errors) << errors;
    std::exchange(on_end_, nullptr)(code);
  }
  std::string uploaded_and_read(std::string const &findings = "[]",
                                model::LayerKind layer = model::LayerKind::grid) {
    auto const id = begin("网格.geojson", layer).id;
    upload(id, "{}");
    CHECK(act(id, {ImportAct::read, {}, {}, false}) == 0);
    end_program(0, report());
    if (on_end_) {
      end_program(0, R"({"ok":true,"against":{"community":")" + std::string(community) +
                         R"("},"findings":)" + findings + R"(,"certificate":{"seal":"s"}})");
    }
    return id;
  }
  [[nodiscard]] static std::string report() {
    return std::string(R"({"layer":"grid","read":2,"written":2,"refused":[],"version":")") +
           version + "\"}";
  }
  [[nodiscard]] ImportPhase phase(std::string const &id) const { return service->find(id)->phase; }
  [[nodiscard]] std::string reason(std::string const &id) const {
    return service->find(id)->reason;
  }
  [[nodiscard]] std::filesystem::path folder() const { return dir_.path() / "spool"; }

  std::unique_ptr<services::ImportService> service;
  std::vector<services::ProgramRun> runs;
  std::vector<services::ImportDoors::Publication> published;
  services::Done<services::VersionOutcome> on_published;
  int ended = 0;
  model::Time now = model::from_unix_ms(1'800'000'000'000);

private:
  TempDir dir_;
  store::ImportSpool spool_;
  services::ImportDoors::OnEnd on_end_;
  int last_id_ = 0;
};

bool has(std::vector<std::string> const &list, std::string const &word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

TEST_CASE("a file is uploaded in pieces, read, checked with the layers in use and published") {
  Office office;
  auto const id = office.begin().id;
  auto const part = office.service->begin_file(steward(), id, "", 0, 6);
  REQUIRE(part == "geojson");
  CHECK(office.service->take_piece(id, *part, 0, "abc"));
  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 409); // not whole yet
  CHECK(office.service->take_piece(id, *part, 3, "def"));
  CHECK(store::read_text(office.folder() / id / "source.geojson", 100) == "abcdef");

  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 0);
  CHECK(office.phase(id) == ImportPhase::reading);
  auto const &read = office.runs.at(0).arguments;
  CHECK(read.front() == "import");
  CHECK(has(read, "--layer=grid"));
  CHECK(has(read, "--source-name=网格.geojson"));
  CHECK(read.back() == (office.folder() / id / "source.geojson").string());
  office.end_program(0, Office::report());
  CHECK(office.phase(id) == ImportPhase::checking);
  CHECK(office.runs.at(1).arguments.front() == "check");
  office.end_program(0, R"({"ok":true,"findings":[],"certificate":{"seal":"s"}})");
  CHECK(office.phase(id) == ImportPhase::ready);
  CHECK(protocol::certificate_json(*office.service->find(id)));
  CHECK(office.published.empty());

  CHECK(office.act(id, {ImportAct::accept, {}, {}, false}) == 999); // not answered yet
  CHECK(office.phase(id) == ImportPhase::accepting);
  REQUIRE(office.published.size() == 1);
  CHECK(office.published[0].version == version);
  CHECK(office.published[0].actor == "u7");
  office.on_published(services::VersionOutcome{version, office.now});
  CHECK(office.phase(id) == ImportPhase::accepted);
  CHECK_FALSE(std::filesystem::exists(office.folder() / id));
}

TEST_CASE("an upload that broke off goes on where it ended, and nowhere else") {
  Office office;
  auto const id = office.begin().id;
  auto const part = office.service->begin_file(steward(), id, "", 0, 6);
  CHECK(office.service->take_piece(id, *part, 0, "abc"));
  auto const elsewhere = office.service->begin_file(steward(), id, "", 4, 6);
  REQUIRE_FALSE(elsewhere);
  CHECK(elsewhere.error().status == 409);
  CHECK(elsewhere.error().detail.find("3 bytes") != std::string::npos);
  CHECK(office.service->begin_file(steward(), id, "", 3, 6));
  CHECK(office.service->take_piece(id, *part, 3, "def"));
  CHECK_FALSE(office.service->take_piece(id, *part, 6, "g"));
}

TEST_CASE("a shapefile needs its parts, and takes no other file") {
  Office office;
  auto const id = office.begin("网格.shp").id;
  office.upload(id, "shape", "网格.SHP");
  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 422);
  office.upload(id, "index", "网格.shx");
  office.upload(id, "table", "网格.dbf");
  CHECK_FALSE(office.service->begin_file(steward(), id, "网格.geojson", 0, 3));
  CHECK_FALSE(office.service->begin_file(steward(), id, "../../etc/passwd", 0, 3));
  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 0);
}

TEST_CASE("a file of a format that is not read is refused before it comes") {
  Office office;
  for (auto const *const name :
       {"map.vrt", "map.xml", "map", "geojson", ".geojson", "map.sqlite"}) {
    INFO(name);
    auto const job = office.service->begin(steward(), {model::LayerKind::grid, name, {}});
    REQUIRE_FALSE(job);
    CHECK(job.error().status == 422);
  }
}

TEST_CASE("what cannot be read says why in the words of its owner, and may be read otherwise") {
  Office office;
  auto const id = office.begin().id;
  office.upload(id, "{}");
  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 0);
  auto const source = (office.folder() / id / "source.geojson").string();
  office.end_program(2, "", "yuntu: " + source + ": cannot be read\n");
  CHECK(office.phase(id) == ImportPhase::failed);
  CHECK(office.reason(id) == "网格.geojson: cannot be read");
  CHECK(office.act(id, {ImportAct::accept, {}, {}, false}) == 409);
  model::ImportReading other;
  other.datum = "gcj02";
  other.fields = {{"code", "WGBM"}};
  CHECK(office.act(id, {ImportAct::read, other, {}, false}) == 0);
  CHECK(has(office.runs.back().arguments, "--datum=gcj02"));
  CHECK(has(office.runs.back().arguments, "--map=code=WGBM"));
}

TEST_CASE("a program that dies or prints nonsense fails the import and nothing else") {
  Office office;
  for (auto const &[code, out] : std::vector<std::pair<int, std::string>>{
           {-1, ""}, {0, "no json"}, {0, R"({"version":"../../x"})"}, {0, R"({"version":7})"}}) {
    auto const id = office.begin().id;
    office.upload(id, "{}");
    CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 0);
    office.end_program(code, out);
    CHECK(office.phase(id) == ImportPhase::failed);
    CHECK_FALSE(office.reason(id).empty());
    CHECK(office.act(id, {ImportAct::refuse, {}, {}, false}) == 0);
  }
  CHECK(office.published.empty());
}

TEST_CASE("a report that says no coordinates fit is kept although nothing was read") {
  Office office;
  auto const id = office.begin().id;
  office.upload(id, "{}");
  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 0);
  office.end_program(2, R"({"detective":{"verdict":"refused"}})", "yuntu: say --datum gcj02\n");
  CHECK(office.phase(id) == ImportPhase::failed);
  CHECK(office.service->find(id)->report.find("detective") != std::string::npos);
}

TEST_CASE("errors in the findings must be accepted knowingly") {
  Office office;
  auto const id = office.uploaded_and_read(
      R"([{"rule":"gap","level":"error"},{"rule":"bad_code","level":"note"},)"
      R"({"rule":"unstaffed","level":"error"}])");
  CHECK(office.service->find(id)->errors == 1);
  CHECK(office.act(id, {ImportAct::accept, {}, {}, false}) == 422);
  CHECK(office.published.empty());
  office.act(id, {ImportAct::accept, {}, {}, true});
  CHECK(office.published.size() == 1);
}

TEST_CASE("layers without areas are not checked") {
  Office office;
  auto const id = office.uploaded_and_read("[]", model::LayerKind::street);
  CHECK(office.phase(id) == ImportPhase::ready);
  CHECK(office.runs.size() == 1);
}

TEST_CASE("one file is read at a time, and a stopped one counts no more") {
  Office office;
  auto const first = office.begin().id;
  auto const second = office.begin().id;
  office.upload(first, "{}");
  office.upload(second, "{}");
  CHECK(office.act(first, {ImportAct::read, {}, {}, false}) == 0);
  CHECK(office.act(second, {ImportAct::read, {}, {}, false}) == 0);
  CHECK(office.runs.size() == 1);
  CHECK(office.phase(second) == ImportPhase::queued);
  CHECK(office.act(first, {ImportAct::cancel, {}, {}, false}) == 0);
  CHECK(office.ended == 1);
  CHECK(office.phase(first) == ImportPhase::failed);
  office.end_program(0, Office::report()); // it had just finished
  CHECK(office.phase(first) == ImportPhase::failed);
  CHECK(office.phase(second) == ImportPhase::reading);
}

TEST_CASE("a publication that fails leaves the import to be accepted again") {
  Office office;
  auto const id = office.uploaded_and_read();
  office.act(id, {ImportAct::accept, {}, {}, false});
  office.on_published(tl::unexpected(protocol::Problem{507, "Full", "the disk is full", {}}));
  CHECK(office.phase(id) == ImportPhase::ready);
  CHECK(office.reason(id) == "the disk is full");
  CHECK(std::filesystem::exists(office.folder() / id));
}

TEST_CASE("what a check looked at goes along with the acceptance") {
  Office office;
  auto const id = office.uploaded_and_read();
  office.act(id, {ImportAct::accept, {}, {}, false});
  REQUIRE(office.published.at(0).against);
  CHECK(*office.published[0].against ==
        services::LayersInUse{{model::LayerKind::community, community}});
  Office other;
  auto const street = other.uploaded_and_read("[]", model::LayerKind::street);
  other.act(street, {ImportAct::accept, {}, {}, false});
  CHECK_FALSE(other.published.at(0).against); // it was not checked
}

TEST_CASE("what was checked against other layers is checked again without being read again") {
  Office office;
  auto const id = office.uploaded_and_read(R"([{"rule":"gap","level":"error"}])");
  office.act(id, {ImportAct::accept, {}, {}, true});
  office.on_published(tl::unexpected(protocol::Problem{409, "Layers have changed", "changed", {}}));
  CHECK(office.phase(id) == ImportPhase::ready);
  CHECK(office.reason(id) == "changed");
  CHECK(office.act(id, {ImportAct::check, {}, {}, false}) == 0);
  CHECK(office.phase(id) == ImportPhase::checking);
  CHECK(office.service->find(id)->errors == 0);
  REQUIRE(office.runs.size() == 3);
  CHECK(office.runs.back().arguments.front() == "check");
  office.end_program(0, R"({"ok":true,"against":{"community":"ffeeddccbbaa0099"},"findings":[]})");
  CHECK(office.phase(id) == ImportPhase::ready);
  CHECK(office.reason(id).empty());
  office.act(id, {ImportAct::accept, {}, {}, false});
  CHECK(office.published.back().against->at(model::LayerKind::community) == "ffeeddccbbaa0099");
}

TEST_CASE("what is decided but waits for the disk is accepted once the log has it") {
  Office office;
  auto const id = office.uploaded_and_read();
  office.act(id, {ImportAct::accept, {}, {}, false});
  office.on_published(services::VersionOutcome{
      version, office.now, services::not_stored_yet(store::CommitOutcome::storage_full)});
  CHECK(office.phase(id) == ImportPhase::accepting);
  CHECK(office.reason(id).find("as soon as the disk has room") != std::string::npos);
  CHECK(office.act(id, {ImportAct::refuse, {}, {}, false}) == 409);
  office.service->settle({{model::LayerKind::grid, "fedcba9876543210"}});
  CHECK(office.phase(id) == ImportPhase::accepting);
  office.service->settle({{model::LayerKind::grid, version}});
  CHECK(office.phase(id) == ImportPhase::accepted);
  CHECK(office.reason(id).empty());
}

TEST_CASE("of a program that says much the beginning and the end are told") {
  Office office;
  auto const id = office.begin().id;
  office.upload(id, "{}");
  CHECK(office.act(id, {ImportAct::read, {}, {}, false}) == 0);
  std::string much = "yuntu: the first line\n";
  while (much.size() < 200'000) {
    much += "网格 again and again\n";
  }
  office.end_program(2, "", much + "yuntu: the last line\n");
  CHECK(office.phase(id) == ImportPhase::failed);
  CHECK(office.reason(id).starts_with("the first line"));
  CHECK(office.reason(id).ends_with("the last line"));
  CHECK(office.reason(id).find("[…]") != std::string::npos);
  CHECK(office.reason(id).size() < 1'100);
}

TEST_CASE("a restart loses what was not decided, says so and keeps no files") {
  Office office;
  auto const uploading = office.begin().id;
  office.upload(uploading, "{}");
  auto const ready = office.uploaded_and_read();
  auto const refused = office.begin().id;
  CHECK(office.act(refused, {ImportAct::refuse, {}, {}, false}) == 0);
  std::ofstream(office.folder() / "0123.json") << "half a rec";
  office.open();
  CHECK(office.phase(uploading) == ImportPhase::lost);
  CHECK(office.reason(ready).find("restarted") != std::string::npos);
  CHECK(office.phase(refused) == ImportPhase::refused);
  CHECK_FALSE(std::filesystem::exists(office.folder() / uploading));
  CHECK_FALSE(std::filesystem::exists(office.folder() / ready));
}

TEST_CASE("after a restart an import that was being published is what the log says") {
  Office office;
  auto const id = office.uploaded_and_read();
  office.act(id, {ImportAct::accept, {}, {}, false});
  SECTION("its fact is there, in use or to come") {
    model::CityState state;
    if (GENERATE(true, false)) {
      state.layers[model::LayerKind::grid] = {model::LayerKind::grid, version, 2, office.now, {}};
    } else {
      state.coming[model::LayerKind::grid] = {
          {model::LayerKind::grid, version, 2, office.now + std::chrono::hours{1}}};
    }
    office.open(services::known_versions(state));
    CHECK(office.phase(id) == ImportPhase::accepted);
  }
  SECTION("it is not") {
    office.open({{model::LayerKind::grid, "fedcba9876543210"}});
    CHECK(office.phase(id) == ImportPhase::lost);
  }
}

TEST_CASE("imports of one person and in all are bounded, and forgotten ones given up") {
  Office office;
  for (int i = 0; i < 3; ++i) {
    (void)office.begin();
  }
  auto const fourth = office.service->begin(steward(), {model::LayerKind::grid, "a.zip", {}});
  REQUIRE_FALSE(fourth);
  CHECK(fourth.error().status == 429);
  CHECK(office.service->begin(steward("u8"), {model::LayerKind::grid, "a.zip", {}}));
  office.now += std::chrono::hours{25};
  office.service->tidy();
  CHECK(office.service->begin(steward(), {model::LayerKind::grid, "a.zip", {}}));
  office.now += std::chrono::hours{24 * 8};
  office.service->tidy();
  CHECK(office.service->list().size() == 1); // given up just now; the others are forgotten
}

TEST_CASE("a steward of a part of the county imports no layer") {
  Office office;
  auto principal = steward();
  principal.areas = {"371399001"};
  auto const job = office.service->begin(principal, {model::LayerKind::grid, "a.zip", {}});
  REQUIRE_FALSE(job);
  CHECK(job.error().status == 403);
}

TEST_CASE("a report of very many refused rows is cut, and all are counted") {
  std::string text = R"({"version":"0123456789abcdef","refused":[)";
  for (int i = 0; i < 1500; ++i) {
    text += (i == 0 ? "" : ",") + std::string(R"({"row":1,"reason":"x"})");
  }
  auto const report = protocol::judge_read_report(text + "]}");
  REQUIRE(report);
  CHECK(report->text.find("\"refused_total\":1500") != std::string::npos);
  CHECK(report->text.size() < text.size());
}

TEST_CASE("requests of the steward's page are taken strictly") {
  CHECK(protocol::parse_import_request(R"({"layer":"grid","file":"a.zip"})"));
  CHECK(protocol::parse_import_request(
      R"({"layer":"grid","file":"a.zip","options":{"crs":"EPSG:4549","map":[{"field":"code","source":"WGBM"}],"repair":true}})"));
  for (auto const *const bad :
       {R"({"layer":"grids","file":"a.zip"})", R"({"layer":"grid","file":"a/b.zip"})",
        R"({"layer":"grid","file":""})", R"({"layer":"grid","file":"a.zip","more":1})",
        "{\"layer\":\"grid\",\"file\":\"a\\u0007.zip\"}",
        R"({"layer":"grid","file":"a.zip","options":{"map":[{"field":"code=1","source":"x"}]}})",
        R"({"layer":"grid","file":"a.zip","options":{"crs":"a\nb"}})"}) {
    INFO(bad);
    CHECK_FALSE(protocol::parse_import_request(bad));
  }
  CHECK_FALSE(protocol::parse_import_act(R"({"action":"publish"})"));
  CHECK(protocol::parse_import_act(R"({"action":"accept","despite_findings":true})"));
}
