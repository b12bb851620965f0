#pragma once

#include "geo/envelope.hpp"
#include "server/live/cell.hpp"
#include "server/live/socket.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/client_messages.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace yuntu::live {

using ViewerId = std::uint64_t;

/// A subscription in the terms of the hub.
struct Interest {
  CellRange cells;
  geo::Envelope box;
  std::set<protocol::LiveLayer> layers;
  std::set<protocol::LiveLayer> everywhere;

  [[nodiscard]] bool wants(protocol::LiveLayer layer) const { return layers.contains(layer); }
  [[nodiscard]] bool shows(protocol::LiveLayer layer, Cell cell) const {
    return wants(layer) && (everywhere.contains(layer) || cells.covers(cell));
  }
};

/// One socket that watches. Positions never queue: the viewer has a set of dirty blocks, and when
/// its socket is free again it gets their present state. Facts queue, bounded; past the bound the
/// viewer is told to resync.
struct Viewer {
  static constexpr std::size_t most_queued = 512;
  static constexpr std::size_t most_queued_bytes = 256 * 1024; ///< without snapshots
  static constexpr std::size_t most_queued_snapshots = 2;

  ViewerId id = 0;
  std::shared_ptr<Socket> socket;
  protocol::WireFormat format = protocol::WireFormat::binary;
  model::Principal principal;
  model::AudienceSet rights;
  std::optional<Interest> interest;
  std::uint64_t tick = 0; ///< every change of a position up to it has been sent
  std::set<BlockKey> dirty;
  std::deque<Frame> queue;
  std::deque<Frame> answers; ///< acknowledgements and problems, bounded like the queue
  std::size_t answer_bytes = 0;
  std::size_t queued_bytes = 0;
  std::size_t queued_snapshots = 0;
  bool is_writing = false;
  bool needs_resync = false;

  [[nodiscard]] bool may_see(BlockKey const &key) const {
    return rights.admits(model::DataClass::worker, key.audience) && interest &&
           interest->shows(protocol::LiveLayer::worker, key.cell);
  }
};

} // namespace yuntu::live
