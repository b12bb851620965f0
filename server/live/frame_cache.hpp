#pragma once

#include "server/live/interest.hpp"
#include "server/live/socket.hpp"
#include "server/protocol/client_messages.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::live {

/// Everything that decides what stands in a frame of positions or in a snapshot.
struct FrameKey {
  std::uint64_t rights = 0; ///< RightsClasses::serial_of
  protocol::WireFormat format = protocol::WireFormat::binary;
  Interest interest;
  std::uint64_t since = 0; ///< 0: a snapshot
  std::uint64_t seq = 0;   ///< of the snapshot
  std::uint64_t tick = 0;
  std::string user = {}; ///< whose own incidents stand in the snapshot; empty: nobody's

  [[nodiscard]] std::size_t hash() const;
  friend bool operator==(FrameKey const &a, FrameKey const &b) {
    return a.rights == b.rights && a.format == b.format && a.since == b.since && a.seq == b.seq &&
           a.tick == b.tick && a.user == b.user && a.interest.is_pan_of(b.interest) &&
           a.interest.cells == b.interest.cells && a.interest.box == b.interest.box;
  }
};

/// Frames of one flush interval, so that viewers who look at the same get the same bytes. A table
/// of fixed size: a newer frame takes the place of an older one.
class FrameCache {
public:
  struct Made {
    Frame frame;               ///< nullptr: nothing to say
    std::size_t records = 0;   ///< workers in it
    std::uint64_t reports = 0; ///< behind them
  };

  /// nullptr: not there.
  [[nodiscard]] Made const *find(FrameKey const &key) const {
    auto const &entry = table_[key.hash() % size];
    return entry && entry->key == key ? &entry->made : nullptr;
  }
  void put(FrameKey const &key, Made made) {
    table_[key.hash() % size] = Entry{key, std::move(made)};
    is_clear_ = false;
  }
  void clear() {
    if (!is_clear_) {
      table_.assign(size, std::nullopt);
      is_clear_ = true;
    }
  }

private:
  struct Entry {
    FrameKey key;
    Made made;
  };
  static constexpr std::size_t size = 256;
  std::vector<std::optional<Entry>> table_ = std::vector<std::optional<Entry>>(size);
  bool is_clear_ = true;
};

} // namespace yuntu::live
