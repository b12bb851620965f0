#include "server/store/byte_codec.hpp"

#include <array>
#include <bit>

namespace yuntu::store {
namespace {

template <typename Number>
void put_fixed(ByteWriter &writer, Number value) {
  std::array<char, sizeof(Number)> bytes{};
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    bytes[i] = static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  writer.append({bytes.data(), bytes.size()});
}

template <typename Number>
Number fixed_of(std::string_view bytes) {
  Number value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value |= static_cast<Number>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

} // namespace

void ByteWriter::put_fixed32(std::uint32_t value) {
  put_fixed(*this, value);
}
void ByteWriter::put_fixed64(std::uint64_t value) {
  put_fixed(*this, value);
}
void ByteWriter::put_double(double value) {
  put_fixed64(std::bit_cast<std::uint64_t>(value));
}

void ByteWriter::put_varint(std::uint64_t value) {
  while (value >= 0x80) {
    put_byte(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  put_byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::put_zigzag(std::int64_t value) {
  auto const bits = static_cast<std::uint64_t>(value);
  put_varint((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::put_sized(std::string_view value) {
  put_fixed64(value.size());
  bytes_.append(value);
}

void ByteWriter::put_text(std::string_view value) {
  put_varint(value.size());
  bytes_.append(value);
}

std::string_view ByteReader::take(std::size_t count) {
  if (count > rest_.size()) {
    throw MalformedBytes("ends too early");
  }
  auto const taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::uint8_t ByteReader::take_byte() {
  return static_cast<std::uint8_t>(take(1).front());
}
std::uint32_t ByteReader::take_fixed32() {
  return fixed_of<std::uint32_t>(take(4));
}
std::uint64_t ByteReader::take_fixed64() {
  return fixed_of<std::uint64_t>(take(8));
}
double ByteReader::take_double() {
  return std::bit_cast<double>(take_fixed64());
}

std::uint64_t ByteReader::take_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    auto const byte = take_byte();
    if (shift == 63 && byte > 1) {
      break;
    }
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) {
      return value;
    }
  }
  throw MalformedBytes("holds a number of more than 64 bits");
}

std::int64_t ByteReader::take_zigzag() {
  auto const bits = take_varint();
  return static_cast<std::int64_t>((bits >> 1) ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0));
}

std::string ByteReader::take_text() {
  return std::string(take(take_count(1)));
}

std::size_t ByteReader::take_count(std::size_t least_bytes) {
  auto const count = take_varint();
  expect_room(count, least_bytes);
  return static_cast<std::size_t>(count);
}

void ByteReader::expect_room(std::uint64_t count, std::size_t least_bytes) const {
  if (count > rest_.size() / least_bytes) {
    throw MalformedBytes("announces " + std::to_string(count) + " items and ends too early");
  }
}

void ByteReader::expect_end() const {
  if (!rest_.empty()) {
    throw MalformedBytes("goes on after its end");
  }
}

} // namespace yuntu::store
