#include "server/live/hub.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::live {
namespace {

/// Below so many cells it is quicker to make a frame than to look for another viewer's.
constexpr std::uint64_t cells_worth_sharing = 16;

} // namespace

Hub::Hub(std::string epoch, model::CityState const &published, IncidentSigns signs)
    : epoch_(std::move(epoch)), picture_(published, std::move(signs)) {
  ring_.start_after(published.seq);
}

Viewer *Hub::find(ViewerId id) {
  auto const found = viewers_.find(id);
  return found == viewers_.end() ? nullptr : &found->second;
}

void Hub::recall(model::CommitGroup const &group) {
  for (auto const &fact : group.facts) {
    ring_.add(picture_.take_in(fact));
  }
}

void Hub::publish(model::CommitGroup const &group) {
  std::vector<FactChange> shown;
  for (auto const &fact : group.facts) {
    auto change = picture_.take_in(fact);
    if (change.is_shown()) {
      shown.push_back(change);
    }
    ring_.add(std::move(change));
  }
  picture_.move_workers(group);
  if (!shown.empty()) {
    send_facts(shown, group.facts.back().seq);
  }
}

/// Encoded once for all viewers that are shown the same of it.
void Hub::send_facts(std::vector<FactChange> const &changes, std::uint64_t seq) {
  std::map<std::pair<protocol::WireFormat, std::vector<Showing>>, Frame> made;
  for (auto &[id, viewer] : viewers_) {
    if (!viewer.interest || viewer.is_stale) {
      continue;
    }
    std::vector<Showing> shown(changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
      shown[i] = picture_.showing(changes[i], viewer.view());
    }
    bool const is_news = std::any_of(shown.begin(), shown.end(),
                                     [](auto showing) { return showing != Showing::nothing; });
    if (!is_news) {
      continue;
    }
    auto &frame = made[{viewer.format, shown}];
    counts_.shared += frame ? 1 : 0;
    if (!frame) {
      protocol::Changes message;
      message.seq = seq;
      for (std::size_t i = 0; i < changes.size(); ++i) {
        if (shown[i] != Showing::nothing) {
          add_shown(changes[i], shown[i], message);
        }
      }
      frame = frame_of(message, viewer.format);
    }
    put_facts(viewer, frame);
  }
}

void Hub::stage_reach(protocol::ReachUpsert reach, std::string digest) {
  picture_.stage_reach(std::move(reach), std::move(digest));
  frames_.clear(); // at the start it is shown at once, without a fact
}

void Hub::use_areas(std::vector<CountArea> areas) {
  picture_.use_areas(std::move(areas));
  frames_.clear();
  for (auto &[id, viewer] : viewers_) {
    if (viewer.interest && viewer.interest->count_level()) {
      viewer.is_stale = true; // it may hold areas that are no more
      owe(viewer, Owed::snapshot, {});
    }
  }
}

void Hub::flush() {
  waiting_.start_interval();
  frames_.clear();
  counts_.dirty_blocks = picture_.blocks.dirty().size();
  serve_waiting();
  batch_.make(picture_.blocks, picture_.published.tick);
  for (auto &[id, viewer] : viewers_) {
    if (viewer.interest) {
      flush(viewer);
    }
  }
  picture_.blocks.start_interval(picture_.published.tick);
}

void Hub::flush(Viewer &viewer) {
  if (!viewer.is_current() || !viewer.is_free()) {
    count_seen(viewer);
    return;
  }
  auto const newest = std::max(picture_.blocks.changed(), picture_.counts.changed());
  if (newest > viewer.mark.tick || viewer.owes_marks) {
    send_changes(viewer);
  } else {
    viewer.mark.tick = picture_.published.tick;
    count_seen(viewer, 0);
  }
}

/// Then it lacks what nearly everybody lacks.
bool Hub::is_at_last_flush(Viewer const &viewer) const {
  return viewer.mark.tick > 0 && viewer.mark.tick == batch_.since() &&
         viewer.mark.counted == batch_.since();
}

