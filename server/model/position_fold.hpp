#pragma once

#include "server/model/city_state.hpp"

#include <cstdint>
#include <string>

namespace yuntu::model {

/// Folds judged fixes one after the other: a fix's identity always; when it is accepted and not
/// older than the one held, the worker's newest fix. Runs of fixes of one device and worker are
/// looked up once. For the time of a commit: facts may be folded in between, nothing else.
class PositionFold {
public:
  PositionFold(CityState &state, std::uint64_t tick, Locate const &locate)
      : state_(state), tick_(tick), locate_(locate) {}

  /// The worker whose marker it has become; nullptr when it has not.
  Worker const *operator()(PositionRecord const &record);
  /// The second half of it: only what is shown, for looking back.
  Worker const *take_fix(PositionRecord const &record);

private:
  DeviceMark &mark_of(PositionRecord const &record);
  Worker &worker_of(std::string const &id);

  CityState &state_;
  std::uint64_t tick_;
  Locate const &locate_;
  std::string const *device_ = nullptr; ///< the keys and values last looked up; maps do not move
  Device *found_device_ = nullptr;
  std::uint64_t boot_ = 0;
  DeviceMark *mark_ = nullptr;
  Worker *worker_ = nullptr;
};

} // namespace yuntu::model
