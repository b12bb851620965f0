#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yuntu::tools {

/// What is wrong with a photo, in words. Thrown and caught within this folder.
class BadPhoto : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Throws BadPhoto that says `what` cannot be, unless it holds.
inline void expect(bool holds, char const *what) {
  if (!holds) {
    throw BadPhoto(std::string("its ") + what + " cannot be");
  }
}

enum class ByteOrder : std::uint8_t { big, little };

/// Bytes that somebody has sent, read from front to back; nothing beyond their end is looked at.
class PhotoBytes {
public:
  explicit PhotoBytes(std::string_view bytes, ByteOrder order = ByteOrder::big)
      : rest_(bytes), order_(order) {}

  [[nodiscard]] bool is_over() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  /// Throws BadPhoto when there are fewer.
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) {
      throw BadPhoto("it ends in the middle");
    }
    auto const taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  /// A number of so many bytes, at most 4.
  std::uint32_t number(std::size_t count) {
    auto const bytes = take(count);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      auto const at = order_ == ByteOrder::big ? i : count - 1 - i;
      value = value << 8U | static_cast<unsigned char>(bytes[at]);
    }
    return value;
  }

private:
  std::string_view rest_;
  ByteOrder order_;
};

inline void append_number(std::string &bytes, std::uint32_t value, std::size_t count,
                          ByteOrder order = ByteOrder::big) {
  for (std::size_t i = 0; i < count; ++i) {
    auto const place = order == ByteOrder::big ? count - 1 - i : i;
    bytes += static_cast<char>(value >> (8U * place) & 0xFFU);
  }
}

} // namespace yuntu::tools
