#include "server/store/data_directory.hpp"
#include "server/store/event_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <optional>

using namespace yuntu;
using namespace yuntu::testing;
using Catch::Contains;

namespace fs = std::filesystem;

TEST_CASE("a new data directory belongs to the owner alone") {
  TempDirectory folder;
  auto const directory = store::open_data_directory(folder / "some/where/data/");
  CHECK(directory.root == folder / "some/where/data");
  CHECK(fs::status(directory.root).permissions() == fs::perms::owner_all);
}

TEST_CASE("an existing data directory is taken as it is") {
  TempDirectory folder;
  auto const before = fs::status(folder.path()).permissions();
  CHECK(store::open_data_directory(folder.path()).root == folder.path());
  CHECK(fs::status(folder.path()).permissions() == before);
}

TEST_CASE("a file in the data directory's place is refused by name") {
  TempDirectory folder;
  std::ofstream(folder / "data") << "x";
  CHECK_THROWS_WITH(store::open_data_directory(folder / "data"),
                    Contains("data: the data directory is not a folder"));
  CHECK_THROWS_AS(store::open_data_directory(folder / "data/below"), store::StorageFailed);
  CHECK_THROWS_AS(store::open_data_directory(""), store::StorageFailed);
}

TEST_CASE("a data directory has one writer at a time") {
  TempDirectory folder;
  auto const directory = store::open_data_directory(folder.path());
  std::optional<store::WriterLock> first(directory);
  CHECK_THROWS_WITH(store::WriterLock(directory), Contains("in use by another yuntu process"));
  CHECK_THROWS_AS(store::WriterLock(directory), store::StorageBusy);
  first.reset();
  CHECK_NOTHROW(store::WriterLock(directory));
}
