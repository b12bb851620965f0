#include "server/net/origin_policy.hpp"

#include <catch2/catch.hpp>

using yuntu::net::OriginPolicy;

TEST_CASE("only loopback names are a known host") {
  OriginPolicy const policy({}, 8080);
  CHECK(policy.is_known_host("127.0.0.1"));
  CHECK(policy.is_known_host("localhost:9000"));
  CHECK(policy.is_known_host("[::1]:8080"));
  auto const *const host =
      GENERATE("", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
               "localhost:", "localhost:80a", "localhost:123456", "localhost@evil", "127.0.0.2");
  CAPTURE(host);
  CHECK(!policy.is_known_host(host));
}

TEST_CASE("an origin must be the host of the request itself on the listener's port") {
  OriginPolicy const policy({}, 8080);
  CHECK(policy.is_allowed("http://127.0.0.1:8080", "127.0.0.1:8080"));
  CHECK(policy.is_allowed("http://localhost:8080", "localhost:8080"));
  CHECK(!policy.is_allowed("http://localhost:8080", "127.0.0.1:8080"));
  CHECK(!policy.is_allowed("http://localhost:9000", "localhost:9000"));
  CHECK(!policy.is_allowed("http://evil.example", "evil.example"));
}

TEST_CASE("configured origins replace the default and make their hosts known") {
  OriginPolicy const policy({"https://map.example.gov"}, 8080);
  CHECK(policy.is_allowed("https://map.example.gov", "127.0.0.1:8080"));
  CHECK(!policy.is_allowed("http://127.0.0.1:8080", "127.0.0.1:8080"));
  CHECK(policy.is_known_host("map.example.gov"));
  CHECK(!policy.is_known_host("example.gov"));
}
