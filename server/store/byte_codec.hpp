#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yuntu::store {

/// Appends to a growing buffer. Fixed numbers are little-endian.
class ByteWriter {
public:
  void put_byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void put_fixed32(std::uint32_t value);
  void put_fixed64(std::uint64_t value);
  void put_double(double value);
  /// 7 bits a byte, lowest first.
  void put_varint(std::uint64_t value);
  /// Small for small differences of either sign.
  void put_zigzag(std::int64_t value);
  /// Length as fixed64, then the bytes: no two sequences of fields give the same bytes.
  void put_sized(std::string_view value);
  /// Length as varint, then the bytes.
  void put_text(std::string_view value);

  void append(std::string_view bytes) { bytes_.append(bytes); }

  [[nodiscard]] std::string const &bytes() const { return bytes_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }
  /// Begins anew, in the same memory.
  void clear() { bytes_.clear(); }

private:
  std::string bytes_;
};

/// The bytes end too early or hold a number that cannot be.
class MalformedBytes : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Reads what ByteWriter wrote; throws MalformedBytes, never reads beyond the end.
class ByteReader {
public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t take_byte();
  std::uint32_t take_fixed32();
  std::uint64_t take_fixed64();
  double take_double();
  std::uint64_t take_varint();
  std::int64_t take_zigzag();
  std::string take_text();
  /// A count of things that take at least `least_bytes` each: refused when they cannot be there,
  /// before any memory is taken for them.
  std::size_t take_count(std::size_t least_bytes);
  /// The same check for a count read by other means.
  void expect_room(std::uint64_t count, std::size_t least_bytes) const;

  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  /// Throws when bytes are left over.
  void expect_end() const;

private:
  std::string_view take(std::size_t count);

  std::string_view rest_;
};

} // namespace yuntu::store
