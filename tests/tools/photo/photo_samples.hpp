#pragma once

#include <string>

namespace yuntu::test {

/// Small photos with `secret` in every place where metadata may stand, and behind their end. They
/// are well-formed; nothing has ever been decoded of them.
[[nodiscard]] std::string sample_jpeg(std::string const &secret);
[[nodiscard]] std::string sample_png(std::string const &secret, std::string const &picture);
[[nodiscard]] std::string sample_webp(std::string const &secret);
/// The bytes of the picture itself in all of them.
[[nodiscard]] std::string sample_picture();
[[nodiscard]] inline std::string sample_png(std::string const &secret) {
  return sample_png(secret, sample_picture());
}

/// A TIFF with orientation 6 and the secret as camera's name.
[[nodiscard]] std::string sample_exif(std::string const &secret);

} // namespace yuntu::test
