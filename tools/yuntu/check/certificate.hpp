#pragma once

#include "server/rules/topology/topology_check.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>

namespace yuntu::tools {

/// What a clean topology check says about the data it saw. It names no time and no machine: the
/// same data under the same thresholds gives the same certificate, to the byte.
/// `versions` are the checked layers' content versions.
[[nodiscard]] nlohmann::json
certificate_of(rules::topology::TopologyReport const &report,
               rules::topology::Thresholds const &thresholds,
               std::map<model::LayerKind, std::string> const &versions);

/// BLAKE2b-256 over the names and content versions of the layers, as hex digits.
[[nodiscard]] std::string data_hash(std::map<model::LayerKind, std::string> const &versions);

} // namespace yuntu::tools
