#pragma once

#include <cstdint>

// What the controls and the client say to each other, in the machine's own byte order: the first
// byte of a message tells which it is.
namespace yuntu::bench {

/// One position, as sent and as delivered: 24 bytes.
struct ControlRecord {
  std::uint32_t worker = 0;
  std::uint8_t column = 0; ///< of the cell
  std::uint8_t row = 0;
  std::uint16_t grid = 0;
  std::int32_t lon_e7 = 0;
  std::int32_t lat_e7 = 0;
  std::int64_t time_ms = 0;
};
static_assert(sizeof(ControlRecord) == 24);

/// After the byte `subscribe_byte`.
struct ControlSubscribe {
  std::uint8_t first_column = 0;
  std::uint8_t last_column = 0;
  std::uint8_t first_row = 0;
  std::uint8_t last_row = 0;
  std::int32_t grid = -1; ///< -1: all
};
static_assert(sizeof(ControlSubscribe) == 8);

inline constexpr char subscribe_byte = 'S';
inline constexpr char positions_byte = 'P';  ///< then records
inline constexpr char subscribed_byte = 'H'; ///< the answer to a subscribe

} // namespace yuntu::bench
