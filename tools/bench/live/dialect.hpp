#pragma once

#include "tools/bench/live/county.hpp"
#include "tools/bench/live/walks.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::bench {

/// What a viewer asks for: cells by column and row, both ends included.
struct View {
  int first_column = 0, last_column = 0, first_row = 0, last_row = 0;
  int grid = -1;   ///< the only one its rights cover; -1: everywhere
  int size = 0;    ///< index of its class in the mix
  double zoom = 0; ///< at which the box would fill a screen

  [[nodiscard]] bool covers(int column, int row) const {
    return column >= first_column && column <= last_column && row >= first_row && row <= last_row;
  }
  [[nodiscard]] bool may_see(int of_grid) const { return grid < 0 || grid == of_grid; }
};

/// One worker's record as a viewer received it.
struct Delivery {
  std::uint32_t worker = 0;
  std::int32_t lon_e7 = 0;
  std::int32_t lat_e7 = 0;
  std::int64_t time_ms = 0;
  std::int16_t grid = -1;
  std::int16_t column = -1; ///< as the block says
  std::int16_t row = -1;
};

/// How far a viewer has come. Without an epoch: not yet, or the server knows no cursors.
struct Cursor {
  std::string epoch;
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
};

/// A message of the server, decoded. One object is used again and again.
struct Decoded {
  enum class Kind : std::uint8_t { hello, snapshot, changes, ack, forget, resync, problem };
  Kind kind = Kind::hello;
  std::vector<Delivery> workers;
  std::vector<std::uint64_t> incidents; ///< the numbers in their ids
  std::size_t counts = 0;
  std::size_t removes = 0;
  std::uint64_t accepted = 0;
  std::uint64_t not_accepted = 0; ///< rejected or in conflict
  std::string words;              ///< of a problem, a resync or a refusal
  std::string epoch;              ///< of a hello
  std::optional<std::uint64_t> seq;
  std::optional<std::uint64_t> tick;

  void clear();
};

/// One report to send.
struct Sending {
  std::uint32_t worker = 0;
  std::uint64_t seq = 0;
  std::int64_t time_ms = 0;
  Step const *step = nullptr;
};

/// How one kind of server is spoken to. Payloads, without WebSocket framing.
class Dialect {
public:
  Dialect() = default;
  Dialect(Dialect const &) = delete;
  Dialect &operator=(Dialect const &) = delete;
  virtual ~Dialect() = default;

  /// `resume` with an epoch: only what differs is wanted.
  virtual void subscribe(View const &view, Cursor const &resume, std::string &payload) const = 0;
  /// `device`: in whose sequence the reports are numbered, each of any worker; empty: the device of
  /// the one worker whose reports all are.
  virtual void positions(std::vector<Sending> const &reports, std::string const &device,
                         std::string &payload) const = 0;
  virtual void decode(std::string_view payload, Decoded &into) const = 0;
  /// Whether every message of positions is answered by an acknowledgement.
  [[nodiscard]] virtual bool acknowledges() const = 0;
  /// Whether viewers from afar get counts instead of workers.
  [[nodiscard]] virtual bool has_aggregates() const { return false; }
};

struct YuntuOptions {
  bool has_counts = false; ///< aggregates on
  bool has_incidents = true;
  std::uint64_t boot = 1;
};
[[nodiscard]] std::unique_ptr<Dialect> yuntu_dialect(County const &county, YuntuOptions options);
[[nodiscard]] std::unique_ptr<Dialect> control_dialect();

/// "w00042".
[[nodiscard]] std::string worker_name(std::uint32_t worker);
/// A UUID that holds the number in its last digits.
[[nodiscard]] std::string incident_id(std::uint64_t number);

} // namespace yuntu::bench
