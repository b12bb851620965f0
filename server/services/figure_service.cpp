#include "server/services/figure_service.hpp"

#include "server/model/day.hpp"
#include "server/rules/visibility.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace yuntu::services {
namespace {

using protocol::Problem;
using rules::FigureQuestion;
using rules::Grouping;

struct Named {
  std::string name;
  std::string kind;
};
using Names = std::map<std::string, Named>;

Names area_names(BaseMap const &map, model::AreaLevel level) {
  Names names;
  auto const *const layer = map.find_layer(static_cast<model::LayerKind>(level));
  if (layer == nullptr) {
    return names;
  }
  for (auto const &feature : layer->version->features) {
    auto const *const kind = feature.find_attribute("kind");
    names.try_emplace(feature.code, Named{feature.name, kind == nullptr ? std::string{} : *kind});
  }
  return names;
}

Names severity_names() {
  constexpr std::array titles{"常规", "紧急", "特急"};
  Names names;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    names[std::string(model::severity_names[i])] = {titles[i], {}};
  }
  return names;
}

/// What the county calls the groups; a category and a channel are called what they are.
Names names_for(Grouping const &by, KnownIncidents const &known, FigurePolicy const &policy) {
  if (by.by == Grouping::By::area && known.map) {
    return area_names(*known.map, by.level);
  }
  if (by.by == Grouping::By::severity) {
    return severity_names();
  }
  Names names;
  if (by.by == Grouping::By::department && policy.departments) {
    for (auto const &department : policy.departments->departments()) {
      names[department.code] = {department.name, {}};
    }
  }
  return names;
}

std::string name_in(Names const &names, std::string const &code) {
  auto const found = names.find(code);
  if (code.empty()) {
    return "（无）";
  }
  return found == names.end() ? code : found->second.name;
}

/// As far as it has come.
FigureQuestion until(FigureQuestion question, model::Time now) {
  question.to = std::min(question.to, now);
  return question;
}

protocol::FigureRange range_of(KnownIncidents const &known, FigureQuestion const &question,
                               model::Time now) {
  return {question.from, question.to, std::min(question.to, now),
          known.seq,     known.tick,  known.head};
}

protocol::RankedBoard ranked(rules::Board const &board, KnownIncidents const &known,
                             FigureQuestion question, FigurePolicy const &policy) {
  question.by = board.of;
  auto const names = names_for(board.of, known, policy);
  auto const figures =
      rules::figures_of(known.incidents, question, {*policy.deadlines, policy.counting, {}});
  std::vector<rules::Entry> entries;
  for (auto const &[code, counts] : figures.groups) {
    auto const named = names.find(code);
    bool const is_in_class =
        board.kind.empty() || (named != names.end() && named->second.kind == board.kind);
    if (!code.empty() && is_in_class) {
      entries.push_back({code, board.rate->of(counts)});
    }
  }
  protocol::RankedBoard made{board, rules::rank(std::move(entries), board), {}};
  for (auto const &[code, counts] : figures.groups) {
    made.names[code] = name_in(names, code);
  }
  return made;
}

} // namespace

std::optional<FigureQuestion> month_of(std::string_view text) {
  auto const first = text.size() == 7 ? model::parse_day(std::string(text) + "-01") : std::nullopt;
  if (!first) {
    return std::nullopt;
  }
  std::chrono::year_month_day const day(*first);
  auto const next = day.year() / day.month() / 1 + std::chrono::months{1};
  return FigureQuestion{model::start_of(*first), model::start_of(next), {}};
}

std::optional<Problem> fault_of(FigureQuestion const &question, model::Time now) {
  if (question.from >= question.to) {
    return Problem{400, "Bad parameter", "\"from\" must lie before \"to\"", {}};
  }
  if (question.from > now) {
    return Problem{400, "Bad parameter", "the period must not begin in the future", {}};
  }
  return std::nullopt;
}

protocol::FigureTable figure_table(KnownIncidents const &known, FigureQuestion const &question,
                                   model::Principal const &principal, FigurePolicy const &policy,
                                   model::Time now) {
  auto const rights = rules::figure_audiences_of(principal);
  auto const figures = rules::figures_of(
      known.incidents, until(question, now),
      {*policy.deadlines, policy.counting, [&](model::Incident const &incident) {
         return rights.admits(model::DataClass::incident, model::audience_of(incident.areas));
       }});
  auto const names = names_for(question.by, known, policy);
  protocol::FigureTable table{range_of(known, question, now), question.by, figures.total, {}};
  for (auto const &[code, counts] : figures.groups) {
    table.rows.push_back({code, name_in(names, code), counts});
  }
  return table;
}

std::optional<Problem> refusal_of_boards(model::Principal const &principal) {
  if (rules::figure_audiences_of(principal).is_everywhere) {
    return std::nullopt;
  }
  return Problem{403,
                 "Not allowed",
                 "a board compares the whole county; your rights are limited to areas",
                 {}};
}

tl::expected<protocol::RankingTable, Problem> ranking_table(KnownIncidents const &known,
                                                            FigureQuestion const &month,
                                                            std::optional<std::string> const &board,
                                                            FigurePolicy const &policy,
                                                            model::Time now) {
  protocol::RankingTable table{range_of(known, month, now), {}};
  std::string names;
  for (auto const &each : policy.boards) {
    names += " " + each.name;
    if (!board || *board == each.name) {
      table.boards.push_back(ranked(each, known, until(month, now), policy));
    }
  }
  if (board && table.boards.empty()) {
    return tl::unexpected(Problem{
        404, "No such board", "there is no board \"" + *board + "\"; there are" + names, {}});
  }
  return table;
}

} // namespace yuntu::services
