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

namespace {

bool comes_before(FenceStay const &stay, std::string const &code) {
  return stay.code < code;
}

} // namespace

void Presence::enter_fence(std::string const &code, Time at) {
  auto const place = std::lower_bound(fences.begin(), fences.end(), code, comes_before);
  if (place == fences.end() || place->code != code) {
    fences.insert(place, {code, at});
  }
}

void Presence::leave_fence(std::string const &code) {
  auto const place = std::lower_bound(fences.begin(), fences.end(), code, comes_before);
  if (place != fences.end() && place->code == code) {
    fences.erase(place);
  }
}

bool Presence::is_in_fences(AreaCodes::Fences const &codes) const {
  return std::equal(
      fences.begin(), fences.end(), codes.begin(), codes.end(),
      [](FenceStay const &stay, std::string const &code) { return stay.code == code; });
}

} // namespace yuntu::model
