#include "server/store/event_log.hpp"
#include "server/store/import_spool.hpp"

#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace yuntu;
using namespace yuntu::store;
namespace fs = std::filesystem;

namespace {

model::ImportJob sample_job() {
  model::ImportJob job;
  job.id = "0123456789abcdef";
  job.user = "u7";
  job.layer = model::LayerKind::building;
  job.name = "楼栋 2026.zip";
  job.phase = model::ImportPhase::accepting;
  job.version = "fedcba9876543210";
  job.began = model::from_unix_ms(1'800'000'000'000);
  job.changed = model::from_unix_ms(1'800'000'060'000);
  return job;
}

void make_old(fs::path const &file) {
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours{2});
}

} // namespace

TEST_CASE("a record of an import comes back as it was saved, its files do not") {
  testing::TempDirectory const dir;
  auto const folder = dir.path() / "spool";
  auto const job = sample_job();
  {
    ImportSpool const spool(folder);
    spool.save(job);
    spool.write(job.id, "zip", 0, "abc");
    spool.write(job.id, "zip", 3, "def");
    CHECK(read_text(spool.source(job.id, "zip"), 6) == "abcdef");
    CHECK(read_text(spool.source(job.id, "zip"), 5).empty());
  }
  auto const jobs = ImportSpool(folder).take_over();
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].id == job.id);
  CHECK(jobs[0].name == job.name);
  CHECK(jobs[0].layer == job.layer);
  CHECK(jobs[0].phase == job.phase);
  CHECK(jobs[0].version == job.version);
  CHECK(jobs[0].changed == job.changed);
  CHECK(jobs[0].files.empty());
  CHECK_FALSE(fs::exists(folder / job.id));
}

TEST_CASE("what is no record is swept from the spool, but not a file being written") {
  testing::TempDirectory const dir;
  ImportSpool spool(dir.path() / "spool");
  spool.save(sample_job());
  auto const put = [&](std::string const &name, std::string const &text) {
    std::ofstream(dir.path() / "spool" / name) << text;
    return dir.path() / "spool" / name;
  };
  auto const torn = put("torn.json", "{\"id\":");
  auto const renamed =
      put("other.json", read_text(dir.path() / "spool/0123456789abcdef.json", 999));
  auto const old = put("aaaa.sqlite", "left by an import that was killed");
  auto const young = put("bbbb.sqlite", "of an import under way");
  for (auto const &file : {torn, renamed, old}) {
    make_old(file);
  }
  CHECK(spool.take_over().size() == 1);
  for (auto const &file : {torn, renamed, old}) {
    INFO(file);
    CHECK_FALSE(fs::exists(file));
  }
  CHECK(fs::exists(young));
}

TEST_CASE("a file that is begun again keeps nothing of a longer one before it") {
  testing::TempDirectory const dir;
  ImportSpool const spool(dir.path() / "spool");
  spool.write("job", "csv", 0, "lon,lat\n118,35\n119,36\n");
  spool.write("job", "csv", 0, "lon,lat\n");
  spool.write("job", "csv", 8, "118,35\n");
  CHECK(read_text(spool.source("job", "csv"), 1000) == "lon,lat\n118,35\n");
}

TEST_CASE("of a long text the beginning and the end are read, of a short one all") {
  testing::TempDirectory const dir;
  auto const file = dir.path() / "words.txt";
  std::ofstream(file) << "first " << std::string(1'000'000, 'x') << " last";
  auto const ends = read_ends(file, 100);
  CHECK(ends.starts_with("first x"));
  CHECK(ends.ends_with("x last"));
  CHECK(ends.find("[…]") != std::string::npos);
  CHECK(ends.size() < 120);
  std::ofstream(file) << "all of it";
  CHECK(read_ends(file, 100) == "all of it");
  CHECK(read_ends(dir.path() / "absent", 100).empty());
}

TEST_CASE("an upload follows no link out of the spool") {
  testing::TempDirectory const dir;
  ImportSpool const spool(dir.path() / "spool");
  fs::create_directory(dir.path() / "spool" / "job");
  std::ofstream(dir.path() / "outside") << "mine";
  fs::create_symlink(dir.path() / "outside", spool.source("job", "zip"));
  CHECK_THROWS_AS(spool.write("job", "zip", 0, "theirs"), StorageFailed);
  CHECK(read_text(dir.path() / "outside", 99) == "mine");
}
