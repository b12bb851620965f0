#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace yuntu::net {

/// Follows the WebSocket frames in the bytes that one of two writers has put on a connection, so
/// that the other knows when a frame of its own may follow. One piece of bytes is not one frame:
/// Beast cuts its writes and its messages.
class FrameTracker {
public:
  /// The next bytes of this writer, cut anywhere.
  void take(void const *data, std::size_t size);
  /// A data message of the other writer may come now: no frame is half written, no fragmented
  /// message is open, no close frame has been sent.
  [[nodiscard]] bool is_between_messages() const {
    return header_size_ == 0 && payload_left_ == 0 && !is_in_message_ && !has_closed_;
  }

private:
  void take_header();

  std::array<std::uint8_t, 14> header_{};
  std::size_t header_size_ = 0; ///< bytes of an unfinished header
  std::uint64_t payload_left_ = 0;
  bool is_in_message_ = false;
  bool has_closed_ = false;
};

/// The header of an unmasked, whole data message.
class FrameHeader {
public:
  enum class Kind : std::uint8_t { text = 1, binary = 2 };

  FrameHeader() = default;
  FrameHeader(Kind kind, std::uint64_t payload_size);
  [[nodiscard]] std::uint8_t const *data() const { return bytes_.data(); }
  [[nodiscard]] std::size_t size() const { return size_; }

private:
  std::array<std::uint8_t, 10> bytes_{};
  std::uint8_t size_ = 0;
};

} // namespace yuntu::net
