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
    if (published_.reaches.contains(station) && is_reach_in_view(station, viewer)) {
      snapshot.upserts.reaches.push_back(reach.upsert);
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

void Hub::send_gap(Viewer &viewer, protocol::Cursor const &cursor) {
  if (cursor.epoch != epoch_ || cursor.seq > published_.seq || cursor.tick > published_.tick) {
    resync(viewer, "epoch");
    return;
  }
  bool const forgets_departures = cursor.tick + CellBlocks::remembered_ticks < published_.tick ||
                                  (cursor.tick < loaded_tick_ && !viewer.rights.is_everywhere);
  if (!ring_.covers(cursor.seq) || forgets_departures) {
    resync(viewer, "too_old");
    return;
  }
  protocol::Changes facts;
  std::size_t shown = 0;
  for (auto const &change : ring_.changes()) {
    if (change.seq <= cursor.seq || !is_shown(change, viewer)) {
      continue;
    }
    add_shown(change, facts);
    facts.seq = change.seq;
    if (++shown % gap_facts_a_message == 0) {
      put(viewer, facts);
      facts = {};
    }
  }
  if (facts.seq) {
    put(viewer, facts);
  }
  protocol::Changes last;
  BlockCache cache;
  for (auto const &[key, block] : blocks_.blocks()) {
    if (viewer.may_see(key)) {
      collect(viewer, key, cursor.tick, cache, last);
    }
  }
  // Who left before this server started is in no block: seen whole, such a worker is named.
  for (auto const &[id, worker] : published_.workers) {
    auto const *const now = blocks_.block_of(id);
    if (viewer.rights.is_everywhere && viewer.interest->wants(LiveLayer::worker) &&
        worker.tick > cursor.tick && (now == nullptr || !viewer.may_see(*now))) {
      last.removes.push_back({LiveLayer::worker, id});
    }
  }
  std::sort(last.removes.begin(), last.removes.end());
  last.removes.erase(std::unique(last.removes.begin(), last.removes.end()), last.removes.end());
  viewer.tick = published_.tick;
  last.seq = published_.seq;
  last.tick = published_.tick;
  put(viewer, last);
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

void Hub::send(ViewerId id, protocol::ServerMessage const &message) {
  if (auto *const viewer = find(id)) {
    put(*viewer, message);
  }
}

void Hub::put(Viewer &viewer, protocol::ServerMessage const &message) {
  auto frame = std::make_shared<std::string const>(encode_message(message, viewer.format));
  ++counts_.frames;
  counts_.bytes += frame->size();
  if (!viewer.is_writing) {
    offer(viewer, {std::move(frame)});
    return;
  }
  if (viewer.needs_resync) {
    return; // a snapshot will say it all
  }
  // A snapshot may be larger than the bound; it is what queues behind it that must not grow.
  if (!std::holds_alternative<protocol::Snapshot>(message)) {
    viewer.queued_bytes += frame->size();
  }
  viewer.queue.push_back(std::move(frame));
  if (viewer.queue.size() > Viewer::most_queued ||
      viewer.queued_bytes > Viewer::most_queued_bytes) {
    viewer.needs_resync = true;
    if (!viewer.interest) {
      viewer.socket->close(CloseReason::try_again, "answers are not being read");
    }
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
  if (viewer->needs_resync && viewer->interest) {
    viewer->needs_resync = false;
    viewer->queue.clear();
    viewer->queued_bytes = 0;
    resync(*viewer, "overflow");
    return;
  }
  if (!viewer->queue.empty()) {
    std::vector<Frame> frames(viewer->queue.begin(), viewer->queue.end());
    viewer->queue.clear();
    viewer->queued_bytes = 0;
    offer(*viewer, std::move(frames));
    return;
  }
  // Dirty blocks wait for the next flush: that keeps the rhythm and shares the encoding.
}

} // namespace yuntu::live
