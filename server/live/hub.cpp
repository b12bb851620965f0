#include "server/live/hub.hpp"

#include <algorithm>

namespace yuntu::live {

using protocol::LiveLayer;

namespace {

/// The first 24 characters of what was reported, cut between characters.
std::string title_of(std::string const &text) {
  constexpr std::size_t longest = 24;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const starts_character = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts_character && ++characters > longest) {
      return text.substr(0, i);
    }
  }
  return text;
}

} // namespace

protocol::IncidentUpsert upsert_of(model::Incident const &incident) {
  return {incident.id,
          std::string(model::to_string(incident.stage)),
          std::string(model::to_string(incident.severity)),
          incident.category,
          incident.position,
          incident.areas,
          incident.version,
          incident.time,
          title_of(incident.text)};
}

void add_shown(FactChange const &change, protocol::Changes &message) {
  if (change.incident) {
    message.upserts.incidents.push_back(change.incident);
  } else if (change.reach) {
    message.upserts.reaches.push_back(change.reach);
  } else if (change.remove) {
    message.removes.push_back(*change.remove);
  }
}

Hub::Hub(std::string epoch, model::CityState const &published)
    : epoch_(std::move(epoch)), published_(published), loaded_tick_(published.tick) {
  ring_.start_after(published.seq);
  for (auto const &[id, worker] : published.workers) {
    blocks_.update(worker, worker.tick);
  }
}

Viewer *Hub::find(ViewerId id) {
  auto const found = viewers_.find(id);
  return found == viewers_.end() ? nullptr : &found->second;
}

/// What it shows, noting on the way what later questions need to know.
FactChange Hub::take_in(model::Fact const &fact) {
  if (auto const *const changed = std::get_if<model::UserRoleChanged>(&fact.body)) {
    rights_changed_[changed->user] = fact.seq;
  }
  return change_of(fact);
}

FactChange Hub::change_of(model::Fact const &fact) {
  FactChange change;
  change.seq = fact.seq;
  change.time = fact.ingest_time;
  std::string const *incident_id = nullptr;
  if (auto const *reported = std::get_if<model::IncidentReported>(&fact.body)) {
    incident_id = &reported->id;
  } else if (auto const *moved = std::get_if<model::IncidentMoved>(&fact.body)) {
    incident_id = &moved->id;
  }
  if (incident_id != nullptr) {
    if (auto const found = published_.incidents.find(*incident_id);
        found != published_.incidents.end()) {
      auto upsert = upsert_of(found->second);
      if (auto const *moved = std::get_if<model::IncidentMoved>(&fact.body)) {
        upsert.stage = model::to_string(moved->to); // as it was after this fact
        upsert.version = moved->version;
      } else {
        upsert.stage = model::to_string(model::Stage::received);
        upsert.version = 1;
      }
      change.audience = model::audience_of(found->second.areas);
      change.incident = protocol::encode_incident(std::move(upsert));
    }
  } else if (auto const *reach = std::get_if<model::ReachChanged>(&fact.body)) {
    auto const staged = reaches_.find(reach->station);
    if (reach->limit_s == 0) {
      change.remove = protocol::Remove{LiveLayer::reach, reach->station};
    } else if (staged != reaches_.end() && staged->second.digest == reach->streets_digest) {
      staged->second.shown = staged->second.upsert;
      change.reach = staged->second.upsert;
    }
  }
  return change;
}

void Hub::recall(model::CommitGroup const &group) {
  for (auto const &fact : group.facts) {
    ring_.add(take_in(fact));
  }
}

void Hub::publish(model::CommitGroup const &group) {
  std::vector<FactChange> shown;
  std::set<std::string> moved;
  for (auto const &fact : group.facts) {
    auto change = take_in(fact);
    if (change.is_shown()) {
      shown.push_back(change);
    }
    ring_.add(std::move(change));
    if (auto const *duty = std::get_if<model::DutyChanged>(&fact.body)) {
      moved.insert(duty->worker);
    }
  }
  for (auto const &record : group.positions) {
    moved.insert(record.worker);
  }
  for (auto const &id : moved) {
    auto const worker = published_.workers.find(id);
    if (worker != published_.workers.end() && worker->second.tick == group.tick) {
      mark_dirty(blocks_.update(worker->second, group.tick));
    }
  }
  if (!shown.empty()) {
    send_facts(shown, group.facts.back().seq);
  }
}

void Hub::workers_relocated() {
  for (auto const &[id, worker] : published_.workers) {
    if (worker.tick == published_.tick) {
      mark_dirty(blocks_.update(worker, published_.tick));
    }
  }
}

