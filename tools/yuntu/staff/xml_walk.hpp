#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace yuntu::tools {

/// Attributes by name. Names here and below come without their namespace's prefix.
using XmlAttributes = std::map<std::string, std::string, std::less<>>;

struct XmlHandler {
  std::function<void(std::string_view name, XmlAttributes const &)> on_start;
  /// `text`: what stood directly in the element.
  std::function<void(std::string_view name, std::string const &text)> on_end;
};

/// Walks a whole document. A document type declaration is refused, so that there are no entities;
/// elements nest at most 64 deep. Throws CommandError with `origin` and the line.
void walk_xml(std::string_view document, std::string const &origin, XmlHandler const &handler);

} // namespace yuntu::tools
