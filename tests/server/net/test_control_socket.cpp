#include "server/net/control_socket.hpp"
#include "tests/server/net/net_fixture.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <thread>

using namespace yuntu;
using namespace yuntu::test;

namespace {

net::ControlSocket::Handler const echo =
    [](std::string line, std::function<void(std::string)> reply) { reply("got " + line); };

} // namespace

TEST_CASE("a line is answered with a line") {
  ScratchFolder const folder;
  auto const path = folder.path() / "yuntu.sock";
  net::ControlSocket const socket(path, echo);
  CHECK(net::ask_server(path, "{\"a\":1}", 10) == "got {\"a\":1}");
  auto const long_line = std::string(1'000'000, 'x');
  CHECK(net::ask_server(path, long_line, 10) == "got " + long_line);
}

TEST_CASE("the socket is the owner's alone and goes away with the server") {
  ScratchFolder const folder;
  auto const path = folder.path() / "yuntu.sock";
  {
    net::ControlSocket const socket(path, echo);
    struct ::stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 07777U) == 0600U);
  }
  CHECK(!std::filesystem::exists(path));
  CHECK(net::ask_server(path, "x", 10) == std::nullopt);
}

TEST_CASE("a reply may come later from another thread") {
  ScratchFolder const folder;
  auto const path = folder.path() / "yuntu.sock";
  net::ControlSocket const socket(path, [](std::string, std::function<void(std::string)> reply) {
    std::thread([reply] { reply("later"); }).detach();
  });
  CHECK(net::ask_server(path, "x", 10) == "later");
}

TEST_CASE("a line over the limit or a failing handler is hung up on, and the next is served") {
  ScratchFolder const folder;
  auto const path = folder.path() / "yuntu.sock";
  net::ControlSocket const socket(
      path, [](std::string line, std::function<void(std::string)> const &reply) {
        if (line == "throw") {
          throw std::runtime_error("broken");
        }
        reply("fine");
      });
  CHECK_THROWS_WITH(net::ask_server(path, std::string((1U << 24U) + 1, 'x'), 60),
                    Catch::Contains("hung up"));
  CHECK_THROWS_WITH(net::ask_server(path, "throw", 10), Catch::Contains("hung up"));
  CHECK(net::ask_server(path, "x", 10) == "fine");
}

TEST_CASE("a second server is refused and a dead server's file is replaced") {
  ScratchFolder const folder;
  auto const path = folder.path() / "yuntu.sock";
  auto const left = folder.path() / "left.sock";
  {
    net::ControlSocket const socket(path, echo);
    CHECK_THROWS_WITH(net::ControlSocket(path, echo), Catch::Contains("another server"));
    CHECK(net::ask_server(path, "x", 10) == "got x");
    std::filesystem::create_hard_link(path, left); // what a killed server leaves
  }
  CHECK(net::ask_server(left, "x", 10) == std::nullopt);
  net::ControlSocket const again(left, echo);
  CHECK(net::ask_server(left, "x", 10) == "got x");
}

TEST_CASE("a file that is no socket is never removed") {
  ScratchFolder const folder;
  folder.write("yuntu.sock", "precious");
  CHECK_THROWS_WITH(net::ControlSocket(folder.path() / "yuntu.sock", echo),
                    Catch::Contains("not a socket"));
  CHECK(std::filesystem::file_size(folder.path() / "yuntu.sock") == 8);
}

TEST_CASE("a server that does not answer in time is an error") {
  ScratchFolder const folder;
  auto const path = folder.path() / "yuntu.sock";
  std::function<void(std::string)> kept;
  net::ControlSocket const socket(
      path, [&](std::string, std::function<void(std::string)> reply) { kept = std::move(reply); });
  CHECK_THROWS_WITH(net::ask_server(path, "x", 1), Catch::Contains("in time"));
}
