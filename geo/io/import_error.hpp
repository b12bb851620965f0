#pragma once

#include <cstdint>
#include <string>

namespace yuntu::geo::io {

/// Why a file or layer cannot be imported at all, so that a clerk can mend the file. Empty or 0
/// where a field does not apply; `message` stands alone and says what was expected.
struct ImportError {
  std::string file;
  std::string layer;
  std::int64_t row = 0; // 1-based
  std::string field;
  std::string message;
};

/// "file, layer L, row N, field F: message"
[[nodiscard]] std::string to_string(ImportError const &error);

/// A row (or part of one) that was left out, the rest of the layer standing.
struct Refused {
  std::int64_t row = 0; // 1-based
  std::string reason;

  friend bool operator==(Refused const &, Refused const &) = default;
};

} // namespace yuntu::geo::io
