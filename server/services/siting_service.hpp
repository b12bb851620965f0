#pragma once

#include "geo/siting.hpp"
#include "server/protocol/siting_messages.hpp"
#include "server/services/coverage_service.hpp"

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

/// Which of the candidates to open so that most is served within the walk. Any thread that outlives
/// the call; may take seconds for thousands of candidates: `progress` is told and may stop it.
/// `cbc` is the program to ask when the question says so, see exact_siting.hpp.
[[nodiscard]] SitingResult site(WalkView const &view, SitingQuestion const &question,
                                geo::SitingProgress const &progress = {},
                                std::filesystem::path const &cbc = {});

} // namespace yuntu::services
