#include "server/app/limits.hpp"

#include <algorithm>
#include <chrono>

namespace yuntu::app {

services::ImportLimits import_limits(Config const &config) {
  services::ImportLimits limits;
  limits.file_bytes = config.listen.limits.upload_bytes;
  return limits;
}

store::JournalLimits journal_limits(Config const &config) {
  store::JournalLimits limits;
  limits.pace = std::clamp(config.flush / 8, limits.pace, std::chrono::milliseconds{12});
  return limits;
}

} // namespace yuntu::app
