#include "tools/yuntu/demo/name_pattern.hpp"

namespace yuntu::demo {

std::string fill_pattern(std::string_view pattern, NameParts const &parts) {
  std::string name;
  while (!pattern.empty()) {
    auto const open = pattern.find('{');
    auto const close = pattern.find('}', open);
    name += pattern.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      break;
    }
    auto const part = parts.find(pattern.substr(open + 1, close - open - 1));
    if (part == parts.end() || part->second.empty()) {
      return "";
    }
    name += part->second;
    pattern.remove_prefix(close + 1);
  }
  return name;
}

} // namespace yuntu::demo
