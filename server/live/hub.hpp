#pragma once

#include "server/live/cell_blocks.hpp"
#include "server/live/fact_ring.hpp"
#include "server/live/viewer.hpp"
#include "server/model/city_state.hpp"
#include "server/protocol/server_messages.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::live {

/// The fan-out: takes what was committed and folded, and sends each viewer what it watches and may
/// see. Facts go out at once, positions at each flush. Live thread only; reads the published state
/// and never changes it.
class Hub {
public:
  struct Counts {
    std::size_t viewers = 0;
    std::uint64_t frames = 0;
    std::uint64_t bytes = 0;
    std::uint64_t resyncs = 0;
  };

  /// `published` is kept by reference and must already be loaded.
  Hub(std::string epoch, model::CityState const &published);

  // Viewers. Unknown ids are ignored: a socket may be gone before its last message is.
  void open(ViewerId id, std::shared_ptr<Socket> socket, protocol::WireFormat format);
  /// Says hello. `rights` are those of the principal.
  void sign_in(ViewerId id, model::Principal principal, model::AudienceSet rights, model::Time now);
  void subscribe(ViewerId id, protocol::Subscribe const &subscribe);
  /// Any message to one viewer (acknowledgements, problems).
  void send(ViewerId id, protocol::ServerMessage const &message);
  void ready(ViewerId id);
  void close(ViewerId id);
  /// Ends the connection from our side.
  void dismiss(ViewerId id, CloseReason reason, std::string const &words);
  [[nodiscard]] model::Principal const *principal_of(ViewerId id) const;
  /// New rights of a user's sockets: `forget` what was lost, a snapshot of what there is now.
  void change_rights(model::Principal const &principal, model::AudienceSet const &rights);
  /// Closes what was opened by a session that is over. With every heartbeat.
  void dismiss_ended_sessions(model::Time now);
  /// All sockets of a user, or of one session of it.
  void dismiss_user(std::string const &user, std::string const &session_hash);

  // What happened.
  /// While loading, before any viewer: fills the ring.
  void recall(model::CommitGroup const &group);
  void start_ring_after(std::uint64_t seq) { ring_.start_after(seq); }
  /// After the published state has folded the group.
  void publish(model::CommitGroup const &group);
  /// The streets that belong to a coming or present ReachChanged with this digest.
  void stage_reach(protocol::ReachUpsert reach, std::string digest);
  /// After relocate_workers: everything that moved between areas.
  void workers_relocated();
  /// Sends each free viewer its dirty blocks.
  void flush();
  /// An empty `changes` with both marks to everybody who is up to date.
  void heartbeat();

  [[nodiscard]] Counts counts() const;

private:
  /// `upsert` is the newest computed, `shown` the newest whose fact is stored.
  struct StagedReach {
    protocol::Shared<protocol::ReachUpsert> upsert;
    std::string digest;
    protocol::Shared<protocol::ReachUpsert> shown;
    geo::Envelope box; ///< of all that was ever staged: who holds an old form hears of the new one
  };
  using BlockCache =
      std::map<std::pair<BlockKey, std::uint64_t>, protocol::Shared<protocol::WorkerBlock>>;

  Viewer *find(ViewerId id);
  FactChange change_of(model::Fact const &fact);
  FactChange take_in(model::Fact const &fact);
  void mark_dirty(std::vector<BlockKey> const &keys);
  bool is_shown(FactChange const &change, Viewer const &viewer) const;
  bool is_reach_in_view(std::string const &station, Viewer const &viewer) const;
  void send_facts(std::vector<FactChange> const &changes, std::uint64_t seq);
  void put(Viewer &viewer, protocol::ServerMessage const &message);
  Frame frame_of(Viewer const &viewer, protocol::ServerMessage const &message);
  void enqueue(Viewer &viewer, Frame frame, std::size_t counted_bytes);
  void queue_answer(Viewer &viewer, Frame frame);
  void offer(Viewer &viewer, std::vector<Frame> frames);
  void flush(Viewer &viewer, BlockCache &cache);
  void collect(Viewer const &viewer, BlockKey const &key, std::uint64_t since, BlockCache &cache,
               protocol::Changes &changes) const;
  void send_snapshot(Viewer &viewer);
  void send_gap(Viewer &viewer, protocol::Cursor const &cursor);
  /// Why a cursor cannot be served; "" when it can.
  std::string cursor_fault(Viewer const &viewer, protocol::Cursor const &cursor) const;
  std::vector<protocol::Changes> missed_facts(Viewer const &viewer, std::uint64_t seq) const;
  protocol::Changes missed_positions(Viewer const &viewer, std::uint64_t tick) const;
  void resync(Viewer &viewer, std::string const &reason);
  protocol::Snapshot snapshot_for(Viewer const &viewer) const;

  std::string epoch_;
  model::CityState const &published_;
  CellBlocks blocks_;
  FactRing ring_;
  std::map<std::string, StagedReach> reaches_;
  std::map<std::string, std::uint64_t> rights_changed_; ///< seq of the newest change, by user
  std::map<ViewerId, Viewer> viewers_;
  std::uint64_t loaded_tick_;
  Counts counts_;
};

/// Appends what the fact shows.
void add_shown(FactChange const &change, protocol::Changes &message);
/// What the stream says of an incident.
[[nodiscard]] protocol::IncidentUpsert upsert_of(model::Incident const &incident);

} // namespace yuntu::live
