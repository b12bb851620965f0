#include "server/model/worker.hpp"

#include <algorithm>

namespace yuntu::model {

bool Worker::was_on_duty(Time at) const {
  return std::any_of(duty.begin(), duty.end(), [&](DutySpell const &spell) {
    return at >= spell.since && (!spell.until || at < *spell.until);
  });
}

void Presence::enter(AreaRef const &area, Time at) {
  areas.set(area.level, area.code);
  since[static_cast<std::size_t>(area.level)] = at;
}

void Presence::leave(AreaRef const &area) {
  if (areas[area.level] == area.code) {
    areas.set(area.level, {});
    since[static_cast<std::size_t>(area.level)] = {};
  }
}

} // namespace yuntu::model
