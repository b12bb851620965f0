#pragma once

#include "tools/yuntu/photo/clean_photo.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yuntu::tools {

/// By how the bytes begin.
[[nodiscard]] bool is_jpeg(std::string_view bytes);
[[nodiscard]] bool is_png(std::string_view bytes);
[[nodiscard]] bool is_webp(std::string_view bytes);

/// Throw BadPhoto.
[[nodiscard]] CleanPhoto clean_jpeg(std::string_view bytes);
[[nodiscard]] CleanPhoto clean_png(std::string_view bytes);
[[nodiscard]] CleanPhoto clean_webp(std::string_view bytes);

// What the formats share.

/// 1 to 8 as EXIF has it, 1 when this TIFF does not say or is broken.
[[nodiscard]] std::uint32_t orientation_in(std::string_view tiff);
/// A TIFF that says this and nothing else.
[[nodiscard]] std::string orientation_tiff(std::uint32_t orientation);

/// Throws BadPhoto when a picture of this size is none, or too large.
void check_size(std::uint32_t width, std::uint32_t height);
/// Throws BadPhoto when the pixels' bytes hold what only metadata begin with: a length before them
/// was wrong, by accident or to smuggle them.
void check_picture_data(std::string_view data);

} // namespace yuntu::tools
