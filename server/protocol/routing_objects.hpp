#pragma once

#include "server/model/incident.hpp"

#include <nlohmann/json.hpp>

// Private to protocol/*.cpp: it drags in nlohmann/json.
namespace yuntu::protocol {

[[nodiscard]] nlohmann::json routing_object(model::Routing const &routing);

/// Areas that a place may lie in, each with `level`, `code` (empty: in none) and `probability`.
template <typename Candidates>
[[nodiscard]] nlohmann::json candidates_json(Candidates const &candidates) {
  auto list = nlohmann::json::array();
  for (auto const &candidate : candidates) {
    list.push_back({{"layer", to_string(candidate.level)},
                    {"code", candidate.code.empty() ? nlohmann::json(nullptr)
                                                    : nlohmann::json(candidate.code)},
                    {"probability", candidate.probability}});
  }
  return list;
}

} // namespace yuntu::protocol
