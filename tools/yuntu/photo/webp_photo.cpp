// RFC 9649: RIFF chunks, little-endian, each padded to an even length.
#include "tools/yuntu/photo/photo_bytes.hpp"
#include "tools/yuntu/photo/photo_formats.hpp"

namespace yuntu::tools {

using namespace std::string_view_literals;

namespace {

constexpr std::size_t riff_head = 12; ///< "RIFF", a length, "WEBP"
constexpr std::uint32_t alpha_flag = 0x10;
constexpr std::uint32_t exif_flag = 0x08;

void append_chunk(std::string &bytes, std::string_view name, std::string_view data) {
  bytes += name;
  append_number(bytes, static_cast<std::uint32_t>(data.size()), 4, ByteOrder::little);
  bytes += data;
  if (data.size() % 2 != 0) {
    bytes += '\0';
  }
}

class WebpCleaner {
public:
  explicit WebpCleaner(std::string_view bytes) : in_(body_of(bytes), ByteOrder::little) {}

  CleanPhoto clean() {
    while (!in_.is_over()) {
      take_chunk();
    }
    expect(!picture_.empty(), "end, before any picture,");
    expect(!is_extended_ || (canvas_width_ == width_ && canvas_height_ == height_), "canvas");
    check_picture_data(alpha_);
    check_picture_data(picture_);
    return {"image/webp", assembled(), width_, height_};
  }

private:
  static std::string_view body_of(std::string_view bytes) {
    PhotoBytes head(bytes, ByteOrder::little);
    head.take(4);
    auto const length = head.number(4);
    auto const body = head.take(length);
    expect(length >= 4, "length");
    return body.substr(4); // what hangs on behind it is left out
  }

  void take_chunk() {
    auto const name = in_.take(4);
    auto const length = in_.number(4);
    auto const data = in_.take(length);
    if (length % 2 != 0) {
      in_.take(1);
    }
    if (name == "VP8X") {
      check_canvas(data);
    } else if (name == "VP8 " || name == "VP8L") {
      expect(picture_.empty(), "second picture");
      name == "VP8 " ? check_lossy(data) : check_lossless(data);
      name_ = name;
      picture_ = data;
    } else if (name == "ALPH") {
      expect(is_extended_ && alpha_.empty() && picture_.empty() && !data.empty(), "transparency");
      alpha_ = data;
    } else if (name == "EXIF") {
      orientation_ = orientation_in(data.starts_with("Exif\0\0"sv) ? data.substr(6) : data);
    } else if (name == "ANIM" || name == "ANMF") {
      throw BadPhoto("it moves; a photo does not");
    }
  }

  void check_canvas(std::string_view data) {
    expect(!is_extended_ && picture_.empty() && data.size() == 10, "canvas");
    is_extended_ = true;
    PhotoBytes canvas(data, ByteOrder::little);
    canvas.take(4);
    canvas_width_ = canvas.number(3) + 1;
    canvas_height_ = canvas.number(3) + 1;
  }

  /// RFC 6386, 9.1: a key frame that is shown.
  void check_lossy(std::string_view data) {
    PhotoBytes frame(data, ByteOrder::little);
    auto const tag = frame.number(3);
    expect((tag & 1U) == 0 && (tag >> 4U & 1U) == 1 && frame.take(3) == "\x9D\x01\x2A"sv, "frame");
    width_ = frame.number(2) & 0x3FFFU;
    height_ = frame.number(2) & 0x3FFFU;
    expect(tag >> 5U <= frame.rest().size(), "frame");
    check_size(width_, height_);
  }

  void check_lossless(std::string_view data) {
    PhotoBytes frame(data, ByteOrder::little);
    expect(alpha_.empty() && frame.number(1) == 0x2F, "frame");
    auto const bits = frame.number(4);
    expect(bits >> 29U == 0, "frame");
    width_ = (bits & 0x3FFFU) + 1;
    height_ = (bits >> 14U & 0x3FFFU) + 1;
    has_alpha_ = (bits >> 28U & 1U) != 0;
    check_size(width_, height_);
  }

  [[nodiscard]] std::string assembled() const {
    std::string body = "WEBP";
    bool const is_turned = orientation_ != 1;
    if (is_turned || !alpha_.empty()) {
      std::string canvas;
      auto const flags =
          (alpha_.empty() && !has_alpha_ ? 0 : alpha_flag) | (is_turned ? exif_flag : 0);
      append_number(canvas, flags, 4, ByteOrder::little);
      append_number(canvas, width_ - 1, 3, ByteOrder::little);
      append_number(canvas, height_ - 1, 3, ByteOrder::little);
      append_chunk(body, "VP8X", canvas);
    }
    if (!alpha_.empty()) {
      append_chunk(body, "ALPH", alpha_);
    }
    append_chunk(body, name_, picture_);
    if (is_turned) {
      append_chunk(body, "EXIF", orientation_tiff(orientation_));
    }
    std::string bytes;
    append_chunk(bytes, "RIFF", body);
    return bytes;
  }

  PhotoBytes in_;
  std::string_view name_;
  std::string_view picture_;
  std::string_view alpha_;
  bool has_alpha_ = false; ///< of a lossless picture
  bool is_extended_ = false;
  std::uint32_t canvas_width_ = 0;
  std::uint32_t canvas_height_ = 0;
  std::uint32_t width_ = 0;
  std::uint32_t height_ = 0;
  std::uint32_t orientation_ = 1;
};

} // namespace

bool is_webp(std::string_view bytes) {
  return bytes.size() >= riff_head && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

CleanPhoto clean_webp(std::string_view bytes) {
  return WebpCleaner(bytes).clean();
}

} // namespace yuntu::tools
