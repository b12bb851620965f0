#include "tests/server/net/rfc6455_case.hpp"

// Section 8.1 of RFC 6455 with RFC 3629: text is UTF-8, judged over the message and not the frame.

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::test::wire;

namespace {

FrameCase good(char const *what, std::string const &payload) {
  return {"8.1", what, client_frame(fin | text, payload), {payload}};
}

FrameCase bad(char const *what, std::string const &payload) {
  return {"8.1", what, client_frame(fin | text, payload), {}, {}, 1007};
}

FrameCase split(char const *what, std::string const &first, std::string const &second) {
  return {"8.1",
          what,
          client_frame(text, first) + client_frame(fin | continuation, second),
          {first + second}};
}

std::vector<FrameCase> texts() {
  return {
      good("two, three and four bytes", "\xc2\xa2 \xe4\xba\x91\xe5\x9b\xbe \xf0\x9f\x97\xba"),
      good("the first and last of each length",
           std::string("\0\x7f", 2) + "\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80" +
               "\xf4\x8f\xbf\xbf"),
      good("either side of the surrogates", "\xed\x9f\xbf\xee\x80\x80"),
      good("noncharacters are characters", "\xef\xbf\xbe\xef\xb7\x90"),
      split("two bytes cut between frames", "a\xc2", "\xa2z"),
      split("three bytes cut after the first", "\xe4", "\xba\x91"),
      split("three bytes cut after the second", "\xe4\xba", "\x91"),
      split("four bytes cut after the third", "\xf0\x9f\x97", "\xba"),
      {"8.1",
       "one byte a frame",
       client_frame(text, "\xf0") + client_frame(continuation, "\x9f") +
           client_frame(continuation, "\x97") + client_frame(fin | continuation, "\xba"),
       {"\xf0\x9f\x97\xba"}},
      {"5.4",
       "a ping in the middle of a character",
       client_frame(text, "\xe4") + client_frame(fin | ping, "p") +
           client_frame(fin | continuation, "\xba\x91"),
       {"\xe4\xba\x91"},
       {"p"}},
      bad("a byte that is never used", "a\xff"),
      bad("0xC0, an overlong slash", "\xc0\xaf"),
      bad("three bytes for a slash", "\xe0\x80\xaf"),
      bad("four bytes for a slash", "\xf0\x80\x80\xaf"),
      bad("a lone continuation byte", "\x80"),
      bad("a high surrogate", "\xed\xa0\x80"),
      bad("a low surrogate", "\xed\xbf\xbf"),
      bad("a pair of surrogates", "\xed\xa0\xbd\xed\xb7\xba"),
      bad("one above the last code point", "\xf4\x90\x80\x80"),
      bad("five bytes", "\xf8\x88\x80\x80\x80"),
      bad("a character that ends with the message", "\xe4\xba"),
      bad("a letter where a continuation byte belongs", "\xe4\xba"
                                                        "a"),
      {"8.1",
       "a message whose last frame leaves a character open",
       client_frame(text, "ok \xe4") + client_frame(fin | continuation, "\xba"),
       {},
       {},
       1007},
      {"8.1",
       "a bad second frame",
       client_frame(text, "ok") + client_frame(fin | continuation, "\xff"),
       {},
       {},
       1007},
      {"8.1",
       "a character that goes wrong in the second frame",
       client_frame(text, "\xe4") + client_frame(fin | continuation, "\xba\x2e"),
       {},
       {},
       1007},
      {"8.1",
       "bad text after a good message is told of, the good one is delivered",
       client_frame(fin | text, "good") + client_frame(fin | text, "\xff"),
       {"good"},
       {},
       1007},
  };
}

} // namespace

TEST_CASE("RFC 6455: text is UTF-8") {
  check_frame_cases(texts(), 26);
}
