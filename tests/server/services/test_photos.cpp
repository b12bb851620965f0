#include "server/services/incident_service.hpp"
#include "server/services/photo_intake.hpp"
#include "server/services/photo_service.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <optional>

namespace fs = std::filesystem;
using namespace yuntu;
using namespace yuntu::test;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

/// A town with one incident, reported by a resident of B1.
struct Album {
  Album() {
    model::IncidentReport report;
    report.id = id;
    report.channel = "resident";
    report.text = "漏水";
    report.building = "B1";
    Answer<services::ReportedIncident> answer;
    incidents.report(resident(), report, town.now, answer.done());
    receipt = answer.get().value().receipt;
  }

  auto add(services::PhotoOffer const &offer, std::string const &digest = "d1") {
    Answer<services::AddedPhoto> answer;
    photos.add(offer, {digest, "image/png", 5}, town.now, answer.done());
    return answer.get();
  }

  TestCity town;
  services::IncidentService incidents{town.city, "0123456789abcdef",
                                      services::shipped_incident_policy()};
  services::PhotoService photos{town.city};
  std::string receipt;
};

} // namespace

TEST_CASE("a photo becomes a fact of its incident, the same one once") {
  Album album;
  auto const added = album.add({commander(), id, {}});
  REQUIRE(added);
  CHECK(added->is_new);
  auto const again = album.add({commander(), id, {}});
  REQUIRE(again);
  CHECK_FALSE(again->is_new);
  auto const facts = album.town.facts<model::PhotoAdded>();
  REQUIRE(facts.size() == 1);
  CHECK(facts[0] == model::PhotoAdded{id, "d1", "image/png", 5});
  auto const photos = album.town.published().incidents.at(id).photos;
  REQUIRE(photos.size() == 1);
  CHECK(photos[0].actor == "u1");
}

TEST_CASE("who reported adds photos by the receipt, nobody else without rights does") {
  Album album;
  CHECK(album.add({resident(), id, album.receipt}));
  CHECK(album.town.published().incidents.at(id).photos.at(0).actor == "resident");
  CHECK(album.add({resident(), id, {}}).error().status == 404);
  CHECK(album.add({resident(), id, "x"}).error().status == 404);
  CHECK(album.add({grid_worker("G2"), id, {}}).error().status == 404);
  CHECK(album.add({gateway(), id, {}}).error().status == 404);
  CHECK(album.add({commander(), "no", {}}).error().status == 404);
  CHECK(album.photos.refusal({resident(), id, "x"})->status == 404);
  CHECK_FALSE(album.photos.refusal({grid_worker("G1"), id, {}}));
}

TEST_CASE("an incident has twelve photos at most, and says so to the thirteenth") {
  Album album;
  for (int i = 0; i < 12; ++i) {
    CHECK(album.add({commander(), id, {}}, "d" + std::to_string(i)));
  }
  CHECK(album.add({commander(), id, {}}, "d12").error().status == 409);
  CHECK(album.add({commander(), id, {}}, "d3")->is_new == false);
}

TEST_CASE("residents fill four places, so that the staff's evidence has one") {
  Album album;
  for (int i = 0; i < 4; ++i) {
    CHECK(album.add({resident(), id, album.receipt}, "d" + std::to_string(i)));
  }
  CHECK(album.add({resident(), id, album.receipt}, "d4").error().status == 409);
  CHECK(album.add({commander(), id, {}}, "d5"));
}

namespace {

/// The intake with a program that ends when the test says so.
struct Counter {
  using Stored = tl::expected<services::StoredPhoto, protocol::Problem>;

  std::string upload(std::string const &bytes) {
    auto const name = intake.begin();
    REQUIRE(name);
    REQUIRE(intake.take_piece(*name, 0, bytes));
    return *name;
  }
  Stored finish(std::string const &name, int code, std::string const &said,
                std::string const &cleaned = {}) {
    std::optional<Stored> result;
    intake.finish(name, [&](Stored const &stored) { result = stored; });
    std::ofstream(run->out) << said;
    if (!cleaned.empty()) {
      std::ofstream(run->arguments.at(2)) << cleaned;
    }
    on_end(code);
    REQUIRE(result);
    return *result;
  }
  std::size_t files_left() {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(store.incoming("")), fs::directory_iterator()));
  }

  TempDir dir;
  store::PhotoStore store{dir.path() / "photos"};
  std::optional<services::ProgramRun> run;
  services::ImportDoors::OnEnd on_end;
  services::PhotoIntake intake{
      store,
      {[this](services::ProgramRun program, services::ImportDoors::OnEnd end) {
         run = std::move(program);
         on_end = std::move(end);
       },
       [](std::function<void()> const &task) { task(); }}};
};

std::string const good = R"({"media_type":"image/jpeg","bytes":3,"width":1,"height":1})";

} // namespace

TEST_CASE("a photo goes through the program into the store, and nothing else of it stays") {
  Counter counter;
  auto const stored = counter.finish(counter.upload("raw"), 0, good, "abc");
  REQUIRE(stored);
  CHECK(stored->digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(stored->media_type == "image/jpeg");
  CHECK(stored->bytes == 3);
  CHECK(counter.files_left() == 0);
  CHECK(counter.run->arguments.at(0) == "photo");
}

TEST_CASE("what the program refuses, or fails on, is refused and leaves nothing") {
  Counter counter;
  auto const other =
      counter.finish(counter.upload("raw"), 1, R"({"refused":"it is no JPEG","format":"other"})");
  CHECK(other.error().status == 415);
  CHECK(other.error().detail == "it is no JPEG");
  auto const damaged =
      counter.finish(counter.upload("raw"), 1, R"({"refused":"it ends","format":"damaged"})");
  CHECK(damaged.error().status == 422);
  CHECK(counter.finish(counter.upload("raw"), 2, "").error().status == 422);
  CHECK(counter.finish(counter.upload("raw"), -1, good, "abc").error().status == 422);
  CHECK(counter.finish(counter.upload("raw"), 1, good, "abc").error().status == 422);
  CHECK(counter.finish(counter.upload("raw"), 0, R"({"media_type":"text/html"})", "abc")
            .error()
            .status == 422);
  CHECK(counter.files_left() == 0);
}

TEST_CASE("so many photos are on their way at once and no more") {
  Counter counter;
  std::string name;
  for (std::size_t i = 0; i < services::PhotoIntake::most_at_once; ++i) {
    name = counter.upload("raw");
  }
  CHECK(counter.intake.begin().error().status == 503);
  counter.intake.give_up(name);
  CHECK(counter.intake.begin());
}
