#pragma once

#include "server/protocol/live_values.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// What PUT /api/v1/plans/{id} asks: what is not named stays as it is.
struct PlanChange {
  std::uint64_t version = 0; ///< that it is based on
  std::optional<std::string> name;
  std::optional<double> minutes; ///< more than 0, at most longest_walk_min
  std::optional<std::string> profile;
  std::optional<std::vector<model::PlanEdit>> edits; ///< at most most_edits
  std::optional<std::optional<model::Time>> at;      ///< of which stations count
  std::optional<std::string> kind;                   ///< likewise; empty: of any
};
[[nodiscard]] tl::expected<PlanChange, Problem> parse_plan_change(std::string_view bytes);

/// The body of POST /api/v1/plans: a change of nothing, which names at least the plan.
[[nodiscard]] tl::expected<PlanChange, Problem> parse_plan(std::string_view bytes);

[[nodiscard]] std::string plan_json(PlanUpsert const &upsert);
[[nodiscard]] std::string plans_json(std::vector<PlanUpsert> const &upserts);

/// As a what-if asks it.
[[nodiscard]] TownEdit town_edit_of(model::PlanEdit const &edit);

} // namespace yuntu::protocol