void Hub::send_changes(Viewer &viewer) {
  bool const may_share = !viewer.owes_marks && is_at_last_flush(viewer) &&
                         viewer.interest->cells.size() > cells_worth_sharing;
  if (!may_share) {
    if (auto const changes = changes_for(viewer)) {
      send_changes(viewer, *changes);
    }
    return;
  }
  FrameKey const key{picture_.rights.serial_of(*viewer.rights),
                     viewer.format,
                     *viewer.interest,
                     viewer.mark.tick,
                     0,
                     picture_.published.tick,
                     {}};
  if (auto const *const made = frames_.find(key)) {
    counts_.shared += made->frame ? 1 : 0;
    send_changes(viewer, *made);
  } else if (auto const changes = changes_for(viewer)) {
    frames_.put(key, *changes);
    send_changes(viewer, *changes);
  }
}

/// Everything since the viewer's mark. nullopt: it is not known any more, the viewer starts anew.
std::optional<FrameCache::Made> Hub::changes_for(Viewer &viewer) {
  bool const is_known = is_at_last_flush(viewer)
                            ? composer_.changes_of(batch_, viewer.view())
                            : composer_.changes_since(viewer.mark, viewer.view());
  if (!is_known) {
    count_seen(viewer);
    viewer.is_stale = true;
    owe(viewer, Owed::resync, "overflow");
    return std::nullopt;
  }
  FrameCache::Made made{nullptr, composer_.records(), composer_.reports()};
  if (viewer.owes_marks || !composer_.is_empty()) {
    auto const &published = picture_.published;
    auto const seq =
        viewer.owes_marks ? std::optional(published.seq) : std::optional<std::uint64_t>();
    made.frame = std::make_shared<std::string const>(
        composer_.as_changes(seq, published.tick, viewer.format));
  }
  return made;
}

void Hub::send_changes(Viewer &viewer, FrameCache::Made const &changes) {
  count_seen(viewer, changes.reports);
  count_sent(viewer, changes.records);
  viewer.mark.tick = picture_.published.tick;
  viewer.owes_marks = false;
  if (changes.frame) {
    viewer.mark.told = viewer.mark.tick;
    offer(viewer, {changes.frame}, Lane::positions);
  }
}

void Hub::heartbeat() {
  flush();
  protocol::Changes marks;
  marks.seq = picture_.published.seq;
  marks.tick = picture_.published.tick;
  std::map<protocol::WireFormat, Frame> made;
  for (auto &[id, viewer] : viewers_) {
    if (!viewer.is_current()) {
      continue;
    }
    if (!viewer.is_free()) {
      viewer.owes_marks = true;
      continue;
    }
    auto &frame = made[viewer.format];
    if (!frame) {
      frame = frame_of(marks, viewer.format);
    }
    viewer.mark.told = picture_.published.tick;
    offer(viewer, {frame}, Lane::positions);
  }
}

Hub::Counts Hub::counts() const {
  auto counts = counts_;
  counts.viewers = viewers_.size();
  counts.waiting = waiting_.size();
  auto const &blocks = picture_.blocks;
  counts.blocks = blocks.size();
  for (BlockId id = 0; id < blocks.size(); ++id) {
    counts.departures += blocks[id].departed.size();
  }
  counts.pages = blocks.grid().pages();
  counts.workers = blocks.workers().size();
  counts.audiences = picture_.audiences.size();
  counts.rights_classes = picture_.rights.size();
  counts.ring_facts = ring_.changes().size();
  counts.incidents = picture_.incidents.entries().size();
  counts.count_areas = picture_.counts.size();
  for (auto const &[id, viewer] : viewers_) {
    counts.busy += viewer.is_writing ? 1 : 0;
    counts.queued_frames += viewer.outbox.frames();
    counts.queued_bytes += viewer.outbox.bytes();
  }
  return counts;
}

void Hub::count_seen(Viewer &viewer, std::uint64_t seen) {
  auto const all = picture_.blocks.records();
  auto const offered = all - viewer.counted_records;
  counts_.records.offered += offered;
  counts_.records.unseen += offered - seen;
  viewer.unsent_records += seen;
  viewer.counted_records = all;
  viewer.mark.counted = picture_.published.tick;
}

void Hub::count_seen(Viewer &viewer) {
  count_seen(viewer, picture_.records_after(viewer.mark.counted, viewer.view()));
}

void Hub::count_sent(Viewer &viewer, std::uint64_t records) {
  counts_.records.delivered += records;
  counts_.records.conflated += viewer.unsent_records - records;
  viewer.unsent_records = 0;
}

} // namespace yuntu::live
