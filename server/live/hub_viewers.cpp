#include "server/live/hub.hpp"

#include <algorithm>

// The hub's other half: opening, subscribing, resuming, and getting frames onto sockets.
namespace yuntu::live {

using protocol::LiveLayer;

namespace {

/// A long gap goes out in a few messages, so that the bound on queued frames does not cut it off.
constexpr std::size_t gap_facts_a_message = 200;

Interest interest_of(protocol::Subscribe const &subscribe) {
  Interest interest;
  interest.cells = cells_of(subscribe.bbox);
  auto const &box = subscribe.bbox;
  interest.box.expand(geo::LonLat::from_degrees(box.west, box.south).value_or(geo::LonLat{}));
  interest.box.expand(geo::LonLat::from_degrees(box.east, box.north).value_or(geo::LonLat{}));
  interest.layers.insert(subscribe.layers.begin(), subscribe.layers.end());
  interest.everywhere.insert(subscribe.everywhere.begin(), subscribe.everywhere.end());
  return interest;
}

} // namespace

void Hub::open(ViewerId id, std::shared_ptr<Socket> socket, protocol::WireFormat format) {
  Viewer viewer;
  viewer.id = id;
  viewer.socket = std::move(socket);
  viewer.format = format;
  viewers_.emplace(id, std::move(viewer));
}

void Hub::close(ViewerId id) {
  viewers_.erase(id);
}

void Hub::dismiss(ViewerId id, CloseReason reason, std::string const &words) {
  if (auto *const viewer = find(id)) {
    viewer->socket->close(reason, words);
  }
}

model::Principal const *Hub::principal_of(ViewerId id) const {
  auto const found = viewers_.find(id);
  return found == viewers_.end() ? nullptr : &found->second.principal;
}

void Hub::sign_in(ViewerId id, model::Principal principal, model::AudienceSet rights,
                  model::Time now) {
  auto *const viewer = find(id);
  if (viewer == nullptr) {
    return;
  }
  viewer->principal = std::move(principal);
  viewer->rights = std::move(rights);
  put(*viewer, protocol::Hello{{epoch_, published_.seq, published_.tick},
                               now,
                               viewer->principal.user,
                               std::string(model::to_string(viewer->principal.role))});
}

void Hub::subscribe(ViewerId id, protocol::Subscribe const &subscribe) {
  auto *const viewer = find(id);
  if (viewer == nullptr) {
    return;
  }
  viewer->interest = interest_of(subscribe);
  viewer->dirty.clear();
  if (subscribe.resume) {
    send_gap(*viewer, *subscribe.resume);
  } else {
    send_snapshot(*viewer);
  }
}

protocol::Snapshot Hub::snapshot_for(Viewer const &viewer) const {
  protocol::Snapshot snapshot;
  snapshot.seq = published_.seq;
  snapshot.tick = published_.tick;
  for (auto const &[key, block] : blocks_.blocks()) {
    if (viewer.may_see(key) && !block.members.empty()) {
      snapshot.upserts.workers.push_back(
          protocol::encode_block(changed_since(blocks_, key, published_, 0)));
    }
  }
  for (auto const &[id, incident] : published_.incidents) {
    FactChange change;
    change.audience = model::audience_of(incident.areas);
    if (incident.stage == model::Stage::rated ||
        !viewer.rights.admits(model::DataClass::incident, change.audience)) {
      continue;
    }
    change.incident = protocol::encode_incident(upsert_of(incident));
    if (is_shown(change, viewer)) {
      snapshot.upserts.incidents.push_back(change.incident);
    }
  }
  for (auto const &[station, reach] : reaches_) {
    if (published_.reaches.contains(station) && reach.shown && is_reach_in_view(station, viewer)) {
      snapshot.upserts.reaches.push_back(reach.shown);
    }
  }
  return snapshot;
}

void Hub::send_snapshot(Viewer &viewer) {
  viewer.dirty.clear();
  viewer.tick = published_.tick;
  put(viewer, snapshot_for(viewer));
}

void Hub::resync(Viewer &viewer, std::string const &reason) {
  ++counts_.resyncs;
  put(viewer, protocol::Resync{reason});
  send_snapshot(viewer);
}

std::string Hub::cursor_fault(Viewer const &viewer, protocol::Cursor const &cursor) const {
  if (cursor.epoch != epoch_ || cursor.seq > published_.seq || cursor.tick > published_.tick) {
    return "epoch";
  }
  bool const forgets_departures = cursor.tick + CellBlocks::remembered_ticks < published_.tick ||
                                  (cursor.tick < loaded_tick_ && !viewer.rights.is_everywhere);
  // Whose rights changed meanwhile may hold what it must not see any more.
  auto const changed = rights_changed_.find(viewer.principal.user);
  bool const has_other_rights = changed != rights_changed_.end() && cursor.seq < changed->second;
  bool const is_lost = !ring_.covers(cursor.seq) || forgets_departures || has_other_rights;
  return is_lost ? "too_old" : "";
}

std::vector<protocol::Changes> Hub::missed_facts(Viewer const &viewer, std::uint64_t seq) const {
  std::vector<protocol::Changes> messages;
  std::size_t shown = 0;
  for (auto const &change : ring_.changes()) {
    if (change.seq <= seq || !is_shown(change, viewer)) {
      continue;
    }
    if (shown++ % gap_facts_a_message == 0) {
      messages.emplace_back();
    }
    add_shown(change, messages.back());
    messages.back().seq = change.seq;
  }
  return messages;
}

protocol::Changes Hub::missed_positions(Viewer const &viewer, std::uint64_t tick) const {
  protocol::Changes changes;
  BlockCache cache;
  for (auto const &[key, block] : blocks_.blocks()) {
    if (viewer.may_see(key)) {
      collect(viewer, key, tick, cache, changes);
    }
  }
  // Who left before this server started is in no block: seen whole, such a worker is named.
  bool const sees_all = viewer.rights.is_everywhere && viewer.rights.sees_workers &&
                        viewer.interest->wants(LiveLayer::worker);
  for (auto const &[id, worker] : published_.workers) {
    auto const *const now = blocks_.block_of(id);
    if (sees_all && worker.tick > tick && (now == nullptr || !viewer.may_see(*now))) {
      changes.removes.push_back({LiveLayer::worker, id});
    }
  }
  std::sort(changes.removes.begin(), changes.removes.end());
  changes.removes.erase(std::unique(changes.removes.begin(), changes.removes.end()),
                        changes.removes.end());
  changes.seq = published_.seq;
  changes.tick = published_.tick;
  return changes;
}

void Hub::send_gap(Viewer &viewer, protocol::Cursor const &cursor) {
  if (auto const fault = cursor_fault(viewer, cursor); !fault.empty()) {
    resync(viewer, fault);
    return;
  }
  auto messages = missed_facts(viewer, cursor.seq);
  messages.push_back(missed_positions(viewer, cursor.tick));
  viewer.tick = published_.tick;
  std::vector<Frame> frames;
  frames.reserve(messages.size());
  for (auto const &message : messages) {
    frames.push_back(frame_of(viewer, message));
  }
  if (!viewer.is_writing) {
    offer(viewer, std::move(frames)); // at once, so that the bound on what queues does not cut it
    return;
  }
  for (auto &frame : frames) {
    auto const bytes = frame->size();
    enqueue(viewer, std::move(frame), bytes);
  }
}

void Hub::change_rights(model::Principal const &principal, model::AudienceSet const &rights) {
  for (auto &[id, viewer] : viewers_) {
    if (viewer.principal.user != principal.user || principal.user.empty()) {
      continue;
    }
    auto const before = viewer;
    viewer.principal.role = principal.role;
    viewer.principal.areas = principal.areas;
    viewer.rights = rights;
    if (!viewer.interest) {
      continue;
    }
    protocol::Forget forget;
    for (auto const &[key, block] : blocks_.blocks()) {
      for (auto const &worker : block.members) {
        if (before.may_see(key) && !viewer.may_see(key)) {
          forget.removes.push_back({LiveLayer::worker, worker});
        }
      }
    }
    for (auto const &[incident_id, incident] : published_.incidents) {
      auto const audience = model::audience_of(incident.areas);
      if (before.rights.admits(model::DataClass::incident, audience) &&
          !rights.admits(model::DataClass::incident, audience)) {
        forget.removes.push_back({LiveLayer::incident, incident_id});
      }
    }
    put(viewer, forget);
    send_snapshot(viewer);
  }
}

void Hub::dismiss_user(std::string const &user, std::string const &session_hash) {
  for (auto const &[id, viewer] : viewers_) {
    bool const is_meant = session_hash.empty() ? viewer.principal.user == user
                                               : viewer.principal.session_hash == session_hash;
    if (is_meant) {
      viewer.socket->close(CloseReason::policy, "signed out");
    }
  }
}

void Hub::dismiss_ended_sessions(model::Time now) {
  for (auto const &[id, viewer] : viewers_) {
    auto const &hash = viewer.principal.session_hash;
    auto const session = published_.sessions.find(hash);
    if (!hash.empty() && (session == published_.sessions.end() || session->second.expires <= now)) {
      viewer.socket->close(CloseReason::policy, "the session has ended");
    }
  }
}

void Hub::send(ViewerId id, protocol::ServerMessage const &message) {
  if (auto *const viewer = find(id)) {
    put(*viewer, message);
  }
}

Frame Hub::frame_of(Viewer const &viewer, protocol::ServerMessage const &message) {
  auto frame = std::make_shared<std::string const>(encode_message(message, viewer.format));
  ++counts_.frames;
  counts_.bytes += frame->size();
  return frame;
}

void Hub::put(Viewer &viewer, protocol::ServerMessage const &message) {
  auto frame = frame_of(viewer, message);
  if (!viewer.is_writing) {
    offer(viewer, {std::move(frame)});
    return;
  }
  // A snapshot may be larger than the bound; it is what queues behind it that must not grow, more
  // snapshots included.
  bool const is_snapshot = std::holds_alternative<protocol::Snapshot>(message);
  if (is_snapshot && ++viewer.queued_snapshots > Viewer::most_queued_snapshots) {
    viewer.needs_resync = true;
  }
  auto const counted = is_snapshot ? 0 : frame->size();
  bool const is_answer = std::holds_alternative<model::Acknowledgement>(message) ||
                         std::holds_alternative<protocol::Problem>(message);
  if (is_answer) {
    queue_answer(viewer, std::move(frame));
  } else {
    enqueue(viewer, std::move(frame), counted);
  }
}

/// No snapshot says what an answer says: answers are kept apart, and who does not read them is
/// closed.
void Hub::queue_answer(Viewer &viewer, Frame frame) {
  viewer.answer_bytes += frame->size();
  viewer.answers.push_back(std::move(frame));
  if (viewer.answers.size() > Viewer::most_queued ||
      viewer.answer_bytes > Viewer::most_queued_bytes) {
    viewer.socket->close(CloseReason::try_again, "answers are not being read");
  }
}

void Hub::enqueue(Viewer &viewer, Frame frame, std::size_t counted_bytes) {
  if (viewer.needs_resync) {
    return; // a snapshot will say it all
  }
  viewer.queued_bytes += counted_bytes;
  viewer.queue.push_back(std::move(frame));
  if (viewer.queue.size() > Viewer::most_queued ||
      viewer.queued_bytes > Viewer::most_queued_bytes) {
    viewer.needs_resync = true;
  }
}

void Hub::offer(Viewer &viewer, std::vector<Frame> frames) {
  viewer.is_writing = true;
  if (viewer.socket->offer(std::move(frames)) == 0) {
    viewer.needs_resync = true; // the socket is closing: `ready` will not come, `closed` will
  }
}

void Hub::ready(ViewerId id) {
  auto *const viewer = find(id);
  if (viewer == nullptr) {
    return;
  }
  viewer->is_writing = false;
  if (!viewer->answers.empty()) {
    std::vector<Frame> answers(viewer->answers.begin(), viewer->answers.end());
    viewer->answers.clear();
    viewer->answer_bytes = 0;
    offer(*viewer, std::move(answers));
    return;
  }
  if (viewer->needs_resync && viewer->interest) {
    viewer->needs_resync = false;
    viewer->queue.clear();
    viewer->queued_bytes = 0;
    viewer->queued_snapshots = 0;
    resync(*viewer, "overflow");
    return;
  }
  if (!viewer->queue.empty()) {
    std::vector<Frame> frames(viewer->queue.begin(), viewer->queue.end());
    viewer->queue.clear();
    viewer->queued_bytes = 0;
    viewer->queued_snapshots = 0;
    offer(*viewer, std::move(frames));
    return;
  }
  // Dirty blocks wait for the next flush: that keeps the rhythm and shares the encoding.
}

} // namespace yuntu::live
