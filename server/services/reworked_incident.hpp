#pragma once

#include "server/model/fact.hpp"

#include <string>
#include <variant>

namespace yuntu::services {

/// The incident that such a fact changes in its words, stage, place or routing: what copies kept of
/// incidents have to follow. nullptr for all other facts.
[[nodiscard]] inline std::string const *reworked_by(model::Fact const &fact) {
  if (auto const *const reported = std::get_if<model::IncidentReported>(&fact.body)) {
    return &reported->id;
  }
  if (auto const *const moved = std::get_if<model::IncidentMoved>(&fact.body)) {
    return &moved->id;
  }
  auto const *const routed = std::get_if<model::IncidentRouted>(&fact.body);
  return routed == nullptr ? nullptr : &routed->id;
}

} // namespace yuntu::services
