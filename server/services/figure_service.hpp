#pragma once

#include "server/model/principal.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/figure_answers.hpp"
#include "server/rules/figures/figures.hpp"
#include "server/services/figure_files.hpp"
#include "server/services/known_incidents.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// "2026-11", of the county's calendar; nullopt for anything else.
[[nodiscard]] std::optional<rules::FigureQuestion> month_of(std::string_view text);

/// What is wrong with the period; one that has not ended yet is told as far as it has come.
[[nodiscard]] std::optional<protocol::Problem> fault_of(rules::FigureQuestion const &question,
                                                        model::Time now);

/// The figures that this principal may have of `known`, which is as of the question's end, or as of
/// `now` if that is earlier.
[[nodiscard]] protocol::FigureTable figure_table(KnownIncidents const &known,
                                                 rules::FigureQuestion const &question,
                                                 model::Principal const &principal,
                                                 FigurePolicy const &policy, model::Time now);

/// Whether this principal may have boards: they compare the whole county, so only who sees all of
/// it.
[[nodiscard]] std::optional<protocol::Problem> refusal_of_boards(model::Principal const &principal);

/// The boards of a month, one or all; 404 when none has this name.
[[nodiscard]] tl::expected<protocol::RankingTable, protocol::Problem>
ranking_table(KnownIncidents const &known, rules::FigureQuestion const &month,
              std::optional<std::string> const &board, FigurePolicy const &policy, model::Time now);

} // namespace yuntu::services
