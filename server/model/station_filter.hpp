#pragma once

#include "server/model/time.hpp"

#include <optional>
#include <string>

namespace yuntu::model {

/// Which stations count in an answer. What is not said leaves none out.
struct StationFilter {
  std::optional<Time> at = {}; ///< those open then; those whose hours are not known count as open
  std::string kind = {};       ///< those of this kind; empty: of any

  friend bool operator==(StationFilter const &, StationFilter const &) = default;
};

} // namespace yuntu::model
