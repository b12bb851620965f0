#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace yuntu::tools {

/// A photo with everything taken off that is not the picture: place and time, the camera's and the
/// owner's names, comments, embedded previews, what hangs on behind its end. The pixels' own bytes
/// are kept as they are and never decoded; of EXIF one field stays, the orientation (of JPEG and
/// WebP), made anew. A colour profile goes too: it is free text for whoever wants it so.
struct CleanPhoto {
  std::string media_type; ///< by its content: image/jpeg, image/png, image/webp
  std::string bytes;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

struct NoPhoto {
  enum class Kind : std::uint8_t { other_format, damaged };
  Kind kind = Kind::damaged;
  std::string reason;
};

/// At most so many pixels: who looks at it must decode them.
inline constexpr std::uint64_t most_pixels = std::uint64_t{24} << 20U;

[[nodiscard]] tl::expected<CleanPhoto, NoPhoto> clean_photo(std::string_view bytes);

} // namespace yuntu::tools
