// ITU-T T.81: markers with segments, and scans of coded data between them.
#include "tools/yuntu/photo/photo_bytes.hpp"
#include "tools/yuntu/photo/photo_formats.hpp"

#include <algorithm>

namespace yuntu::tools {

using namespace std::string_view_literals;

namespace {

constexpr auto exif_head = "Exif\0\0"sv;
constexpr auto jfif_head = "JFIF\0"sv;
constexpr auto adobe_head = "Adobe"sv;
constexpr std::size_t adobe_size = 12;
constexpr std::size_t most_scans = 500;

namespace marker {
constexpr unsigned sof_baseline = 0xC0;
constexpr unsigned sof_progressive = 0xC2;
constexpr unsigned huffman = 0xC4;
constexpr unsigned restart_first = 0xD0;
constexpr unsigned restart_last = 0xD7;
constexpr unsigned start = 0xD8;
constexpr unsigned end = 0xD9;
constexpr unsigned scan = 0xDA;
constexpr unsigned quantisation = 0xDB;
constexpr unsigned restart_interval = 0xDD;
constexpr unsigned app_first = 0xE0;
constexpr unsigned app_exif = 0xE1;
constexpr unsigned app_adobe = 0xEE;
constexpr unsigned app_last = 0xEF;
constexpr unsigned comment = 0xFE;
} // namespace marker

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// Tables of 64 values of one or two bytes, each behind a byte that says which and how wide.
void check_quantisation(std::string_view segment) {
  for (PhotoBytes tables(segment); !tables.is_over();) {
    auto const which = tables.number(1);
    expect(which >> 4U <= 1 && (which & 0xFU) <= 3, "quantisation tables");
    tables.take(which >> 4U == 0 ? 64 : 128);
  }
}

void check_huffman(std::string_view segment) {
  for (PhotoBytes tables(segment); !tables.is_over();) {
    auto const which = tables.number(1);
    expect(which >> 4U <= 1 && (which & 0xFU) <= 3, "Huffman tables");
    std::size_t values = 0;
    for (int length = 1; length <= 16; ++length) {
      values += tables.number(1);
    }
    expect(values <= 256, "Huffman tables");
    tables.take(values);
  }
}

class JpegCleaner {
public:
  explicit JpegCleaner(std::string_view bytes) : in_(bytes) {}

  CleanPhoto clean() {
    in_.take(2); // is_jpeg has seen the start
    for (auto found = next_marker(); found != marker::end; found = next_marker()) {
      take(found);
    }
    expect(scans_ > 0, "end, before any picture,");
    check_picture_data(body_);
    CleanPhoto photo{"image/jpeg", {}, width_, height_};
    photo.bytes = "\xFF\xD8";
    add_head(photo.bytes);
    photo.bytes += body_;
    photo.bytes += "\xFF\xD9";
    return photo;
  }

private:
  unsigned next_marker() {
    expect(in_.number(1) == 0xFF, "markers");
    auto found = in_.number(1);
    while (found == 0xFF) { // as many as one likes
      found = in_.number(1);
    }
    return found;
  }

  void take(unsigned found) {
    auto const length = in_.number(2);
    expect(length >= 2, "segments");
    auto const segment = in_.take(length - 2);
    if (found >= marker::app_first && found <= marker::app_last) {
      note(found, segment);
    } else if (found != marker::comment) {
      check(found, segment);
      keep(found, segment);
    }
    if (found == marker::scan) {
      take_scan();
    }
  }

  /// What an application has put there, of which little is needed to see the picture.
  void note(unsigned found, std::string_view segment) {
    if (found == marker::app_first && segment.starts_with(jfif_head)) {
      is_jfif_ = true;
    } else if (found == marker::app_exif && segment.starts_with(exif_head)) {
      orientation_ = std::max(orientation_, orientation_in(segment.substr(exif_head.size())));
    } else if (found == marker::app_adobe && segment.starts_with(adobe_head) &&
               segment.size() == adobe_size) {
      is_adobe_ = true;
      adobe_transform_ = byte_at(segment, adobe_size - 1);
      expect(adobe_transform_ <= 2, "colours");
    }
  }

  void check(unsigned found, std::string_view segment) {
    switch (found) {
    case marker::quantisation:
      return check_quantisation(segment);
    case marker::huffman:
      return check_huffman(segment);
    case marker::restart_interval:
      return expect(segment.size() == 2, "restart interval");
    case marker::scan:
      return check_scan(segment);
    default:
      expect(found >= marker::sof_baseline && found <= marker::sof_progressive, "kind of coding");
      check_frame(segment);
    }
  }

  void check_frame(std::string_view segment) {
    expect(components_ == 0, "second frame");
    PhotoBytes frame(segment);
    auto const precision = frame.number(1);
    height_ = frame.number(2);
    width_ = frame.number(2);
    components_ = frame.number(1);
    expect((precision == 8 || precision == 12) &&
               (components_ == 1 || components_ == 3 || components_ == 4) &&
               frame.rest().size() == 3 * std::size_t{components_},
           "frame");
    check_size(width_, height_);
  }

  void check_scan(std::string_view segment) {
    PhotoBytes scan(segment);
    auto const count = scan.number(1);
    expect(components_ != 0 && count >= 1 && count <= components_ &&
               scan.rest().size() == 2 * std::size_t{count} + 3 && ++scans_ <= most_scans,
           "scans");
  }

  void keep(unsigned found, std::string_view segment) {
    body_ += '\xFF';
    body_ += static_cast<char>(found);
    append_number(body_, static_cast<std::uint32_t>(segment.size() + 2), 2);
    body_ += segment;
  }

  /// Up to the next marker that is none of the scan's own.
  void take_scan() {
    auto const rest = in_.rest();
    std::size_t at = rest.find('\xFF');
    while (at != std::string_view::npos && at + 1 < rest.size()) {
      auto const next = byte_at(rest, at + 1);
      bool const is_coded =
          next == 0 || (next >= marker::restart_first && next <= marker::restart_last);
      if (!is_coded) {
        break;
      }
      at = rest.find('\xFF', at + 2);
    }
    body_ += in_.take(at); // npos: there is no end
  }

  void add_head(std::string &bytes) const {
    if (is_jfif_) {
      bytes += "\xFF\xE0\0\x10"
               "JFIF\0\x01\x01\0\0\x01\0\x01\0\0"sv;
    }
    if (orientation_ != 1) {
      auto const tiff = orientation_tiff(orientation_);
      bytes += "\xFF\xE1";
      append_number(bytes, static_cast<std::uint32_t>(2 + exif_head.size() + tiff.size()), 2);
      bytes += exif_head;
      bytes += tiff;
    }
    if (is_adobe_) {
      bytes += "\xFF\xEE\0\x0E"
               "Adobe\0\x64\0\0\0\0"sv;
      bytes += static_cast<char>(adobe_transform_);
    }
  }

  PhotoBytes in_;
  std::string body_;
  bool is_jfif_ = false;
  bool is_adobe_ = false;
  unsigned adobe_transform_ = 0;
  std::uint32_t orientation_ = 1;
  std::uint32_t width_ = 0;
  std::uint32_t height_ = 0;
  std::uint32_t components_ = 0; ///< 0: no frame yet
  std::size_t scans_ = 0;
};

} // namespace

bool is_jpeg(std::string_view bytes) {
  return bytes.starts_with("\xFF\xD8\xFF");
}

CleanPhoto clean_jpeg(std::string_view bytes) {
  return JpegCleaner(bytes).clean();
}

} // namespace yuntu::tools
