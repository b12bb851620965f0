#pragma once

#include "server/rules/topology/topology_check.hpp"

#include <nlohmann/json_fwd.hpp>

namespace yuntu::tools {

/// As `yuntu check` prints them (design section 7).
[[nodiscard]] nlohmann::json to_json(rules::topology::Finding const &finding);
[[nodiscard]] nlohmann::json to_json(rules::topology::Skipped const &skipped);
[[nodiscard]] nlohmann::json to_json(rules::topology::Thresholds const &thresholds);

/// One feature a finding: its outline where it has one, else its place.
[[nodiscard]] nlohmann::json
to_feature_collection(std::vector<rules::topology::Finding> const &findings);

} // namespace yuntu::tools
