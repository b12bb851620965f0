#pragma once

#include "geo/siting.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/siting_messages.hpp"
#include "server/services/coverage_service.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace yuntu::services {

using protocol::ChosenSite;
using protocol::SiteCandidate;
using protocol::SitingQuestion;
using protocol::SitingResult;
using protocol::SitingWeight;

/// The sum of what a siting weighs by; 0: there is nothing to weigh by.
[[nodiscard]] std::int64_t total_weight(WalkMap const &walk, SitingWeight weight);
/// What is said when there is nothing to weigh by: "the buildings say nothing of households".
[[nodiscard]] std::string_view words_for_missing(SitingWeight weight);

struct SitingOptions {
  /// Pairs of a site and a building within its walk, 12 to 16 bytes each.
  std::size_t most_pairs = 20'000'000;
  std::filesystem::path cbc = {}; ///< asked when the question says so, see exact_siting.hpp
};

/// Which of the candidates to open so that most is served within the walk. Any thread that outlives
/// the call; may take seconds for thousands of candidates: `progress` is told and may stop it. 422
/// as soon as it comes to more pairs than it may.
[[nodiscard]] tl::expected<SitingResult, protocol::Problem>
site(WalkView const &view, SitingQuestion const &question, geo::SitingProgress const &progress = {},
     SitingOptions const &options = {});

} // namespace yuntu::services
