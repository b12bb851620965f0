#include "server/net/frame_tracker.hpp"

#include <algorithm>

namespace yuntu::net {

namespace {

constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t mask_bit = 0x80;
constexpr std::uint8_t control_bit = 0x08;
constexpr std::uint8_t opcode_close = 0x08;
constexpr std::size_t mask_size = 4;

/// Bytes of the extended length that a second byte announces (RFC 6455, 5.2).
std::size_t extended_size(std::uint8_t second) {
  auto const length = second & 0x7FU;
  return length == 126 ? 2 : length == 127 ? 8 : 0;
}

} // namespace

void FrameTracker::take(void const *data, std::size_t size) {
  auto const *next = static_cast<std::uint8_t const *>(data);
  auto const *const end = next + size;
  while (next != end) {
    if (payload_left_ != 0) {
      auto const here =
          std::min<std::uint64_t>(payload_left_, static_cast<std::size_t>(end - next));
      payload_left_ -= here;
      next += here;
      continue;
    }
    header_[header_size_++] = *next++;
    if (header_size_ < 2) {
      continue;
    }
    auto const whole =
        2 + extended_size(header_[1]) + ((header_[1] & mask_bit) != 0 ? mask_size : 0);
    if (header_size_ == whole) {
      take_header();
    }
  }
}

void FrameTracker::take_header() {
  payload_left_ = header_[1] & 0x7FU;
  if (auto const extended = extended_size(header_[1]); extended != 0) {
    payload_left_ = 0;
    for (std::size_t i = 0; i < extended; ++i) {
      payload_left_ = payload_left_ << 8U | header_[2 + i];
    }
  }
  header_size_ = 0;
  if ((header_[0] & control_bit) == 0) {
    is_in_message_ = (header_[0] & final_bit) == 0;
  } else if ((header_[0] & 0x0FU) == opcode_close) {
    has_closed_ = true;
  }
}

FrameHeader::FrameHeader(Kind kind, std::uint64_t payload_size) {
  bytes_[0] = static_cast<std::uint8_t>(final_bit | static_cast<std::uint8_t>(kind));
  std::size_t extended = 0;
  if (payload_size < 126) {
    bytes_[1] = static_cast<std::uint8_t>(payload_size);
  } else {
    extended = payload_size <= 0xFFFF ? 2 : 8;
    bytes_[1] = extended == 2 ? 126 : 127;
  }
  for (std::size_t i = 0; i < extended; ++i) {
    bytes_[2 + i] = static_cast<std::uint8_t>(payload_size >> (8 * (extended - 1 - i)));
  }
  size_ = static_cast<std::uint8_t>(2 + extended);
}

} // namespace yuntu::net