void Hub::mark_dirty(std::vector<BlockKey> const &keys) {
  for (auto &[id, viewer] : viewers_) {
    for (auto const &key : keys) {
      if (viewer.may_see(key)) {
        viewer.dirty.insert(key);
      }
    }
  }
}

void Hub::stage_reach(protocol::ReachUpsert reach, std::string digest) {
  auto &staged = reaches_[reach.station];
  for (auto const &line : reach.streets) {
    staged.box.expand(geo::envelope_of(line));
  }
  auto const stored = published_.reaches.find(reach.station);
  bool const is_stored = stored != published_.reaches.end() && !staged.shown &&
                         stored->second.streets_digest == digest;
  staged.digest = std::move(digest);
  staged.upsert = protocol::encode_reach(std::move(reach));
  if (is_stored) {
    staged.shown = staged.upsert; // at the start: its fact is older than the ring
  }
}

bool Hub::is_reach_in_view(std::string const &station, Viewer const &viewer) const {
  auto const found = reaches_.find(station);
  return viewer.interest && viewer.interest->wants(LiveLayer::reach) &&
         viewer.rights.admits(model::DataClass::reach, {}) &&
         (viewer.interest->everywhere.contains(LiveLayer::reach) || found == reaches_.end() ||
          found->second.box.intersects(viewer.interest->box));
}

bool Hub::is_shown(FactChange const &change, Viewer const &viewer) const {
  if (!viewer.interest) {
    return false;
  }
  if (change.incident) {
    return viewer.rights.admits(model::DataClass::incident, change.audience) &&
           viewer.interest->shows(LiveLayer::incident, cell_at(change.incident->value.position));
  }
  if (change.reach) {
    return is_reach_in_view(change.reach->value.station, viewer);
  }
  return change.remove && is_reach_in_view(change.remove->id, viewer);
}

void Hub::send_facts(std::vector<FactChange> const &changes, std::uint64_t seq) {
  for (auto &[id, viewer] : viewers_) {
    protocol::Changes message;
    for (auto const &change : changes) {
      if (!is_shown(change, viewer)) {
        continue;
      }
      add_shown(change, message);
    }
    if (!message.upserts.is_empty() || !message.removes.empty()) {
      message.seq = seq;
      put(viewer, message);
    }
  }
}

void Hub::flush() {
  BlockCache cache;
  for (auto &[id, viewer] : viewers_) {
    if (!viewer.is_writing && viewer.queue.empty()) {
      flush(viewer, cache);
    }
  }
}

void Hub::collect(Viewer const &viewer, BlockKey const &key, std::uint64_t since, BlockCache &cache,
                  protocol::Changes &changes) const {
  auto &block = cache[{key, since}];
  if (!block) {
    block = protocol::encode_block(changed_since(blocks_, key, published_, since));
  }
  if (!block->value.rows.empty()) {
    changes.upserts.workers.push_back(block);
  }
  auto const *const found = blocks_.find(key);
  if (found == nullptr) {
    return;
  }
  for (auto const &[worker, tick] : found->departed) {
    auto const *const now = blocks_.block_of(worker);
    if (tick > since && (now == nullptr || !viewer.may_see(*now))) {
      changes.removes.push_back({LiveLayer::worker, worker});
    }
  }
}

void Hub::flush(Viewer &viewer, BlockCache &cache) {
  if (viewer.dirty.empty()) {
    return;
  }
  protocol::Changes changes;
  for (auto const &key : viewer.dirty) {
    collect(viewer, key, viewer.tick, cache, changes);
  }
  viewer.dirty.clear();
  viewer.tick = published_.tick;
  changes.tick = viewer.tick;
  std::sort(changes.removes.begin(), changes.removes.end());
  changes.removes.erase(std::unique(changes.removes.begin(), changes.removes.end()),
                        changes.removes.end());
  put(viewer, changes);
}

void Hub::heartbeat() {
  flush();
  for (auto &[id, viewer] : viewers_) {
    if (viewer.interest && !viewer.is_writing && viewer.queue.empty() && viewer.dirty.empty()) {
      viewer.tick = published_.tick;
      protocol::Changes changes;
      changes.seq = published_.seq;
      changes.tick = published_.tick;
      put(viewer, changes);
    }
  }
}

Hub::Counts Hub::counts() const {
  auto counts = counts_;
  counts.viewers = viewers_.size();
  return counts;
}

} // namespace yuntu::live
