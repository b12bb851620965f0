#pragma once

#include "server/live/composer.hpp"
#include "server/live/flush_batch.hpp"
#include "server/live/frame_cache.hpp"
#include "server/live/hub_counts.hpp"
#include "server/live/picture.hpp"
#include "server/live/viewer.hpp"
#include "server/live/waiting_list.hpp"
#include "server/model/city_state.hpp"
#include "server/protocol/server_messages.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::live {

/// The fan-out: takes what was committed and folded, and sends each viewer what it watches and may
/// see. Facts go out at once, positions at each flush, answers to subscriptions at once or, in a
/// storm, at the pace of the flushes. Live thread only; reads the published state and never changes
/// it.
class Hub {
public:
  using Counts = HubCounts;

  /// `published` is kept by reference and must already be loaded.
  Hub(std::string epoch, model::CityState const &published, IncidentSigns signs = {});

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
  /// A plan is open, or has changed.
  void show_plan(protocol::PlanUpsert plan);
  /// It is open no more.
  void remove_plan(std::string const &id);
  /// The areas that are counted, at the start and when they have changed: then after
  /// `workers_relocated`.
  void use_areas(std::vector<CountArea> areas);
  /// After relocate_workers: everything that moved between areas.
  void workers_relocated() { picture_.workers_relocated(); }
  /// Sends each free viewer what has changed, and answers who waits.
  void flush();
  /// An empty `changes` with both marks to everybody who is up to date.
  void heartbeat();

  [[nodiscard]] Counts counts() const;

private:
  Viewer *find(ViewerId id);
  void send_facts(std::vector<FactChange> const &changes, std::uint64_t seq);
  void flush(Viewer &viewer);
  void send_changes(Viewer &viewer);
  void send_changes(Viewer &viewer, FrameCache::Made const &changes);
  [[nodiscard]] bool is_at_last_flush(Viewer const &viewer) const;
  [[nodiscard]] std::optional<FrameCache::Made> changes_for(Viewer &viewer);

  // Plans.
  void tell_plans();
  void tell_plans(Viewer &viewer);
  [[nodiscard]] bool may_be_told_plans(Viewer const &viewer) const;
  [[nodiscard]] Frame plan_news(Viewer const &viewer) const;
  void send_plans(Viewer &viewer, Frame const &frame);

  // Answers to subscriptions.
  void owe(Viewer &viewer, Owed what, std::string const &reason);
  void serve_waiting();
  void serve(Viewer &viewer);
  [[nodiscard]] std::vector<Frame> answer(Viewer &viewer, Owed owed,
                                          std::optional<Viewer::Asked> const &asked);
  [[nodiscard]] std::vector<Frame> gap(Viewer &viewer, Viewer::Asked const &asked);
  [[nodiscard]] std::vector<Frame> resync(Viewer &viewer, Interest const &interest,
                                          std::string const &reason);
  [[nodiscard]] Frame snapshot(Viewer &viewer, Interest const &interest);
  /// Why a cursor cannot be served; "" when it can.
  [[nodiscard]] std::string cursor_fault(Viewer const &viewer, Viewer::Asked const &asked) const;
  [[nodiscard]] std::vector<Frame> missed_facts(Viewer const &viewer, View const &view,
                                                std::uint64_t seq);
  void hold(Viewer &viewer, Interest const &interest);

  // Onto the sockets.
  [[nodiscard]] static Frame frame_of(protocol::ServerMessage const &message,
                                      protocol::WireFormat format);
  void put_facts(Viewer &viewer, Frame frame);
  void put_answer(Viewer &viewer, Frame frame);
  void offer(Viewer &viewer, std::vector<Frame> frames, Lane lane);

  // What became of the reports.
  void count_seen(Viewer &viewer, std::uint64_t seen);
  void count_seen(Viewer &viewer);
  void count_sent(Viewer &viewer, std::uint64_t records);

  std::string epoch_;
  Picture picture_;
  Composer composer_{picture_};
  FlushBatch batch_;
  FactRing ring_;
  std::map<ViewerId, Viewer> viewers_;
  WaitingList waiting_;
  FrameCache frames_;
  Counts counts_;
};

} // namespace yuntu::live
