// ISO/IEC 15948: chunks, each with a checksum.
#include "tools/yuntu/photo/photo_bytes.hpp"
#include "tools/yuntu/photo/photo_formats.hpp"

#include <zlib.h>

namespace yuntu::tools {

using namespace std::string_view_literals;

namespace {

constexpr auto signature = "\x89PNG\r\n\x1A\n"sv;
constexpr std::uint32_t longest_chunk = 0x7FFFFFFF;
constexpr std::size_t most_colours = 256;

std::uint32_t checksum_of(std::string_view name_and_data) {
  auto const *const bytes =
      static_cast<Bytef const *>(static_cast<void const *>(name_and_data.data()));
  return static_cast<std::uint32_t>(::crc32(0, bytes, static_cast<uInt>(name_and_data.size())));
}

bool is_depth_of(std::uint32_t depth, std::uint32_t colour) {
  bool const is_power = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
  switch (colour) {
  case 0:
    return is_power;
  case 3:
    return is_power && depth <= 8;
  case 2:
  case 4:
  case 6:
    return depth == 8 || depth == 16;
  default:
    return false;
  }
}

class PngCleaner {
public:
  explicit PngCleaner(std::string_view bytes) : in_(bytes) { in_.take(signature.size()); }

  CleanPhoto clean() {
    photo_.media_type = "image/png";
    photo_.bytes = signature;
    while (!is_ended_) {
      take_chunk();
    }
    expect(has_data_, "end, before any picture,");
    return std::move(photo_);
  }

private:
  void take_chunk() {
    auto const whole = in_.rest();
    auto const length = in_.number(4);
    expect(length <= longest_chunk, "chunks");
    auto const name = in_.take(4);
    auto const data = in_.take(length);
    expect(in_.number(4) == checksum_of(whole.substr(4, 4 + data.size())), "checksums");
    expect((name == "IHDR") == (photo_.width == 0), "first chunk");
    if (check(name, data)) {
      photo_.bytes += whole.substr(0, 12 + data.size());
    }
    is_after_data_ = has_data_ && name != "IDAT";
  }

  /// Whether the picture needs it. What a decoder must know and we do not is refused.
  bool check(std::string_view name, std::string_view data) {
    if (name == "IHDR") {
      check_header(data);
    } else if (name == "PLTE") {
      expect(!has_data_ && colours_ == 0 && data.size() % 3 == 0 && !data.empty() &&
                 data.size() / 3 <= most_colours,
             "palette");
      colours_ = data.size() / 3;
    } else if (name == "tRNS") {
      auto const size = colour_ == 0 ? 2U : colour_ == 2 ? 6U : 0U;
      expect(!has_data_ && (colour_ == 3 ? data.size() <= colours_ : data.size() == size),
             "transparency");
    } else if (name == "IDAT") {
      expect(!is_after_data_ && (colour_ != 3 || colours_ != 0), "order");
      check_picture_data(data);
      has_data_ = true;
    } else if (name == "IEND") {
      expect(data.empty(), "end");
      is_ended_ = true;
    } else {
      expect((static_cast<unsigned char>(name[0]) & 0x20U) != 0, "kind of chunk");
      return false;
    }
    return true;
  }

  void check_header(std::string_view data) {
    expect(data.size() == 13, "header");
    PhotoBytes header(data);
    photo_.width = header.number(4);
    photo_.height = header.number(4);
    auto const depth = header.number(1);
    colour_ = header.number(1);
    auto const compression = header.number(1);
    auto const filter = header.number(1);
    auto const interlace = header.number(1);
    expect(is_depth_of(depth, colour_) && compression == 0 && filter == 0 && interlace <= 1,
           "header");
    check_size(photo_.width, photo_.height);
  }

  PhotoBytes in_;
  CleanPhoto photo_;
  std::uint32_t colour_ = 0;
  std::size_t colours_ = 0;
  bool has_data_ = false;
  bool is_after_data_ = false;
  bool is_ended_ = false;
};

} // namespace

bool is_png(std::string_view bytes) {
  return bytes.starts_with(signature);
}

CleanPhoto clean_png(std::string_view bytes) {
  return PngCleaner(bytes).clean();
}

} // namespace yuntu::tools
