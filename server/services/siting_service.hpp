#pragma once

#include "geo/siting.hpp"
#include "server/protocol/siting_messages.hpp"
#include "server/services/coverage_service.hpp"

namespace yuntu::services {

using protocol::ChosenSite;
using protocol::ServedCounts;
using protocol::SiteCandidate;
using protocol::SitingQuestion;
using protocol::SitingResult;
using protocol::SitingWeight;

/// Which of the candidates to open so that most is served within the walk. Any thread; may take
/// seconds for thousands of candidates: `progress` is told and may stop it.
[[nodiscard]] SitingResult site(WalkView const &view, SitingQuestion const &question,
                                geo::SitingProgress const &progress = {});

} // namespace yuntu::services
