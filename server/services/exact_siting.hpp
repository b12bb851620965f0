#pragma once

#include "geo/cover_case.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <filesystem>
#include <string>

namespace yuntu::services {

/// Where Debian's coinor-cbc puts its program; empty: it is not installed.
[[nodiscard]] std::filesystem::path find_cbc();

/// What came of asking cbc: the better of its plan and the one it was given.
struct ExactPlan {
  geo::SitingPlan plan;
  bool is_from_cbc = false; ///< else nothing better was found
};

/// Runs `cbc` on the case in a process of its own, without a shell, from files in a folder that is
/// gone afterwards: for at most `longest`, with 4 GiB of memory, at a lower priority, and not
/// longer than this process; a case of more than 512 MiB is not written. It sets out from `plan`,
/// whose bound it may lower. `progress` is told how much of the time is over and may end it: then
/// `plan` comes back, stopped. An error says in words why there is no answer. Any thread that
/// outlives the call.
[[nodiscard]] tl::expected<ExactPlan, std::string>
solve_exactly(std::filesystem::path const &cbc, geo::CoverCase const &cover, geo::SitingPlan plan,
              std::chrono::milliseconds longest, geo::SitingProgress const &progress);

} // namespace yuntu::services
