#include "server/live/composer.hpp"

// The composer's other half: from one view to another.
namespace yuntu::live {

using model::DataClass;
using protocol::LiveLayer;

bool Composer::pan(View const &before, View const &now, Mark const &mark) {
  clear();
  bool is_complete = true;
  auto const old_cells = before.interest.worker_cells();
  auto const new_cells = now.interest.worker_cells();
  if (old_cells && new_cells) {
    for (auto const &kept : common(*old_cells, *new_cells)) {
      is_complete = add_workers(kept, mark, now) && is_complete;
    }
    for (auto const &added : difference(*new_cells, *old_cells)) {
      (void)add_workers(added, {}, now);
    }
    for (auto const &left : difference(*old_cells, *new_cells)) {
      pan_workers_out(left, mark, before);
    }
    drop_shown(now);
  }
  pan_things(before, now);
  pan_counts(before, now, mark.tick);
  return is_complete;
}

/// Whoever is in these cells now, or was when the viewer last heard of them.
void Composer::pan_workers_out(CellRange const &cells, Mark const &mark, View const &before) {
  auto const &blocks = picture_.blocks;
  blocks.grid().visit_changed(cells, 0, [&](BlockId id) {
    auto const &block = blocks[id];
    if (picture_.rights.admits(before.rights, DataClass::worker, block.audience)) {
      gone_.insert(gone_.end(), block.members.begin(), block.members.end());
      add_gone(id, mark.tick);
    }
  });
}

void Composer::pan_things(View const &before, View const &now) {
  bool const incidents_move = !now.interest.everywhere.has(LiveLayer::incident);
  for (auto const &entry : picture_.incidents.entries()) {
    if (!incidents_move) {
      break;
    }
    bool const was_shown = picture_.shows_incident(entry, before);
    bool const is_shown = picture_.shows_incident(entry, now);
    if (is_shown && !was_shown) {
      others_.incidents.push_back(entry.upsert);
    } else if (was_shown && !is_shown) {
      remove(LiveLayer::incident, entry.upsert->value.id);
    }
  }
  for (auto const &[station, reach] : picture_.reaches.entries()) {
    if (!picture_.published.reaches.contains(station) || !reach.shown) {
      continue;
    }
    bool const was_shown = picture_.shows_reach(station, before);
    bool const is_shown = picture_.shows_reach(station, now);
    if (is_shown && !was_shown) {
      others_.reaches.push_back(reach.shown);
    } else if (was_shown && !is_shown) {
      remove(LiveLayer::reach, station);
    }
  }
}

void Composer::pan_counts(View const &before, View const &now, std::uint64_t since) {
  auto const level = now.interest.count_level();
  if (!level) {
    return;
  }
  auto &counts = picture_.counts;
  counts.visit_changed(*level, 0, picture_.rights, now.rights, [&](std::size_t area, bool may_see) {
    bool const was_shown = is_in_view(area, before.interest);
    bool const is_shown = is_in_view(area, now.interest);
    bool const is_news = !was_shown || counts.changed_of(area) > since;
    if (is_shown && may_see && is_news) {
      others_.counts.push_back(counts.upsert_of(area));
    } else if (was_shown && (!is_shown || (!may_see && is_news))) {
      remove(LiveLayer::count, counts.code_of(area));
    }
  });
}

void Composer::lose_workers(View const &before, View const &now, Mark const &mark) {
  auto const cells = before.interest.worker_cells();
  auto const &blocks = picture_.blocks;
  auto &rights = picture_.rights;
  if (!cells) {
    return;
  }
  blocks.grid().visit_changed(*cells, 0, [&](BlockId id) {
    auto const audience = blocks[id].audience;
    if (rights.admits(before.rights, DataClass::worker, audience) &&
        !rights.admits(now.rights, DataClass::worker, audience)) {
      gone_.insert(gone_.end(), blocks[id].members.begin(), blocks[id].members.end());
      add_gone(id, mark.tick); // still held: they left since the last flush
    }
  });
  drop_shown(now);
  for (auto const worker : gone_) {
    remove(LiveLayer::worker, blocks.workers()[worker].row.id);
  }
}

void Composer::lose_counts(View const &before, View const &now) {
  auto const level = before.interest.count_level();
  if (!level) {
    return;
  }
  auto &counts = picture_.counts;
  counts.visit_changed(*level, 0, picture_.rights, before.rights,
                       [&](std::size_t area, bool might_see) {
                         if (might_see && is_in_view(area, before.interest) &&
                             !counts.may_see(area, picture_.rights, now.rights)) {
                           remove(LiveLayer::count, counts.code_of(area));
                         }
                       });
}

std::vector<protocol::Remove> Composer::lost(View const &before, View const &now,
                                             Mark const &mark) {
  clear();
  lose_workers(before, now, mark);
  // Rated ones too, which no snapshot shows any more.
  for (auto const &entry : picture_.published.incidents) {
    auto const &incident = entry.second;
    auto const audience = picture_.audiences.of(incident.areas);
    auto const sees = [&](View const &view) {
      return picture_.admits_incident(view, audience, incident.reporter, incident.assignee);
    };
    if (sees(before) && !sees(now)) {
      remove(LiveLayer::incident, entry.first);
    }
  }
  for (auto const &[station, reach] : picture_.reaches.entries()) {
    if (picture_.shows_reach(station, before) && !picture_.shows_reach(station, now)) {
      remove(LiveLayer::reach, station);
    }
  }
  lose_counts(before, now);
  if (picture_.shows_plans(before) && !picture_.shows_plans(now)) {
    for (auto const &plan : picture_.plans.all()) {
      remove(LiveLayer::plan, plan.first);
    }
  }
  return removes_;
}

} // namespace yuntu::live
