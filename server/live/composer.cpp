#include "server/live/composer.hpp"

#include <algorithm>

namespace yuntu::live {

using model::DataClass;
using protocol::LiveLayer;

void Composer::clear() {
  blocks_.clear();
  gone_.clear();
  others_.incidents.clear();
  others_.reaches.clear();
  others_.counts.clear();
  others_.plans.clear();
  removes_.clear();
  records_ = 0;
  reports_ = 0;
  whole_records_ = 0;
}

bool Composer::is_empty() const {
  return blocks_.empty() && gone_.empty() && removes_.empty() && others_.is_empty();
}

void Composer::add_block(BlockId id, Mark const &mark) {
  auto const &encoded = picture_.blocks.encoded(id, mark.tick, mark.told, picture_.published.tick);
  if (mark.tick == mark.counted) {
    reports_ += encoded.reports;
  } else if (mark.tick < mark.counted) {
    reports_ += picture_.blocks[id].history.records_after(mark.counted);
  }
  if (encoded.rows == 0) {
    return;
  }
  blocks_.push_back({id, mark.tick, encoded.previous, encoded.bytes});
  (mark.tick == 0 ? whole_records_ : records_) += encoded.rows;
}

/// False: it is not known any more who left one of the blocks since.
bool Composer::add_workers(CellRange const &cells, Mark const &mark, View const &view) {
  auto const &blocks = picture_.blocks;
  bool is_complete = true;
  blocks.grid().visit_changed(cells, mark.tick, [&](BlockId id) {
    auto const &block = blocks[id];
    if (block.changed > mark.tick &&
        picture_.rights.admits(view.rights, DataClass::worker, block.audience)) {
      add_block(id, mark);
      if (mark.tick > 0) {
        add_gone(id, mark.tick);
        is_complete = is_complete && block.forgotten <= mark.tick;
      }
    }
  });
  return is_complete;
}

void Composer::add_gone(BlockId id, std::uint64_t since) {
  auto const &departed = picture_.blocks[id].departed;
  for (auto it = departed.rbegin(); it != departed.rend() && it->second > since; ++it) {
    gone_.push_back(it->first);
  }
}

/// Who left one block may be in view in another.
void Composer::drop_shown(View const &view) {
  std::erase_if(gone_, [&](SlotId worker) { return picture_.shows_worker(worker, view); });
  drop_repeated();
}

void Composer::drop_repeated() {
  if (gone_.size() > 1) {
    std::sort(gone_.begin(), gone_.end());
    gone_.erase(std::unique(gone_.begin(), gone_.end()), gone_.end());
  }
}

bool Composer::is_in_view(std::size_t area, Interest const &interest) const {
  return interest.covers(LiveLayer::count, picture_.counts.cell_of(area));
}

void Composer::add_counts(std::uint64_t since, View const &view) {
  auto const level = view.interest.count_level();
  auto &counts = picture_.counts;
  if (!level || counts.changed() <= since) {
    return;
  }
  counts.visit_changed(*level, since, picture_.rights, view.rights,
                       [&](std::size_t area, bool may_see) {
                         if (!is_in_view(area, view.interest)) {
                           return;
                         }
                         if (may_see) {
                           others_.counts.push_back(counts.upsert_of(area));
                         } else if (since > 0) {
                           remove(LiveLayer::count, counts.code_of(area));
                         }
                       });
}

void Composer::everything(View const &view) {
  clear();
  if (auto const cells = view.interest.worker_cells()) {
    (void)add_workers(*cells, {}, view);
  }
  for (auto const &entry : picture_.incidents.entries()) {
    if (picture_.shows_incident(entry, view)) {
      others_.incidents.push_back(entry.upsert);
    }
  }
  for (auto const &[station, reach] : picture_.reaches.entries()) {
    if (picture_.published.reaches.contains(station) && reach.shown &&
        picture_.shows_reach(station, view)) {
      others_.reaches.push_back(reach.shown);
    }
  }
  add_counts(0, view);
  if (picture_.shows_plans(view)) {
    others_.plans = picture_.plans.plans();
  }
}

bool Composer::changes_since(Mark const &mark, View const &view) {
  clear();
  bool is_complete = true;
  auto const cells = view.interest.worker_cells();
  if (cells && picture_.blocks.changed() > mark.tick) {
    is_complete = add_workers(*cells, mark, view);
    drop_shown(view);
  }
  add_counts(mark.tick, view);
  return is_complete;
}

bool Composer::changes_of(FlushBatch const &batch, View const &view) {
  clear();
  bool is_complete = true;
  auto &rights = picture_.rights;
  if (auto const cells = view.interest.worker_cells()) {
    batch.visit(picture_.blocks.grid(), *cells, [&](FlushBatch::Entry const &entry) {
      if (!rights.admits(view.rights, DataClass::worker, entry.audience)) {
        return;
      }
      is_complete = is_complete && entry.is_known;
      reports_ += entry.reports;
      records_ += entry.rows;
      if (entry.rows > 0) {
        blocks_.push_back({entry.block, batch.since(), entry.previous, batch.bytes_of(entry)});
      }
      auto const *const gone = batch.gone_of(entry);
      for (std::uint32_t i = 0; i < entry.gone; ++i) {
        bool const is_shown = gone[i].block != no_block && cells->covers(gone[i].cell) &&
                              rights.admits(view.rights, DataClass::worker, gone[i].audience);
        if (!is_shown) {
          gone_.push_back(gone[i].worker);
        }
      }
    });
    drop_repeated();
  }
  add_counts(batch.since(), view);
  return is_complete;
}

bool Composer::gap(std::uint64_t tick, View const &view) {
  bool const is_complete = changes_since({tick, tick, picture_.published.tick}, view);
  auto const &rights = picture_.rights[view.rights];
  // Who left before this server started is in no block: seen whole, such a worker is named.
  if (tick < picture_.loaded_tick && rights.is_everywhere && rights.sees_workers &&
      view.interest.worker_cells()) {
    auto const &workers = picture_.blocks.workers();
    for (SlotId id = 0; id < workers.size(); ++id) {
      if (workers[id].tick > tick) {
        gone_.push_back(id);
      }
    }
    drop_shown(view);
  }
  return is_complete;
}

std::vector<std::string_view> const &Composer::fields() {
  fields_.clear();
  removed_.clear();
  for (auto const &part : blocks_) {
    fields_.push_back(part.bytes);
  }
  for (auto const &incident : others_.incidents) {
    fields_.push_back(incident->bytes);
  }
  for (auto const &reach : others_.reaches) {
    fields_.push_back(reach->bytes);
  }
  for (auto const &count : others_.counts) {
    fields_.push_back(count->bytes);
  }
  for (auto const &plan : others_.plans) {
    fields_.push_back(plan->bytes);
  }
  for (auto const worker : gone_) {
    fields_.push_back(picture_.blocks.workers()[worker].remove);
  }
  removed_.reserve(removes_.size()); // the views below must stay
  for (auto const &item : removes_) {
    fields_.push_back(removed_.emplace_back(protocol::encode_remove(item)));
  }
  return fields_;
}

/// As values, for JSON.
protocol::Upserts Composer::upserts() const {
  auto upserts = others_;
  auto const &blocks = picture_.blocks;
  for (auto const &part : blocks_) {
    protocol::WorkerBlock block;
    block.cell = blocks[part.id].cell.packed();
    block.audience = picture_.audiences[blocks[part.id].audience].finest();
    block.version = picture_.published.tick;
    block.previous = part.previous;
    for (auto const *const row : blocks.rows_since(part.id, part.since)) {
      block.rows.push_back(*row);
    }
    upserts.workers.push_back(std::make_shared<protocol::Encoded<protocol::WorkerBlock> const>(
        protocol::Encoded<protocol::WorkerBlock>{std::move(block), {}}));
  }
  return upserts;
}

std::string Composer::as_changes(std::optional<std::uint64_t> seq, std::uint64_t tick,
                                 protocol::WireFormat format) {
  if (format == protocol::WireFormat::binary) {
    return protocol::join_changes(seq, tick, fields());
  }
  protocol::Changes changes{seq, tick, upserts(), removes_};
  for (auto const worker : gone_) {
    changes.removes.push_back({LiveLayer::worker, picture_.blocks.workers()[worker].row.id});
  }
  return protocol::encode_json(changes);
}

std::string Composer::as_snapshot(protocol::WireFormat format) {
  auto const seq = picture_.published.seq;
  auto const tick = picture_.published.tick;
  return format == protocol::WireFormat::binary
             ? protocol::join_snapshot(seq, tick, fields())
             : protocol::encode_json(protocol::Snapshot{seq, tick, upserts()});
}

} // namespace yuntu::live
