#include "tests/server/net/rfc6455_case.hpp"

// Section 5 of RFC 6455, row by row: what a client may send, and what it may not.

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::test::wire;

namespace {

constexpr auto binary_stream = net::LiveFormat::binary;

FrameForm unmasked() {
  FrameForm form;
  form.is_masked = false;
  return form;
}

FrameForm masked_with(std::string mask) {
  FrameForm form;
  form.mask = std::move(mask);
  return form;
}

FrameForm length_form(LengthForm length) {
  FrameForm form;
  form.length = length;
  return form;
}

FrameForm declared(std::uint64_t length, LengthForm form = LengthForm::minimal) {
  return {form, length, true, "\x12\x34\x56\x78"};
}

std::vector<FrameCase> bits_and_opcodes() {
  std::vector<FrameCase> cases{
      {"5.2", "RSV1 without an extension", client_frame(fin | rsv1 | text, "a"), {}, {}, 1002},
      {"5.2", "RSV2", client_frame(fin | rsv2 | text, "a"), {}, {}, 1002},
      {"5.2", "RSV3", client_frame(fin | rsv3 | text, "a"), {}, {}, 1002},
      {"5.2", "all RSV bits", client_frame(fin | 0x70U | text, "a"), {}, {}, 1002},
      {"5.2", "RSV1 on a ping", client_frame(fin | rsv1 | ping, "a"), {}, {}, 1002},
      {"5.2", "RSV3 on a close", client_frame(fin | rsv3 | close_op, "\x03\xe8"), {}, {}, 1002},
      {"5.2",
       "RSV1 on a continuation",
       client_frame(text, "a") + client_frame(fin | rsv1 | continuation, "b"),
       {},
       {},
       1002},
      {"5.2",
       "a good message before RSV2 is delivered",
       client_frame(fin | text, "a") + client_frame(fin | rsv2 | text, "b"),
       {"a"},
       {},
       1002},
      {"5.2", "a reserved opcode without FIN", client_frame(3, "a"), {}, {}, 1002},
      {"5.2",
       "a reserved opcode inside a fragmented message",
       client_frame(text, "a") + client_frame(fin | 4U, "b"),
       {},
       {},
       1002},
  };
  static char const *const names[] = {"opcode 3",  "opcode 4",  "opcode 5",  "opcode 6",
                                      "opcode 7",  "opcode 11", "opcode 12", "opcode 13",
                                      "opcode 14", "opcode 15"};
  unsigned const opcodes[] = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
  for (std::size_t i = 0; i < std::size(opcodes); ++i) {
    cases.push_back({"5.2", names[i], client_frame(fin | opcodes[i], "a"), {}, {}, 1002});
  }
  return cases;
}

std::vector<FrameCase> masking() {
  return {
      {"5.1", "an unmasked text frame", client_frame(fin | text, "a", unmasked()), {}, {}, 1002},
      {"5.1", "an unmasked empty frame", client_frame(fin | text, "", unmasked()), {}, {}, 1002},
      {"5.1", "an unmasked ping", client_frame(fin | ping, "a", unmasked()), {}, {}, 1002},
      {"5.1",
       "an unmasked close",
       client_frame(fin | close_op, "\x03\xe8", unmasked()),
       {},
       {},
       1002},
      {"5.1",
       "an unmasked continuation",
       client_frame(text, "a") + client_frame(fin | continuation, "b", unmasked()),
       {},
       {},
       1002},
      {"5.3",
       "a mask of zeros",
       client_frame(fin | text, "plain", masked_with(std::string(4, '\0'))),
       {"plain"}},
      {"5.3",
       "a mask of ones",
       client_frame(fin | text, "plain", masked_with("\xff\xff\xff\xff")),
       {"plain"}},
      {"5.3",
       "another mask for each frame of a message",
       client_frame(text, "one ") +
           client_frame(fin | continuation, "two", masked_with("\xde\xad\xbe\xef")),
       {"one two"}},
      {"5.3",
       "a payload whose length is no multiple of the mask",
       client_frame(fin | text, "1234567"),
       {"1234567"}},
  };
}

std::vector<FrameCase> lengths() {
  auto const text_of = [](std::size_t size) { return std::string(size, 'x'); };
  auto const of = [&](std::size_t size) { return client_frame(fin | text, text_of(size)); };
  auto const two_to = [](unsigned power) { return std::uint64_t{1} << power; };
  return {
      {"5.2", "an empty message", of(0), {""}},
      {"5.2", "125 bytes, the most of 7 bits", of(125), {text_of(125)}},
      {"5.2", "126 bytes, the least of 16 bits", of(126), {text_of(126)}},
      {"5.2", "127 bytes", of(127), {text_of(127)}},
      {"5.2", "65,535 bytes, the most of 16 bits", of(65'535), {text_of(65'535)}},
      {"5.2", "65,536 bytes, the least of 64 bits", of(65'536), {text_of(65'536)}},
      {"5.2",
       "0 told in 16 bits",
       client_frame(fin | text, "", length_form(LengthForm::in_16_bits)),
       {},
       {},
       1002},
      {"5.2",
       "125 told in 16 bits",
       client_frame(fin | text, text_of(125), length_form(LengthForm::in_16_bits)),
       {},
       {},
       1002},
      {"5.2",
       "5 told in 64 bits",
       client_frame(fin | text, "hello", length_form(LengthForm::in_64_bits)),
       {},
       {},
       1002},
      {"5.2",
       "65,535 told in 64 bits",
       client_frame(fin | text, text_of(65'535), length_form(LengthForm::in_64_bits)),
       {},
       {},
       1002},
      {"5.2",
       "one byte over our limit",
       client_frame(fin | text, "", declared(256 * 1024 + 1)),
       {},
       {},
       1009},
      {"10.4", "2^31", client_frame(fin | text, "", declared(two_to(31))), {}, {}, 1009},
      {"10.4", "2^32", client_frame(fin | text, "", declared(two_to(32))), {}, {}, 1009},
      {"10.4", "2^58", client_frame(fin | text, "", declared(two_to(58))), {}, {}, 1009},
      {"5.2",
       "2^63 - 1, the most there is",
       client_frame(fin | text, "", declared(two_to(63) - 1)),
       {},
       {},
       1009},
      {"5.2",
       "2^63: the most significant bit must be 0",
       client_frame(fin | text, "", declared(two_to(63))),
       {},
       {},
       1009},
      {"5.2", "2^64 - 1", client_frame(fin | text, "", declared(~std::uint64_t{0})), {}, {}, 1009},
      {"10.4",
       "fragments that sum up over our limit",
       client_frame(text, text_of(200'000)) + client_frame(fin | continuation, text_of(62'145)),
       {},
       {},
       1009},
      {"10.4",
       "a second fragment whose length overflows the sum",
       client_frame(text, "ab") + client_frame(fin | continuation, "", declared(~std::uint64_t{0})),
       {},
       {},
       1009},
  };
}

std::vector<FrameCase> fragmentation() {
  auto const end = [](std::string const &payload) {
    return client_frame(fin | continuation, payload);
  };
  auto const middle = [](std::string const &payload) {
    return client_frame(continuation, payload);
  };
  return {
      {"5.4", "two fragments", client_frame(text, "one ") + end("two"), {"one two"}},
      {"5.4",
       "four fragments, two of them empty",
       client_frame(text, "") + middle("one ") + middle("") + end("two"),
       {"one two"}},
      {"5.4",
       "a message of empty fragments only",
       client_frame(text, "") + middle("") + end(""),
       {""}},
      {"5.4",
       "binary in fragments",
       client_frame(binary, std::string("\0\xff", 2)) + end("\xfe"),
       {std::string("\0\xff\xfe", 3)},
       {},
       0,
       binary_stream},
      {"5.4",
       "two fragmented messages in a row",
       client_frame(text, "a") + end("b") + client_frame(text, "c") + end("d"),
       {"ab", "cd"}},
      {"5.4",
       "a ping between fragments",
       client_frame(text, "a") + client_frame(fin | ping, "p") + end("b"),
       {"ab"},
       {"p"}},
      {"5.4",
       "three pings and an unasked pong between fragments",
       client_frame(text, "a") + client_frame(fin | ping, "1") + client_frame(fin | pong, "?") +
           middle("b") + client_frame(fin | ping, "2") + client_frame(fin | ping, "3") + end("c"),
       {"abc"},
       {"1", "2", "3"}},
      {"5.4",
       "a close between fragments ends it, the message is lost",
       client_frame(text, "a") + client_frame(fin | close_op, "\x03\xe8") + end("b"),
       {},
       {},
       1000},
      {"5.4", "a continuation of nothing", end("a"), {}, {}, 1002},
      {"5.4", "an open continuation of nothing", middle("a"), {}, {}, 1002},
      {"5.4",
       "a continuation after a whole message",
       client_frame(fin | text, "a") + end("b"),
       {"a"},
       {},
       1002},
      {"5.4",
       "a text frame inside a fragmented message",
       client_frame(text, "a") + client_frame(fin | text, "b"),
       {},
       {},
       1002},
      {"5.4",
       "a binary frame inside a fragmented message",
       client_frame(text, "a") + client_frame(fin | binary, "b"),
       {},
       {},
       1002},
      {"5.4",
       "a second start of a fragmented message",
       client_frame(text, "a") + client_frame(text, "b"),
       {},
       {},
       1002},
  };
}

std::vector<FrameCase> control_frames() {
  auto const long_payload = std::string(126, 'p');
  std::vector<std::string> flood;
  std::string pings;
  for (int i = 0; i < 500; ++i) {
    flood.push_back("ping " + std::to_string(i));
    pings += client_frame(fin | ping, flood.back());
  }
  return {
      {"5.5.2", "an empty ping", client_frame(fin | ping, ""), {}, {""}},
      {"5.5.2",
       "a ping of 125 bytes comes back unchanged",
       client_frame(fin | ping, std::string(125, '\xff')),
       {},
       {std::string(125, '\xff')}},
      {"5.5.2", "500 pings are answered in order", pings, {}, flood},
      {"5.5.3", "an unasked pong is ignored", client_frame(fin | pong, "who asked?"), {}, {}},
      {"5.5.3", "an empty unasked pong", client_frame(fin | pong, ""), {}, {}},
      {"5.5", "a ping of 126 bytes", client_frame(fin | ping, long_payload), {}, {}, 1002},
      {"5.5", "a pong of 126 bytes", client_frame(fin | pong, long_payload), {}, {}, 1002},
      {"5.5",
       "a close of 126 bytes",
       client_frame(fin | close_op, "\x03\xe8" + std::string(124, 'r')),
       {},
       {},
       1002},
      {"5.5",
       "a ping whose length takes 64 bits",
       client_frame(fin | ping, "", declared(std::uint64_t{1} << 40U)),
       {},
       {},
       1002},
      {"5.5", "a fragmented ping", client_frame(ping, "a"), {}, {}, 1002},
      {"5.5", "a fragmented pong", client_frame(pong, "a"), {}, {}, 1002},
      {"5.5", "a fragmented close", client_frame(close_op, "\x03\xe8"), {}, {}, 1002},
      {"5.4",
       "a fragmented ping inside a fragmented message",
       client_frame(text, "a") + client_frame(ping, "b"),
       {},
       {},
       1002},
      {"5.6", "binary on a stream of text", client_frame(fin | binary, "a"), {}, {}, 1003},
      {"5.6",
       "text on a stream of binary",
       client_frame(fin | text, "a"),
       {},
       {},
       1003,
       binary_stream},
      {"5.6",
       "binary may be any bytes",
       client_frame(fin | binary, "\xff\xfe\xc0"),
       {"\xff\xfe\xc0"},
       {},
       0,
       binary_stream},
  };
}

} // namespace

TEST_CASE("RFC 6455: reserved bits and opcodes") {
  check_frame_cases(bits_and_opcodes(), 20);
}

TEST_CASE("RFC 6455: masking") {
  check_frame_cases(masking(), 9);
}

TEST_CASE("RFC 6455: lengths") {
  check_frame_cases(lengths(), 19);
}

TEST_CASE("RFC 6455: fragmentation") {
  check_frame_cases(fragmentation(), 14);
}

TEST_CASE("RFC 6455: control frames and kinds of data") {
  check_frame_cases(control_frames(), 16);
}
