#include "server/net/send_queue.hpp"
#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_websocket.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace yuntu;
using namespace yuntu::test;

namespace {

constexpr auto token = "Authorization: Bearer command";
using Ends = std::array<std::uint64_t, net::live_ends>; ///< left, silent, stalled, dismissed

live::Frame frame(std::string bytes) {
  return std::make_shared<std::string const>(std::move(bytes));
}

auto const is_ready_once = [](RecordingEndpoint::Viewers const &viewers) {
  return !viewers.empty() && viewers.begin()->second.ready == 1;
};
auto const is_closed = [](RecordingEndpoint::Viewers const &viewers) {
  return !viewers.empty() && viewers.begin()->second.closed != 0;
};

} // namespace

TEST_CASE("offered frames are written whole and in order, then the viewer is ready again") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {token});
  auto const socket = net.live.socket();
  CHECK(socket->offer({}) == 0);
  CHECK(socket->offer({frame("one"), frame(std::string(200'000, '2')), frame("three")}) == 3);
  auto const first = client.read();
  auto const second = client.read();
  auto const third = client.read();
  CHECK(first->payload == "one");
  CHECK(first->opcode == Opcode::binary);
  CHECK(second->payload == std::string(200'000, '2'));
  CHECK(second->is_final);
  CHECK(third->payload == "three");
  CHECK(net.live.wait(is_ready_once));
  CHECK(socket->offer({frame("four")}) == 1);
  CHECK(client.read()->payload == "four");
}

TEST_CASE("a JSON stream gets text frames") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live?format=json", {token});
  net.live.socket()->offer({frame("{}")});
  CHECK(client.read()->opcode == Opcode::text);
  CHECK(net.live.viewers().begin()->second.format == net::LiveFormat::json);
  CHECK(net.live.viewers().begin()->second.is_signed_in);
  CHECK(RawWebSocket(net.port(), "/live?format=xml", {token}).response().status == 400);
}

TEST_CASE("nothing is taken while an offer is under way, and a ping is answered between frames") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {token}, 4096);
  auto const socket = net.live.socket();
  std::vector<live::Frame> frames(8, frame(std::string(4U << 20U, 'f')));
  CHECK(socket->offer(frames) == 8);
  CHECK(socket->offer({frame("later")}) == 0);
  client.send(Opcode::ping, "between");
  int data_frames = 0;
  int data_before_pong = -1;
  while (data_frames < 8 || data_before_pong < 0) {
    auto const got = client.read();
    REQUIRE(got);
    if (got->opcode == Opcode::pong) {
      CHECK(got->payload == "between");
      data_before_pong = data_frames;
    } else {
      CHECK(got->payload.size() == 4U << 20U);
      ++data_frames;
    }
  }
  CHECK(data_before_pong < 8);
  CHECK(net.live.wait(is_ready_once));
}

TEST_CASE("a viewer that takes nothing is closed after the write time") {
  net::NetLimits limits;
  limits.write_time = std::chrono::seconds(1);
  NetFixture net(limits);
  RawWebSocket client(net.port(), "/live", {token}, 4096);
  net.live.socket()->offer(std::vector<live::Frame>(8, frame(std::string(4U << 20U, 'f'))));
  // It goes on talking, so an idle timer would not notice.
  client.send(Opcode::binary, "still here");
  CHECK(net.live.wait(is_closed));
  CHECK(net.live.viewers().begin()->second.ready == 0);
  CHECK(net.live.viewers().begin()->second.closed == 1);
  CHECK(net.listener->counts().live_ended == Ends{0, 0, 1, 0});
}

TEST_CASE("an abrupt reset is told once, also in the middle of an offer") {
  NetFixture net;
  auto const is_writing = GENERATE(false, true);
  RawWebSocket client(net.port(), "/live", {token}, 4096);
  auto const socket = net.live.socket();
  if (is_writing) {
    socket->offer(std::vector<live::Frame>(8, frame(std::string(4U << 20U, 'f'))));
  }
  client.socket().reset();
  CHECK(net.live.wait(is_closed));
  socket->offer({frame("to nobody")});
  socket->close(live::CloseReason::policy, "to nobody");
  net.listener->stop(std::chrono::seconds(5));
  CHECK(net.live.viewers().begin()->second.closed == 1);
  CHECK(net.listener->counts().live_sockets == 0);
  CHECK(net.listener->counts().live_ended == Ends{1, 0, 0, 0});
}

TEST_CASE("a close waits for what was taken") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {token});
  auto const socket = net.live.socket();
  socket->offer({frame("last words"), frame(std::string(1U << 20U, 'z'))});
  socket->close(live::CloseReason::try_again, "resync");
  CHECK(client.read()->payload == "last words");
  CHECK(client.read()->payload.size() == 1U << 20U);
  CHECK(client.read()->close_code() == 1013);
  client.send_close(1013);
  CHECK(net.live.wait(is_closed));
  CHECK(net.listener->counts().live_ended == Ends{0, 0, 0, 1});
}

TEST_CASE("a socket without credentials must send a first message in time") {
  net::NetLimits limits;
  limits.authenticate_time = std::chrono::seconds(1);
  NetFixture net(limits);
  RawWebSocket silent(net.port(), "/live?format=json");
  RawWebSocket talking(net.port(), "/live?format=json");
  CHECK(talking.response().status == 101);
  talking.send(Opcode::text, "{\"type\":\"authenticate\"}");
  auto const end = silent.read(Opcode::close);
  REQUIRE(end);
  CHECK(end->close_code() == 1008);
  CHECK(net.live.wait([](auto const &viewers) { return viewers.size() == 2; }));
  CHECK(!net.live.viewers().at(1).is_signed_in);
  talking.send(Opcode::ping, "alive");
  CHECK(talking.read(Opcode::pong)->payload == "alive");
}

TEST_CASE("sockets that have not signed in are bounded and the place comes back") {
  net::NetLimits limits;
  limits.unauthenticated_sockets = 1;
  NetFixture net(limits);
  RawWebSocket first(net.port());
  CHECK(first.response().status == 101);
  auto const refusal = RawWebSocket(net.port()).response();
  CHECK(refusal.status == 503);
  CHECK(refusal.header("retry-after") == "5");
  CHECK(RawWebSocket(net.port(), "/live", {token}).response().status == 101);
  first.send(Opcode::binary, "authenticate");
  CHECK(net.live.wait([](auto const &viewers) { return viewers.at(1).messages.size() == 1; }));
  CHECK(RawWebSocket(net.port()).response().status == 101);
}

TEST_CASE("a viewer is pinged and one that never answers is dead") {
  net::NetLimits limits;
  limits.ping_time = std::chrono::seconds(1);
  limits.dead_time = std::chrono::seconds(2);
  NetFixture net(limits);
  RawWebSocket answering(net.port(), "/live", {token});
  net.live.socket(1);
  RawWebSocket mute(net.port(), "/live", {token});
  for (int i = 0; i < 3; ++i) {
    auto const ping = answering.read(Opcode::ping);
    REQUIRE(ping);
    answering.send(Opcode::pong, ping->payload);
  }
  CHECK(net.live.wait([](auto const &viewers) { return viewers.at(2).closed == 1; }));
  CHECK(net.live.viewers().at(1).closed == 0);
  CHECK(net.listener->counts().live_ended == Ends{0, 1, 0, 0});
}

TEST_CASE("an endpoint that throws loses that viewer only") {
  NetFixture net;
  auto endpoint = net.live.endpoint();
  endpoint.messages = [](std::vector<net::LiveMessage> const &,
                         std::shared_ptr<net::LiveReplies> const &) {
    throw std::runtime_error("bad message");
  };
  net::ListenerOptions options;
  options.port = 0;
  net::Listener listener(options, net::Router({}), {}, endpoint);
  listener.start();
  RawWebSocket client(listener.port(), "/live", {token});
  RawWebSocket other(listener.port(), "/live", {token});
  client.send(Opcode::binary, "x");
  CHECK(!client.read());
  other.send(Opcode::ping, "alive");
  CHECK(other.read(Opcode::pong)->payload == "alive");
  listener.stop(std::chrono::milliseconds(0));
}

TEST_CASE(
    "a session reads on until what it has handed over weighs too much, and when it is taken") {
  NetFixture net;
  net.live.takes = false;
  RawWebSocket client(net.port(), "/live", {token});
  std::string const report(768, 'x'); // weighs 1 KiB
  for (int i = 0; i < 20; ++i) {
    client.send(Opcode::binary, report);
  }
  CHECK(net.live.wait(
      [](auto const &viewers) { return !viewers.empty() && viewers.at(1).messages.size() == 8; }));
  auto const viewer = net.live.viewers().at(1);
  CHECK(viewer.untaken == 8 * 1024);
  CHECK(viewer.awaited == 1);
  viewer.replies->put({{1, 1024, nullptr}, {1, 1024, nullptr}});
  CHECK(net.live.wait([](auto const &viewers) { return viewers.at(1).messages.size() == 10; }));
  CHECK(net.live.viewers().at(1).untaken == 10 * 1024);
}

TEST_CASE("of who has not signed in one message is read until it is taken") {
  NetFixture net;
  net.live.takes = false;
  RawWebSocket client(net.port(), "/live");
  client.send(Opcode::binary, "token");
  client.send(Opcode::binary, "second");
  client.send(Opcode::binary, "third");
  CHECK(net.live.wait(
      [](auto const &viewers) { return !viewers.empty() && viewers.at(1).messages.size() == 1; }));
  auto const viewer = net.live.viewers().at(1);
  CHECK(viewer.messages == std::vector<std::string>{"token"});
  viewer.replies->put({{1, viewer.untaken, nullptr}});
  CHECK(net.live.wait([](auto const &viewers) { return viewers.at(1).messages.size() == 3; }));
}

TEST_CASE("what was sent just before the end is told before it") {
  NetFixture net;
  for (net::LiveEndpoint::ViewerId id = 1; id <= 50; ++id) {
    {
      RawWebSocket client(net.port(), "/live", {token});
      net.live.socket(id);
      client.send(Opcode::binary, "last words");
    }
    REQUIRE(net.live.wait([id](auto const &viewers) { return viewers.at(id).closed == 1; }));
    CHECK(net.live.viewers().at(id).messages.size() == 1);
  }
}

TEST_CASE("answers wait for the greeting, and are sent though an offer is under way") {
  NetFixture net;
  net.live.answer = frame("answer");
  RawWebSocket client(net.port(), "/live", {token});
  auto const socket = net.live.socket(1);
  client.send(Opcode::binary, "report");
  REQUIRE(net.live.wait([](auto const &viewers) { return viewers.at(1).messages.size() == 1; }));
  CHECK(socket->offer({frame("hello")}) == 1);
  CHECK(client.read()->payload == "hello");
  CHECK(client.read()->payload == "answer");
  client.send(Opcode::binary, "report");
  CHECK(client.read()->payload == "answer");
  CHECK(net.live.viewers().at(1).ready == 1); // answers are no offers
  CHECK(net.listener->counts().live_answers == 2);
  CHECK(net.listener->counts().queued_answer_bytes == 0);
}

TEST_CASE("a viewer for whom too many answers wait is closed") {
  NetFixture net;
  net.live.answer = frame("answer");
  RawWebSocket client(net.port(), "/live", {token});
  for (std::size_t i = 0; i <= net::SendQueue::most_answers; ++i) {
    client.send(Opcode::binary, "report"); // nothing was offered: none of the answers may go
  }
  CHECK(client.read(Opcode::close)->close_code() == 1013);
  client.send_close(1013);
  CHECK(net.live.wait(is_closed));
  CHECK(net.listener->counts().live_answers == net::SendQueue::most_answers);
  CHECK(net.listener->counts().queued_answer_bytes == 0);
}

TEST_CASE("stopping says going away and tells the endpoint of every viewer") {
  NetFixture net;
  RawWebSocket polite(net.port(), "/live", {token});
  RawWebSocket mute(net.port(), "/live", {token});
  std::thread answer([&] {
    auto const end = polite.read(Opcode::close);
    CHECK(end->close_code() == 1001);
    polite.send_close(1001);
  });
  net.live.wait([](auto const &viewers) { return viewers.size() == 2; });
  net.listener->stop(std::chrono::milliseconds(300));
  answer.join();
  for (auto const &[id, viewer] : net.live.viewers()) {
    CHECK(viewer.closed == 1);
  }
}

TEST_CASE("a request for the stream that is no upgrade is told so") {
  NetFixture net;
  auto const answer = ask(net.port(), "GET /live", {token});
  CHECK(answer.status == 426);
  CHECK(answer.header("upgrade") == "websocket");
}
