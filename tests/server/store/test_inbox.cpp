#include "server/store/inbox.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/stat.h>

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using yuntu::store::Inbox;
using yuntu::testing::TempDirectory;
using Names = std::vector<std::string>;

namespace {

void write(fs::path const &file, std::string const &text) {
  std::ofstream(file, std::ios::binary) << text;
}
std::string text_of(fs::path const &file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Folder {
  TempDirectory dir;
  Inbox inbox{dir / "inbox"};
  Inbox::Clock::time_point now{1h};

  fs::path file(std::string const &name) { return dir.path() / "inbox" / name; }
  /// Looks now, and again after two seconds.
  Names settled() {
    (void)inbox.ready(now);
    now += 2s;
    return inbox.ready(now);
  }
};

} // namespace

TEST_CASE("a file in the inbox is whole when it has not changed for two seconds") {
  Folder folder;
  write(folder.file("a.csv"), "x");
  CHECK(folder.inbox.ready(folder.now).empty());
  CHECK(folder.inbox.ready(folder.now += 1999ms).empty());
  write(folder.file("a.csv"), "xy");
  CHECK(folder.inbox.ready(folder.now += 1ms).empty());
  CHECK(folder.inbox.ready(folder.now += 1999ms).empty());
  CHECK(folder.inbox.ready(folder.now += 1ms) == Names{"a.csv"});
}

TEST_CASE("a file that takes another's name is another file") {
  Folder folder;
  write(folder.file("a.csv"), "x");
  write(folder.dir / "other", "y");
  fs::last_write_time(folder.dir / "other", fs::last_write_time(folder.file("a.csv")));
  (void)folder.inbox.ready(folder.now);
  fs::rename(folder.dir / "other", folder.file("a.csv"));
  CHECK(folder.inbox.ready(folder.now += 2s).empty());
  CHECK(folder.inbox.ready(folder.now += 2s) == Names{"a.csv"});
}

TEST_CASE("hidden files, links, folders, pipes and other files are left alone") {
  Folder folder;
  write(folder.file(".a.csv"), "x");
  write(folder.file("a.csv.part"), "x");
  write(folder.file("notes.txt"), "x");
  write(folder.dir / "secret.csv", "x");
  fs::create_symlink(folder.dir / "secret.csv", folder.file("link.csv"));
  fs::create_directory(folder.file("folder.csv"));
  REQUIRE(::mkfifo(folder.file("pipe.csv").c_str(), 0600) == 0);
  write(folder.file("b.JSON"), "x");
  write(folder.file("b.csv"), "x");
  CHECK(folder.settled() == Names{"b.JSON", "b.csv"});
  CHECK_FALSE(folder.inbox.read("link.csv"));
  CHECK_FALSE(folder.inbox.read("pipe.csv"));
  CHECK_FALSE(folder.inbox.read("folder.csv"));
  CHECK(folder.inbox.read("b.csv").value() == "x");
}

TEST_CASE("a file that was taken is put away with its report, and no other in its place") {
  Folder folder;
  for (std::string const text : {"first", "second"}) {
    write(folder.file("a.csv"), text);
    (void)folder.settled();
    auto const name = folder.inbox.settle("a.csv", Inbox::Outcome::done, "report of " + text);
    CHECK(text_of(folder.file("done") / name) == text);
    CHECK(text_of(folder.file("done") / (name + ".report.json")) == "report of " + text);
    CHECK_FALSE(fs::exists(folder.file("a.csv")));
  }
  CHECK(fs::exists(folder.file("done/a.csv")));
  CHECK(fs::exists(folder.file("done/a.2.csv")));
  write(folder.file("a.csv"), "third");
  CHECK(folder.inbox.settle("a.csv", Inbox::Outcome::refused, "") == "a.csv");
  CHECK(fs::exists(folder.file("refused/a.csv")));
}

TEST_CASE("a file larger than any feed's is not read") {
  Folder folder;
  write(folder.file("a.csv"), "x");
  fs::resize_file(folder.file("a.csv"), Inbox::most_bytes + 1);
  auto const read = folder.inbox.read("a.csv");
  REQUIRE_FALSE(read);
  CHECK(read.error().find("16 MiB") != std::string::npos);
}
