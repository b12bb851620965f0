#pragma once

#include <string>
#include <string_view>

namespace yuntu::app {

enum class LogLevel { debug, info, warn, error };

/// Sets the threshold; to stderr, one event a line. The only process-wide thing there is.
void set_log_level(LogLevel level);
/// `event` in words, then "key=value" pairs. Ids, never names, tokens, texts or coordinates.
void log(LogLevel level, std::string_view event);

} // namespace yuntu::app
