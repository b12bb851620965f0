#include "server/model/position_fold.hpp"

#include <iterator>

namespace yuntu::model {
namespace {

constexpr std::size_t boots_kept = 8;

} // namespace

DeviceMark &PositionFold::mark_of(PositionRecord const &record) {
  if (device_ == nullptr || *device_ != record.device) {
    auto const entry = state_.devices.try_emplace(record.device).first;
    device_ = &entry->first;
    found_device_ = &entry->second;
    mark_ = nullptr;
  }
  if (mark_ == nullptr || boot_ != record.boot) {
    boot_ = record.boot;
    auto &boots = found_device_->boots;
    mark_ = &boots[boot_];
    if (boots.size() > boots_kept) {
      bool const is_oldest_in_use = boots.begin()->first == boot_;
      boots.erase(is_oldest_in_use ? std::next(boots.begin()) : boots.begin());
    }
  }
  return *mark_;
}

Worker &PositionFold::worker_of(std::string const &id) {
  if (worker_ == nullptr || worker_->id != id) {
    worker_ = &state_.workers[id];
    worker_->id = id;
  }
  return *worker_;
}

Worker const *PositionFold::operator()(PositionRecord const &record) {
  mark_of(record).add(record.seq, record.content_hash);
  return take_fix(record);
}

Worker const *PositionFold::take_fix(PositionRecord const &record) {
  if (record.verdict != PositionVerdict::accepted) {
    return nullptr;
  }
  auto &worker = worker_of(record.worker);
  TimedPlace const place{record.time, record.position, record.accuracy_dm};
  if (record.flag == PositionFlag::late) {
    worker.late.add(place);
    return nullptr;
  }
  worker.path.add_by_time(place);
  // A fix of an earlier spell, sent late or decided before the duty facts of its group, is history.
  if (!worker.is_on_duty() || record.time < worker.duty.back().since ||
      (worker.fix && record.time < worker.fix->time)) {
    return nullptr;
  }
  // An inaccurate fix keeps the areas known before it.
  auto areas = record.accuracy_dm <= inaccurate_dm ? locate_(record)
               : worker.fix                        ? worker.fix->areas
                                                   : AreaCodes{};
  if (worker.presence.areas == areas) {
    worker.presence.areas = areas; // one object for both: the next comparison is at a glance
  }
  worker.fix = WorkerFix{record.position, record.accuracy_dm, record.time, std::move(areas)};
  worker.tick = tick_;
  return &worker;
}

} // namespace yuntu::model
