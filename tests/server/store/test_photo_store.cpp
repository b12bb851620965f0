#include "server/store/photo_store.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace fs = std::filesystem;
using yuntu::store::PhotoStore;
using yuntu::testing::TempDirectory;

namespace {

std::string text_of(fs::path const &file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Of "abc" (FIPS 180-2, appendix B.1).
std::string const digest_of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

} // namespace

TEST_CASE("a photo is kept by the digest of its bytes, the same one once") {
  TempDirectory const dir;
  PhotoStore const store(dir / "photos");
  for (int round = 0; round < 2; ++round) {
    store.append("1", 0, "a");
    store.append("1", 1, "bc");
    auto const kept = store.keep(store.incoming("1"));
    CHECK(kept.digest == digest_of_abc);
    CHECK(kept.bytes == 3);
    CHECK(text_of(store.file(kept.digest)) == "abc");
    CHECK_FALSE(fs::exists(store.incoming("1")));
  }
  CHECK((fs::status(store.file(digest_of_abc)).permissions() & fs::perms::others_read) ==
        fs::perms::none);
}

TEST_CASE("photos that nobody knows of are swept, and what was coming in is gone after a start") {
  TempDirectory const dir;
  {
    PhotoStore const store(dir / "photos");
    store.append("1", 0, "abc");
    (void)store.keep(store.incoming("1"));
    store.append("2", 0, "other");
    (void)store.keep(store.incoming("2"));
    store.append("3", 0, "half of");
  }
  PhotoStore const store(dir / "photos");
  CHECK_FALSE(fs::exists(store.incoming("3")));
  CHECK(store.sweep({digest_of_abc}) == 1);
  CHECK(fs::exists(store.file(digest_of_abc)));
  CHECK(store.sweep({digest_of_abc}) == 0);
}

TEST_CASE("a photo that was given up is gone") {
  TempDirectory const dir;
  PhotoStore const store(dir / "photos");
  store.append("1", 0, "abc");
  store.drop("1");
  CHECK_FALSE(fs::exists(store.incoming("1")));
  store.drop("1");
}
