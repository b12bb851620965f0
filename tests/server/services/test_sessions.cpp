#include "server/services/secret.hpp"
#include "server/services/session_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using services::PrincipalDirectory;

namespace {

struct Sessions {
  TestCity town;
  services::SessionService service{town.city};

  Sessions() {
    town.commit(model::UserAdded{"u1", model::Role::command, {}, services::digest("token1"), false},
                "Wang");
    town.commit(model::SignInLinkIssued{"u1", services::digest("code1"),
                                        town.now + std::chrono::minutes{10}});
  }
  auto open(std::string const &code) {
    Answer<services::OpenedSession> answer;
    service.open(code, town.now, answer.done());
    return answer.get();
  }
};

} // namespace

TEST_CASE("a sign-in link works once") {
  Sessions sessions;
  auto const opened = sessions.open("code1");
  REQUIRE(opened);
  CHECK(opened->user.name == "Wang");
  CHECK(opened->token.size() == 64);
  CHECK(opened->expires == sessions.town.now + std::chrono::hours{12});
  CHECK(sessions.open("code1").error().status == 401);
  CHECK(sessions.open("code2").error().status == 401);
}

TEST_CASE("a sign-in link works for ten minutes") {
  Sessions sessions;
  sessions.town.now = at_s(600);
  CHECK(sessions.open("code1").error().status == 401);
  sessions.town.now = at_s(599.999);
  CHECK(sessions.open("code1"));
}

TEST_CASE("neither token nor code stands in the log") {
  Sessions sessions;
  auto const opened = sessions.open("code1");
  REQUIRE(opened);
  auto const facts = sessions.town.facts<model::SessionOpened>();
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].session_hash == services::digest(opened->token));
  CHECK(facts[0].session_hash != opened->token);
  CHECK(facts[0].code_hash == services::digest("code1"));
}

TEST_CASE("a cookie tells who it is until the session ends") {
  Sessions sessions;
  auto const opened = sessions.open("code1");
  REQUIRE(opened);
  PrincipalDirectory const directory(sessions.town.city.state());
  auto const who = directory.of_cookie(opened->token, sessions.town.now);
  REQUIRE(who);
  CHECK(who->user == "u1");
  CHECK(who->session_hash == services::digest(opened->token));
  CHECK_FALSE(directory.of_cookie(opened->token, opened->expires));
  CHECK_FALSE(directory.of_cookie("other", sessions.town.now));
  Answer<bool> closed;
  sessions.service.close(*who, sessions.town.now, closed.done());
  CHECK(closed.get());
  PrincipalDirectory const after(sessions.town.city.state());
  CHECK_FALSE(after.of_cookie(opened->token, sessions.town.now));
}

TEST_CASE("a bearer token tells who it is until the user is revoked") {
  Sessions sessions;
  auto const opened = sessions.open("code1");
  PrincipalDirectory const before(sessions.town.city.state());
  REQUIRE(before.of_token("token1"));
  CHECK(before.of_token("token1")->session_hash.empty());
  CHECK_FALSE(before.of_token("token2"));
  CHECK_FALSE(before.of_token(""));
  sessions.town.commit(model::UserRevoked{"u1"});
  PrincipalDirectory const after(sessions.town.city.state());
  CHECK_FALSE(after.of_token("token1"));
  CHECK_FALSE(after.of_cookie(opened->token, sessions.town.now));
}

TEST_CASE("signing out twice, or without a session, does no harm") {
  Sessions sessions;
  Answer<bool> answer;
  sessions.service.close({"u1", model::Role::command, {}, "unknown"}, sessions.town.now,
                         answer.done());
  CHECK(answer.get());
  CHECK(sessions.town.facts<model::SessionClosed>().empty());
}

TEST_CASE(
    "a principal kept for longer is looked up again: role, session and account may be other") {
  Sessions sessions;
  auto const opened = sessions.open("code1");
  PrincipalDirectory const directory(sessions.town.city.state());
  auto const who = directory.of_cookie(opened->token, sessions.town.now).value();
  auto const &state = sessions.town.city.state();
  CHECK(services::still_valid(state, who, sessions.town.now) == who);
  CHECK_FALSE(services::still_valid(state, who, opened->expires));
  sessions.town.commit(model::UserRoleChanged{"u1", model::Role::planner, {}});
  CHECK(services::still_valid(state, who, sessions.town.now)->role == model::Role::planner);
  sessions.town.commit(model::UserRevoked{"u1"});
  CHECK_FALSE(services::still_valid(state, who, sessions.town.now));
}
