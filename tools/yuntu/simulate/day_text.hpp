#pragma once

#include <string_view>

namespace yuntu::simulate {

/// data/demo/day.toml, built in.
extern std::string_view const day_text;

} // namespace yuntu::simulate
