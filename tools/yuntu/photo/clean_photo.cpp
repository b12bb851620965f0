#include "tools/yuntu/photo/clean_photo.hpp"

#include "tools/yuntu/photo/photo_bytes.hpp"
#include "tools/yuntu/photo/photo_formats.hpp"

#include <algorithm>
#include <array>

namespace yuntu::tools {

using namespace std::string_view_literals;

namespace {

constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t short_type = 3;
constexpr std::uint32_t upright = 1;
constexpr std::uint32_t last_orientation = 8;
constexpr auto tiff_of_little = "II*\0"sv;
constexpr auto tiff_of_big = "MM\0*"sv;

std::uint32_t read_orientation(std::string_view tiff) {
  auto const order = tiff.starts_with(tiff_of_little) ? ByteOrder::little : ByteOrder::big;
  PhotoBytes header(tiff, order);
  header.take(4);
  auto const at = header.number(4);
  if (at > tiff.size()) {
    return upright;
  }
  PhotoBytes directory(tiff.substr(at), order);
  for (auto left = directory.number(2); left > 0; --left) {
    auto const tag = directory.number(2);
    auto const type = directory.number(2);
    auto const count = directory.number(4);
    auto const value = directory.number(2);
    directory.take(2);
    if (tag == orientation_tag && type == short_type && count == 1) {
      return value >= upright && value <= last_orientation ? value : upright;
    }
  }
  return upright;
}

} // namespace

std::uint32_t orientation_in(std::string_view tiff) {
  if (!tiff.starts_with(tiff_of_little) && !tiff.starts_with(tiff_of_big)) {
    return upright;
  }
  try {
    return read_orientation(tiff);
  } catch (BadPhoto const &) {
    return upright; // metadata may be broken: they go anyway
  }
}

std::string orientation_tiff(std::uint32_t orientation) {
  std::string tiff(tiff_of_big);
  append_number(tiff, 8, 4); // where the directory begins
  append_number(tiff, 1, 2);
  append_number(tiff, orientation_tag, 2);
  append_number(tiff, short_type, 2);
  append_number(tiff, 1, 4);
  append_number(tiff, orientation, 2);
  append_number(tiff, 0, 2);
  append_number(tiff, 0, 4); // no directory after it
  return tiff;
}

void check_size(std::uint32_t width, std::uint32_t height) {
  if (width == 0 || height == 0) {
    throw BadPhoto("it has no size");
  }
  if (std::uint64_t{width} * height > most_pixels) {
    throw BadPhoto("it has " + std::to_string(width) + " x " + std::to_string(height) +
                   " pixels; at most 24 million are taken");
  }
}

void check_picture_data(std::string_view data) {
  static constexpr std::array signs{"Exif\0\0II*\0"sv,        "Exif\0\0MM\0*"sv,
                                    "Photoshop 3.0\0"sv,      "<x:xmpmeta"sv,
                                    "http://ns.adobe.com/"sv, "<?xpacket "sv};
  for (auto const sign : signs) {
    if (data.find(sign) != std::string_view::npos) {
      throw BadPhoto("metadata stand where the picture should");
    }
  }
  // The chunk of a WebP: its name, a length, a TIFF.
  for (auto at = data.find("EXIF"); at != std::string_view::npos; at = data.find("EXIF", at + 1)) {
    auto const tiff = data.substr(std::min(at + 8, data.size()));
    if (tiff.starts_with(tiff_of_little) || tiff.starts_with(tiff_of_big)) {
      throw BadPhoto("metadata stand where the picture should");
    }
  }
}

tl::expected<CleanPhoto, NoPhoto> clean_photo(std::string_view bytes) {
  try {
    if (is_jpeg(bytes)) {
      return clean_jpeg(bytes);
    }
    if (is_png(bytes)) {
      return clean_png(bytes);
    }
    if (is_webp(bytes)) {
      return clean_webp(bytes);
    }
  } catch (BadPhoto const &error) {
    return tl::unexpected(NoPhoto{NoPhoto::Kind::damaged, error.what()});
  }
  return tl::unexpected(
      NoPhoto{NoPhoto::Kind::other_format, "it is no JPEG, PNG or WebP, whatever it is called"});
}

} // namespace yuntu::tools
