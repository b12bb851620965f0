#include "tests/tools/photo/photo_samples.hpp"

#include <zlib.h>

#include <cstdint>
#include <string_view>

namespace yuntu::test {

using namespace std::string_literals;

namespace {

std::string big(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) {
    text += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
  return text;
}
std::string little(std::uint32_t value, int bytes) {
  auto const text = big(value, bytes);
  return {text.rbegin(), text.rend()};
}
std::uint32_t size_of(std::string const &text) {
  return static_cast<std::uint32_t>(text.size());
}

std::string xmp(std::string const &secret) {
  return "<?xpacket begin=''?><x:xmpmeta>" + secret + "</x:xmpmeta>";
}

std::string segment(unsigned marker, std::string const &data) {
  return "\xFF"s + static_cast<char>(marker) + big(size_of(data) + 2, 2) + data;
}

std::string png_chunk(std::string const &name, std::string const &data) {
  auto const both = name + data;
  auto const *const bytes = static_cast<Bytef const *>(static_cast<void const *>(both.data()));
  auto const sum = ::crc32(0, bytes, static_cast<uInt>(both.size()));
  return big(size_of(data), 4) + both + big(static_cast<std::uint32_t>(sum), 4);
}

std::string riff_chunk(std::string const &name, std::string const &data) {
  return name + little(size_of(data), 4) + data + std::string(data.size() % 2, '\0');
}

} // namespace

std::string sample_picture() {
  return "\x3F\xFF\x00\xAB\xFF\xD0 the picture \x01\x02"s;
}

std::string sample_exif(std::string const &secret) {
  return "II*\0"s + little(8, 4) + little(2, 2) + little(0x010F, 2) + little(2, 2) +
         little(size_of(secret), 4) + little(38, 4) + little(0x0112, 2) + little(3, 2) +
         little(1, 4) + little(6, 4) + little(0, 4) + secret;
}

std::string sample_jpeg(std::string const &secret) {
  std::string const tables = "\0"s + std::string(64, '\x01');
  std::string const codes = "\0\x01"s + std::string(15, '\0') + "\x05";
  return "\xFF\xD8"s + segment(0xE0, "JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01"s + secret) +
         segment(0xE1, "Exif\0\0"s + sample_exif(secret)) +
         segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"s + xmp(secret)) +
         segment(0xE2, "ICC_PROFILE\0\x01\x01"s + secret) + segment(0xDB, tables) +
         segment(0xED, "Photoshop 3.0\0"s + secret) + segment(0xEE, "Adobe\0\x64\0\0\0\0\x01"s) +
         segment(0xFE, secret) + segment(0xC0, "\x08\0\x08\0\x10\x01\x01\x11\0"s) + "\xFF"s +
         segment(0xC4, codes) + segment(0xDA, "\x01\x01\0\0\x3F\0"s) + sample_picture() +
         "\xFF\xD9"s + "behind the end: " + secret;
}

std::string sample_png(std::string const &secret, std::string const &picture) {
  return "\x89PNG\r\n\x1A\n"s + png_chunk("IHDR", big(16, 4) + big(8, 4) + "\x08\x03\0\0\0"s) +
         png_chunk("iCCP", "name\0\0"s + secret) + png_chunk("PLTE", "abcdef") +
         png_chunk("tRNS", "\x7F") + png_chunk("tEXt", "Comment\0"s + secret) +
         png_chunk("eXIf", sample_exif(secret)) + png_chunk("IDAT", picture) +
         png_chunk("IDAT", "more") +
         png_chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + xmp(secret)) +
         png_chunk("tIME", "\x07\xEA\x0B\x14\0\0\0"s) + png_chunk("IEND", "") + secret;
}

std::string sample_webp(std::string const &secret) {
  auto const picture = sample_picture();
  auto const frame = little(size_of(picture) << 5U | 0x10U, 3) + "\x9D\x01\x2A"s + little(16, 2) +
                     little(8, 2) + picture;
  auto const body = "WEBP" + riff_chunk("VP8X", "\x2C\0\0\0"s + little(15, 3) + little(7, 3)) +
                    riff_chunk("ICCP", "profile " + secret) + riff_chunk("VP8 ", frame) +
                    riff_chunk("EXIF", sample_exif(secret)) + riff_chunk("XMP ", xmp(secret));
  return riff_chunk("RIFF", body) + secret;
}

} // namespace yuntu::test
