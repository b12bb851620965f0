#include "server/net/static_files.hpp"
#include "tests/server/net/net_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

std::string header(net::Response const &response, std::string const &name) {
  for (auto const &[key, value] : response.headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

net::Request request(std::string path, std::map<std::string, std::string> headers = {}) {
  net::Request made;
  made.path = std::move(path);
  made.headers = std::move(headers);
  return made;
}

struct Pages {
  Pages() {
    folder.write("index.html", "page");
    folder.write("assets/app-9f.js", "let a;");
    folder.write("assets/app-9f.js.gz", "zipped");
    std::filesystem::create_symlink("/etc/hostname", folder.path() / "link.txt");
  }
  ScratchFolder folder;
};

} // namespace

TEST_CASE("the root is the index page and is revalidated each time") {
  Pages const pages;
  net::StaticFiles const files(pages.folder.path());
  auto const found = files.find(request("/"));
  REQUIRE(found);
  CHECK(*found->body == "page");
  CHECK(found->content_type == "text/html; charset=utf-8");
  CHECK(header(*found, "Cache-Control") == "no-cache");
}

TEST_CASE("a page that has not changed is answered 304 without a body") {
  Pages const pages;
  net::StaticFiles const files(pages.folder.path());
  auto const etag = header(*files.find(request("/")), "ETag");
  auto const again = files.find(request("/", {{"if-none-match", "\"x\", W/" + etag}}));
  CHECK(again->status == 304);
  CHECK(!again->body);
  CHECK(files.find(request("/", {{"if-none-match", "\"x\""}}))->status == 200);
}

TEST_CASE("hashed assets are immutable and go out compressed to those who accept it") {
  Pages const pages;
  net::StaticFiles const files(pages.folder.path());
  auto const plain = files.find(request("/assets/app-9f.js"));
  auto const zipped = files.find(request("/assets/app-9f.js", {{"accept-encoding", "br, gzip"}}));
  auto const refused =
      files.find(request("/assets/app-9f.js", {{"accept-encoding", "gzip;q=0, br"}}));
  CHECK(header(*plain, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(header(*plain, "Vary") == "Accept-Encoding");
  CHECK(*zipped->body == "zipped");
  CHECK(header(*zipped, "Content-Encoding") == "gzip");
  CHECK(zipped->content_type == "text/javascript; charset=utf-8");
  CHECK(header(*zipped, "ETag") != header(*plain, "ETag"));
  CHECK(*refused->body == "let a;");
}

TEST_CASE("links and compressed twins are not pages") {
  Pages const pages;
  net::StaticFiles const files(pages.folder.path());
  CHECK(!files.find(request("/link.txt")));
  CHECK(!files.find(request("/assets/app-9f.js.gz")));
  CHECK(!files.find(request("/assets")));
}

TEST_CASE("a folder without pages is refused by name") {
  ScratchFolder const folder;
  CHECK_THROWS_WITH(net::StaticFiles(folder.path()),
                    Catch::Contains(folder.path().string()) && Catch::Contains("index.html"));
  CHECK_THROWS_WITH(net::StaticFiles(folder.path() / "none"), Catch::Contains("does not exist"));
}
