#pragma once

#include "server/live/composer.hpp"
#include "server/live/interest.hpp"
#include "server/live/outbox.hpp"
#include "server/live/plan_board.hpp"
#include "server/live/socket.hpp"
#include "server/live/waiting_list.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/client_messages.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::live {

/// What a viewer is to be sent when its socket is free and it is its turn. A later one includes
/// those before it.
enum class Owed : std::uint8_t { nothing, gap, snapshot, resync };

/// One socket that watches. Positions never queue: a viewer is at a tick, and when its socket is
/// free it gets what has changed since. Facts queue, bounded; past the bound the viewer is told to
/// resync.
struct Viewer {
  // What a flush reads, close together.
  bool is_writing = false;
  bool is_stale = false;   ///< what it holds cannot be gone on from: facts need not be sent
  bool owes_marks = false; ///< the next flush says the seq too
  Owed owed = Owed::nothing;
  protocol::WireFormat format = protocol::WireFormat::binary;
  std::optional<RightsId> rights;   ///< once signed in
  std::optional<Interest> interest; ///< the view that it holds
  Composer::Mark mark;
  // For the counts of records: see RecordCounts.
  std::uint64_t counted_records = 0; ///< of all workers
  std::uint64_t unsent_records = 0;  ///< seen, and neither sent nor superseded yet
  HeldPlans plans; ///< never queued either: when the socket is free it is sent what differs
  Outbox outbox;
  std::shared_ptr<Socket> socket;

  ViewerId id = 0;
  model::Principal principal;
  struct Asked {
    Interest interest;
    std::optional<protocol::Cursor> resume;
  };
  std::optional<Asked> asked; ///< the newest subscription that was not answered yet
  std::string resync_reason;
  WaitingList::Ticket ticket = 0; ///< while something is owed

  [[nodiscard]] bool is_free() const { return !is_writing && outbox.is_empty(); }
  /// Gets positions and marks; else a snapshot or gap will say it all.
  [[nodiscard]] bool is_current() const { return interest && owed == Owed::nothing; }
  [[nodiscard]] View view() const { return {*interest, *rights, principal.user}; }
};

} // namespace yuntu::live
