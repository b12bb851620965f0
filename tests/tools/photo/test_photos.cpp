#include "tests/tools/photo/photo_samples.hpp"
#include "tools/yuntu/photo/clean_photo.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <random>
#include <vector>

using namespace yuntu;
using namespace std::string_literals;
using Catch::Matchers::Contains;
using tools::NoPhoto;

namespace {

std::string const secret = "PLANTED118.3512,35.0547";

struct Sample {
  std::string media_type;
  std::string bytes;
};
std::vector<Sample> samples() {
  return {{"image/jpeg", test::sample_jpeg(secret)},
          {"image/png", test::sample_png(secret)},
          {"image/webp", test::sample_webp(secret)}};
}

bool holds(std::string const &bytes, std::string const &text) {
  return bytes.find(text) != std::string::npos;
}

/// What comes of bytes that may be anything: nothing, or a photo without the secret, which is its
/// own clean copy.
bool is_harmless(std::string const &bytes) {
  auto const cleaned = tools::clean_photo(bytes);
  if (!cleaned) {
    return !cleaned.error().reason.empty();
  }
  auto const again = tools::clean_photo(cleaned->bytes);
  return !holds(cleaned->bytes, secret) && again && again->bytes == cleaned->bytes;
}

std::string refusal(std::string const &bytes) {
  auto const cleaned = tools::clean_photo(bytes);
  return cleaned ? "" : cleaned.error().reason;
}

std::string replaced(std::string text, std::string const &what, std::string const &with) {
  auto const at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

} // namespace

TEST_CASE("what is not the picture is taken off a photo, and the picture stays as it is") {
  for (auto const &[media_type, bytes] : samples()) {
    INFO(media_type);
    REQUIRE(holds(bytes, secret));
    auto const cleaned = tools::clean_photo(bytes);
    REQUIRE(cleaned);
    CHECK(cleaned->media_type == media_type);
    CHECK(cleaned->width == 16);
    CHECK(cleaned->height == 8);
    CHECK_FALSE(holds(cleaned->bytes, secret));
    CHECK_FALSE(holds(cleaned->bytes, "PLANTED"));
    CHECK(holds(cleaned->bytes, test::sample_picture()));
    for (auto const *const sign : {"xmpmeta", "ICC", "iCCP", "ICCP", "Photoshop", "tEXt", "tIME"}) {
      CHECK_FALSE(holds(cleaned->bytes, sign));
    }
  }
}

TEST_CASE("a clean photo is left as it is") {
  for (auto const &[media_type, bytes] : samples()) {
    auto const once = tools::clean_photo(bytes);
    REQUIRE(once);
    auto const twice = tools::clean_photo(once->bytes);
    REQUIRE(twice);
    CHECK(twice->bytes == once->bytes);
  }
}

TEST_CASE("of EXIF the orientation stays, made anew, in JPEG and WebP") {
  auto const turned = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"s;
  CHECK(holds(tools::clean_photo(test::sample_jpeg(secret))->bytes, "Exif\0\0"s + turned));
  CHECK(holds(tools::clean_photo(test::sample_webp(secret))->bytes, "EXIF\x1A\0\0\0"s + turned));
  CHECK_FALSE(holds(tools::clean_photo(test::sample_png(secret))->bytes, turned));
  // Upright needs no word.
  auto const upright =
      replaced(test::sample_jpeg(secret), "\x03\0\x01\0\0\0\x06"s, "\x03\0\x01\0\0\0\x01"s);
  CHECK_FALSE(holds(tools::clean_photo(upright)->bytes, "Exif"));
}

TEST_CASE("what is no photo, or none of the three kinds, is told from a damaged one") {
  for (auto const &bytes : {""s, "GIF89a"s, "<svg/>"s, "\xFF\xD8"s, "RIFF\x04\0\0\0WAVE"s}) {
    auto const cleaned = tools::clean_photo(bytes);
    REQUIRE_FALSE(cleaned);
    CHECK(cleaned.error().kind == NoPhoto::Kind::other_format);
  }
  for (auto const &[media_type, bytes] : samples()) {
    auto const cleaned = tools::clean_photo(bytes.substr(0, 40));
    REQUIRE_FALSE(cleaned);
    CHECK(cleaned.error().kind == NoPhoto::Kind::damaged);
  }
}

TEST_CASE("a photo cut off anywhere gives nothing, or a photo without what was planted in it") {
  for (auto const &[media_type, bytes] : samples()) {
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
      INFO(media_type << " cut at " << length);
      REQUIRE(is_harmless(bytes.substr(0, length)));
    }
  }
}

