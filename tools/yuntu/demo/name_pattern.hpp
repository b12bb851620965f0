#pragma once

#include <map>
#include <string>
#include <string_view>

namespace yuntu::demo {

/// {"estate", "柳泉小区"}: what stands for {estate} in a pattern.
using NameParts = std::map<std::string, std::string, std::less<>>;

/// The pattern with every {key} replaced; empty when a part is missing or empty.
[[nodiscard]] std::string fill_pattern(std::string_view pattern, NameParts const &parts);

} // namespace yuntu::demo
