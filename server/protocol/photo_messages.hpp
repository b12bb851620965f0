#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::protocol {

/// What `yuntu photo` printed.
struct PhotoReport {
  std::string media_type; ///< empty: it is refused
  std::string refused;    ///< why
  bool is_other_format = false;
};
/// nullopt: it is no such report.
[[nodiscard]] std::optional<PhotoReport> judge_photo_report(std::string_view text);

/// {"digest","media_type","bytes"}
[[nodiscard]] std::string photo_json(std::string const &digest, std::string const &media_type,
                                     std::uint64_t bytes);

/// Of the kinds that are taken: the ending of such a file; empty for any other.
[[nodiscard]] std::string_view photo_ending(std::string_view media_type);

} // namespace yuntu::protocol
