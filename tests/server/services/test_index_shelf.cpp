#include "server/services/index_shelf.hpp"
#include "server/store/snapshot_file.hpp"
#include "tests/geo/shapes.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace yuntu;
using services::IndexShelf;
using test::at;
using test::box;
using testing::TempDirectory;

namespace {

/// Takes an index of one box from a shelf, and counts.
struct Taker {
  explicit Taker(std::filesystem::path folder)
      : shelf(std::move(folder), [this](std::string const &event) { told.push_back(event); }) {}

  geo::AreaIndex take(std::string const &content = "grid=1;", std::uint32_t payload = 7) {
    return shelf.take(content, 1, [&] {
      ++made;
      return geo::AreaIndex({{3, "A", box(0, 0, 1000, 1000), payload}});
    });
  }

  IndexShelf shelf;
  int made = 0;
  std::vector<std::string> told;
};

std::vector<std::filesystem::path> files_in(std::filesystem::path const &folder) {
  std::vector<std::filesystem::path> files;
  for (auto const &entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  return files;
}

} // namespace

TEST_CASE("an index is made once and taken from the shelf from then on") {
  TempDirectory const folder;
  Taker first(folder / "index");
  CHECK(first.take().find(at(5, 5)).best[3] == 7U);
  Taker next(folder / "index");
  CHECK(next.take("grid=1;", 8).find(at(5, 5)).best[3] == 7U);
  CHECK(first.made == 1);
  CHECK(next.made == 0);
  CHECK(next.told.empty());
}

TEST_CASE("a damaged snapshot is told, never used, and made anew") {
  TempDirectory const folder;
  (void)Taker(folder / "index").take();
  auto const file = files_in(folder / "index").at(0);
  auto const size = std::filesystem::file_size(file);
  SECTION("a byte is another") {
    std::fstream damaged(file, std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(static_cast<std::streamoff>(size / 2));
    damaged.put('\x55');
  }
  SECTION("it is cut") {
    std::filesystem::resize_file(file, size - 64);
  }
  SECTION("it is empty") {
    std::filesystem::resize_file(file, 0);
  }
  Taker next(folder / "index");
  CHECK(next.take().find(at(5, 5)).best[3] == 7U);
  CHECK(next.made == 1);
  REQUIRE(next.told.size() == 1);
  CHECK_THAT(next.told[0], Catch::Contains("index_snapshot_unused reason=damaged"));
  Taker last(folder / "index");
  (void)last.take();
  CHECK(last.made == 0);
}

TEST_CASE("a snapshot of an older form is told and made anew") {
  TempDirectory const folder;
  Taker first(folder / "index");
  auto const index = first.take();
  store::write_snapshot(files_in(folder / "index").at(0),
                        {"grid=1;", geo::AreaIndex::image_form - 1}, index.image());
  Taker next(folder / "index");
  (void)next.take();
  CHECK(next.made == 1);
  REQUIRE(next.told.size() == 1);
  CHECK_THAT(next.told[0], Catch::Contains("reason=other_form"));
}

TEST_CASE("a snapshot that is no index is told and made anew") {
  TempDirectory const folder;
  (void)Taker(folder / "index").take();
  std::vector<std::uint32_t> const numbers{1, 2, 3};
  store::write_snapshot(files_in(folder / "index").at(0), {"grid=1;", geo::AreaIndex::image_form},
                        {{numbers}, {}});
  Taker next(folder / "index");
  (void)next.take();
  CHECK(next.made == 1);
  CHECK(next.told.size() == 1);
}

TEST_CASE("an index of other layers takes the old one's place, whose readers keep it") {
  TempDirectory const folder;
  (void)Taker(folder / "index").take();
  Taker taker(folder / "index");
  auto const old = taker.take();
  CHECK(taker.take("grid=2;", 9).find(at(5, 5)).best[3] == 9U);
  CHECK(taker.made == 1);
  CHECK(files_in(folder / "index").size() == 1);
  CHECK(old.find(at(5, 5)).best[3] == 7U);
}

TEST_CASE("a shelf in a folder that cannot be written makes the index each time and says so") {
  TempDirectory const folder;
  std::ofstream(folder / "index") << "a file in the folder's place";
  Taker taker(folder / "index");
  CHECK(taker.take().find(at(5, 5)).best[3] == 7U);
  CHECK(taker.take().find(at(5, 5)).best[3] == 7U);
  CHECK(taker.made == 2);
  REQUIRE_FALSE(taker.told.empty());
  CHECK_THAT(taker.told.back(), Catch::Contains("event=index_snapshot_not_written"));
}
