#include "server/net/target.hpp"
#include "server/net/utf8.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::net;

TEST_CASE("a target is decoded once") {
  auto const target = parse_target("/a/%E4%BA%91%2541?name=%E5%9B%BE&at=10:00+08:00&flag");
  REQUIRE(target);
  CHECK(target->path == "/a/云%41");
  CHECK(target->query.at("name") == "图");
  CHECK(target->query.at("at") == "10:00+08:00");
  CHECK(target->query.at("flag").empty());
}

TEST_CASE("a query that names a key twice is refused with the key") {
  auto const target = parse_target("/a?lon=1&lat=2&lon=3");
  REQUIRE(!target);
  CHECK(target.error().find("\"lon\"") != std::string::npos);
}

TEST_CASE("a malformed target is refused") {
  auto const *const bad =
      GENERATE("", "a", "*", "http://127.0.0.1/", "/%", "/%4", "/%4g", "/%zz", "/a%00b", "/a?x=%00",
               "/%0d%0aX:1", "/%7f", "/%ff", "/%c0%af", "/%ed%a0%80", "/%f5%80%80%80", "/a\\b",
               "/%5c", "/a%2fb", "/a%2Fb", "/../a", "/a/..", "/a/./b", "/%2e%2e/a", "/\xE4\xBA\x91",
               "/a b", "/a?b=%c3%28");
  CAPTURE(bad);
  CHECK(!parse_target(bad));
}

TEST_CASE("a name with two dots in it is no dot segment") {
  CHECK(parse_target("/a..b/..."));
}

TEST_CASE("well-formed UTF-8 is told from malformed") {
  CHECK(is_utf8("plain 云图 \xF0\x9F\x97\xBA"));
  auto const *const bad = GENERATE("\x80", "\xC1\x81", "\xE0\x80\x80", "\xED\xBF\xBF",
                                   "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xE4\xBA", "\xE4 \x91");
  CHECK(!is_utf8(bad));
}
