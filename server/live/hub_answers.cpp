#include "server/live/hub.hpp"

#include <algorithm>
#include <utility>

// The hub's answers to subscriptions: who waits, snapshots, gaps, resyncs.
namespace yuntu::live {
namespace {

/// A long gap goes out in a few messages, so that none of them is very long.
constexpr std::size_t gap_facts_a_message = 200;

} // namespace

void Hub::subscribe(ViewerId id, protocol::Subscribe const &subscribe) {
  auto *const viewer = find(id);
  if (viewer == nullptr || !viewer->rights) {
    return;
  }
  viewer->asked = Viewer::Asked{interest_of(subscribe), subscribe.resume};
  owe(*viewer, subscribe.resume ? Owed::gap : Owed::snapshot, {});
}

void Hub::owe(Viewer &viewer, Owed what, std::string const &reason) {
  if (what > viewer.owed) {
    viewer.owed = what;
    viewer.resync_reason = reason;
  }
  if (viewer.ticket == 0) {
    viewer.ticket = waiting_.join(viewer.id);
  }
  // While more may be answered nobody waits whose socket is free, so this is no one else's turn.
  if (viewer.is_free() && waiting_.may_answer()) {
    serve(viewer);
  }
}

void Hub::serve_waiting() {
  if (waiting_.size() == 0) {
    return;
  }
  for (auto const id : waiting_.in_order()) {
    if (!waiting_.may_answer()) {
      return;
    }
    auto *const viewer = find(id);
    if (viewer != nullptr && viewer->is_free()) {
      serve(*viewer);
    }
  }
}

void Hub::serve(Viewer &viewer) {
  waiting_.leave(std::exchange(viewer.ticket, 0));
  auto const owed = std::exchange(viewer.owed, Owed::nothing);
  auto const asked = std::exchange(viewer.asked, std::nullopt);
  viewer.is_stale = false;
  if (!asked && !viewer.interest) {
    return;
  }
  if (viewer.interest) {
    count_seen(viewer);
  }
  auto frames = answer(viewer, owed, asked);
  std::size_t bytes = 0;
  for (auto const &frame : frames) {
    bytes += frame->size();
  }
  waiting_.answered(bytes);
  offer(viewer, std::move(frames), Lane::facts);
}

std::vector<Frame> Hub::answer(Viewer &viewer, Owed owed,
                               std::optional<Viewer::Asked> const &asked) {
  auto const interest = asked ? asked->interest : *viewer.interest;
  bool const is_snapshot_asked = asked && !asked->resume;
  if (owed == Owed::gap) {
    return gap(viewer, *asked);
  }
  if (owed == Owed::resync && !is_snapshot_asked) {
    return resync(viewer, interest, viewer.resync_reason);
  }
  return {snapshot(viewer, interest)};
}

/// From now on the viewer holds this view, as of the newest commit.
void Hub::hold(Viewer &viewer, Interest const &interest) {
  viewer.interest = interest;
  auto const tick = picture_.published.tick;
  viewer.mark = {tick, tick, tick};
  viewer.plans = picture_.shows_plans(viewer.view()) ? picture_.plans.all() : HeldPlans{};
  viewer.owes_marks = false;
  viewer.counted_records = picture_.blocks.records();
}

Frame Hub::snapshot(Viewer &viewer, Interest const &interest) {
  ++counts_.snapshots;
  count_sent(viewer, 0);
  hold(viewer, interest);
  auto const &published = picture_.published;
  FrameKey const key{picture_.rights.serial_of(*viewer.rights),
                     viewer.format,
                     interest,
                     0,
                     published.seq,
                     published.tick,
                     picture_.rights[*viewer.rights].is_everywhere ? "" : viewer.principal.user};
  if (auto const *const made = frames_.find(key)) {
    ++counts_.shared;
    counts_.records.whole += made->records;
    return made->frame;
  }
  composer_.everything(viewer.view());
  FrameCache::Made const made{
      std::make_shared<std::string const>(composer_.as_snapshot(viewer.format)),
      composer_.whole_records(), 0};
  counts_.records.whole += made.records;
  frames_.put(key, made);
  return made.frame;
}

std::vector<Frame> Hub::resync(Viewer &viewer, Interest const &interest,
                               std::string const &reason) {
  ++counts_.resyncs;
  return {frame_of(protocol::Resync{reason}, viewer.format), snapshot(viewer, interest)};
}

std::string Hub::cursor_fault(Viewer const &viewer, Viewer::Asked const &asked) const {
  auto const &cursor = *asked.resume;
  auto const &published = picture_.published;
  if (cursor.epoch != epoch_ || cursor.seq > published.seq || cursor.tick > published.tick) {
    return "epoch";
  }
  if (viewer.interest) {
    return ""; // what this connection has been sent is known better than by a cursor
  }
  bool const forgets_departures =
      cursor.tick + BlockIndex::remembered_ticks < published.tick ||
      (cursor.tick < picture_.loaded_tick && !picture_.rights[*viewer.rights].is_everywhere);
  // Whose rights changed meanwhile may hold what it must not see any more.
  auto const changed = picture_.rights_changed.find(viewer.principal.user);
  bool const has_other_rights =
      changed != picture_.rights_changed.end() && cursor.seq < changed->second;
  bool const counts_other_areas =
      asked.interest.count_level() && cursor.seq < picture_.areas_changed;
  bool const is_lost =
      !ring_.covers(cursor.seq) || forgets_departures || has_other_rights || counts_other_areas;
  return is_lost ? "too_old" : "";
}

std::vector<Frame> Hub::missed_facts(Viewer const &viewer, View const &view, std::uint64_t seq) {
  std::vector<protocol::Changes> messages;
  std::size_t shown = 0;
  auto const &changes = ring_.changes();
  auto const first = std::partition_point(changes.begin(), changes.end(),
                                          [&](FactChange const &one) { return one.seq <= seq; });
  for (auto change = first; change != changes.end(); ++change) {
    auto const showing = picture_.showing(*change, view);
    if (showing == Showing::nothing) {
      continue;
    }
    if (shown++ % gap_facts_a_message == 0) {
      messages.emplace_back();
    }
    auto &message = messages.back();
    message.seq = change->seq;
    add_shown(*change, showing, message);
  }
  std::vector<Frame> frames;
  frames.reserve(messages.size() + 1);
  for (auto const &message : messages) {
    frames.push_back(frame_of(message, viewer.format));
  }
  return frames;
}

std::vector<Frame> Hub::gap(Viewer &viewer, Viewer::Asked const &asked) {
  auto const fault = cursor_fault(viewer, asked);
  if (!fault.empty()) {
    return resync(viewer, asked.interest, fault);
  }
  if (viewer.interest && !asked.interest.is_pan_of(*viewer.interest)) {
    return {snapshot(viewer, asked.interest)};
  }
  View const now{asked.interest, *viewer.rights, viewer.principal.user};
  std::vector<Frame> frames;
  bool is_known = false;
  if (viewer.interest) {
    is_known = composer_.pan(viewer.view(), now, viewer.mark);
    count_sent(viewer, is_known ? composer_.records() : 0);
  } else {
    frames = missed_facts(viewer, now, asked.resume->seq);
    is_known = composer_.gap(asked.resume->tick, now);
    counts_.records.whole += composer_.records();
  }
  if (!is_known) {
    return resync(viewer, asked.interest, "too_old");
  }
  ++counts_.gaps;
  counts_.records.whole += composer_.whole_records();
  if (auto plans = picture_.shows_plans(now) ? plan_news(viewer) : nullptr) {
    frames.push_back(std::move(plans)); // before the marks, which say that this is all
  }
  frames.push_back(std::make_shared<std::string const>(
      composer_.as_changes(picture_.published.seq, picture_.published.tick, viewer.format)));
  hold(viewer, asked.interest);
  return frames;
}

} // namespace yuntu::live
