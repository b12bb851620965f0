#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace yuntu::tools {

/// The answer of `yuntu check` to read and to print: Markdown, findings by rule with Chinese names,
/// the certificate last.
[[nodiscard]] std::string readable_report(nlohmann::json const &answer);

} // namespace yuntu::tools
