#include "server/net/frame_tracker.hpp"
#include "tests/support/raw_websocket.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

std::string frame(Opcode opcode, std::size_t size, bool is_final = true) {
  FrameFlaws unmasked;
  unmasked.is_masked = false;
  auto bytes = make_frame(opcode, std::string(size, 'x'), unmasked);
  bytes[0] = static_cast<char>(static_cast<unsigned char>(bytes[0]) & (is_final ? 0xFFU : 0x7FU));
  return bytes;
}

/// Where another message may begin, counted in bytes from the start.
std::vector<std::size_t> borders_in(std::string const &bytes) {
  net::FrameTracker tracker;
  std::vector<std::size_t> borders;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    tracker.take(&bytes[i], 1);
    if (tracker.is_between_messages()) {
      borders.push_back(i + 1);
    }
  }
  return borders;
}

bool is_between_after(std::string const &bytes) {
  net::FrameTracker tracker;
  tracker.take(bytes.data(), bytes.size());
  return tracker.is_between_messages();
}

} // namespace

TEST_CASE("a message may follow a whole frame and nothing less, whatever its length takes") {
  auto const size = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{125}, std::size_t{126},
                             std::size_t{65'535}, std::size_t{65'536});
  auto const first = frame(Opcode::binary, size);
  auto const second = frame(Opcode::binary, 3);
  CHECK(borders_in(first + second) ==
        std::vector<std::size_t>{first.size(), first.size() + second.size()});
}

TEST_CASE("the header made for a message is the one a peer expects") {
  auto const size = GENERATE(std::size_t{0}, std::size_t{125}, std::size_t{126},
                             std::size_t{65'535}, std::size_t{65'536}, std::size_t{70'000});
  net::FrameHeader const header(net::FrameHeader::Kind::text, size);
  std::string const made(header.data(), header.data() + header.size());
  CHECK(made + std::string(size, 'x') == frame(Opcode::text, size));
}

TEST_CASE("a masked frame is as long as its mask makes it") {
  auto const masked = make_frame(Opcode::binary, "four");
  CHECK(borders_in(masked) == std::vector<std::size_t>{masked.size()});
}

TEST_CASE("no message may come into an open fragmented one, a control frame between or not") {
  auto const open = frame(Opcode::binary, 10, false);
  CHECK_FALSE(is_between_after(open));
  CHECK_FALSE(is_between_after(open + frame(Opcode::ping, 2)));
  CHECK_FALSE(is_between_after(open + frame(Opcode::continuation, 2, false)));
  CHECK(is_between_after(open + frame(Opcode::ping, 2) + frame(Opcode::continuation, 2)));
}

TEST_CASE("no message may follow a close frame") {
  CHECK_FALSE(is_between_after(frame(Opcode::close, 2)));
  CHECK_FALSE(is_between_after(frame(Opcode::close, 2) + frame(Opcode::pong, 2)));
}
