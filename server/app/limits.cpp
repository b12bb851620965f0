#include "server/app/limits.hpp"

#include <algorithm>
#include <chrono>

namespace yuntu::app {

services::ImportLimits import_limits(Config const &config) {
  services::ImportLimits limits;
  limits.file_bytes = config.listen.limits.upload_bytes;
  return limits;
}

std::chrono::milliseconds positions_pace(Config const &config) {
  using std::chrono::milliseconds;
  return std::clamp(config.flush / 12, milliseconds{5}, milliseconds{8});
}

} // namespace yuntu::app