TEST_CASE("a photo with any one byte changed gives nothing, or a photo without what was planted") {
  for (auto const &[media_type, bytes] : samples()) {
    auto changed = bytes;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (int other = 1; other < 256; ++other) {
        changed[at] = static_cast<char>(bytes[at] ^ other);
        INFO(media_type << " byte " << at << " changed by " << other);
        REQUIRE(is_harmless(changed));
      }
      changed[at] = bytes[at];
    }
  }
}

TEST_CASE("photos with bytes changed, cut out, doubled and put in at random are harmless too") {
  std::mt19937 random(20'261'120);
  auto const below = [&](std::size_t most) { return random() % most; };
  for (auto const &[media_type, bytes] : samples()) {
    for (int round = 0; round < 20'000; ++round) {
      auto changed = bytes;
      for (auto edits = 1 + below(4); edits > 0; --edits) {
        auto const at = below(changed.size());
        auto const length = 1 + below(24);
        switch (below(4)) {
        case 0:
          changed[at] = static_cast<char>(random());
          break;
        case 1:
          changed.erase(at, length);
          break;
        case 2:
          changed.insert(at, changed.substr(below(changed.size()), length));
          break;
        default:
          changed.insert(at, length, static_cast<char>(random()));
        }
        if (changed.empty()) {
          changed = "x";
        }
      }
      (void)tools::clean_photo(changed); // does not come to harm; what it holds is another matter
    }
  }
  SUCCEED();
}

TEST_CASE("metadata hidden in the pixels' place by a wrong length are found") {
  auto const webp = test::sample_webp(secret);
  auto const at = webp.find("VP8 ") + 4;
  auto const end = webp.find("XMP ");
  auto swallowed = webp;
  auto const length = end - at - 4;
  swallowed[at] = static_cast<char>(length & 0xFFU);
  swallowed[at + 1] = static_cast<char>(length >> 8U);
  CHECK_THAT(refusal(swallowed), Contains("metadata"));
  auto const jpeg =
      replaced(test::sample_jpeg(secret), " the picture ", "Exif\0\0"s + test::sample_exif(secret));
  CHECK_THAT(refusal(jpeg), Contains("metadata"));
}

TEST_CASE("a photo of too many pixels, or of none, is refused before anybody decodes it") {
  auto const jpeg = test::sample_jpeg(secret);
  auto const frame = "\x08\0\x08\0\x10\x01"s;
  CHECK_THAT(refusal(replaced(jpeg, frame, "\x08\x40\0\x40\0\x01"s)), Contains("24 million"));
  CHECK_THAT(refusal(replaced(jpeg, frame, "\x08\0\0\0\x10\x01"s)), Contains("no size"));
}

TEST_CASE("what a decoder would choke on is refused, each for its reason") {
  auto const jpeg = test::sample_jpeg(secret);
  CHECK_THAT(refusal(replaced(jpeg, "\xFF\xC0"s, "\xFF\xC9"s)), Contains("coding"));
  CHECK_THAT(refusal(replaced(jpeg, "\x01\x01\0\0\x3F\0"s, "\x02\x01\0\0\x3F\0"s)),
             Contains("scans"));
  CHECK_THAT(refusal(replaced(jpeg, "\xFF\xD9", "\xFF\xD8")), !Contains("whatever"));
  auto const png = test::sample_png(secret);
  CHECK_THAT(refusal(replaced(png, "abcdef", "abcdeX")), Contains("checksums"));
  auto const webp = test::sample_webp(secret);
  CHECK_THAT(refusal(replaced(webp, "ICCP", "ANIM")), Contains("moves"));
  CHECK_THAT(refusal(replaced(webp, "\x9D\x01\x2A", "\x9D\x01\x2B")), Contains("frame"));
}
