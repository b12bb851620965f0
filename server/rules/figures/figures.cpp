#include "server/rules/figures/figures.hpp"

#include "server/model/day.hpp"

#include <optional>
#include <utility>

namespace yuntu::rules {
namespace {

using model::Incident;

/// Merging leads to an incident that is open and not merged, so chains are short and have an end;
/// a log that says otherwise must not hang us.
constexpr int longest_chain = 64;

bool is_within(Incident const &incident, FigureQuestion const &question) {
  return incident.time >= question.from && incident.time < question.to;
}

class Tally {
public:
  Tally(Incidents const &incidents, FigureQuestion const &question, FigureBasis const &basis)
      : incidents_(incidents), question_(question), basis_(basis) {}

  void count(Incident const &given) {
    auto const own = incident_before(given, question_.to);
    auto const standing = standing_of(own);
    auto const goes_on = standing.is_merged ? find_last(own) : std::nullopt;
    Counts counts;
    counts.add(Count::received);
    counts.add_if(standing.is_merged, Count::merged);
    count_outcome(goes_on ? standing_of(*goes_on) : standing, own.time, counts);
    if (standing.is_filed) {
      count_case(standing, own, counts);
    }
    figures_.total += counts;
    if (question_.by.by != Grouping::By::nothing) {
      bool const is_theirs = goes_on && admits(*goes_on);
      figures_.groups[question_.by.key_of(is_theirs ? *goes_on : own)] += counts;
    }
  }
  [[nodiscard]] bool admits(Incident const &incident) const {
    return !basis_.admits || basis_.admits(incident);
  }
  [[nodiscard]] Figures take() { return std::move(figures_); }

private:
  [[nodiscard]] Standing standing_of(Incident const &incident) const {
    return rules::standing_of(incident, question_.to, basis_.deadlines, basis_.counting);
  }
  /// The one at the end of the chain, as of then; nullopt: it is not known which.
  [[nodiscard]] std::optional<Incident> find_last(Incident const &merged) const {
    auto last = merged;
    for (int i = 0; i < longest_chain && !last.merged_into.empty(); ++i) {
      auto const next = incidents_.find(last.merged_into);
      if (next == incidents_.end()) {
        return std::nullopt;
      }
      last = incident_before(next->second, question_.to);
    }
    return last.merged_into.empty() && last.id != merged.id ? std::optional(std::move(last))
                                                            : std::nullopt;
  }
  static void count_outcome(Standing const &standing, model::Time reported, Counts &counts) {
    if (standing.closed_at) {
      counts.add(Count::resolved);
      counts.add_if(model::day_of(*standing.closed_at) == model::day_of(reported), Count::same_day);
    }
  }
  void count_case(Standing const &standing, Incident const &incident, Counts &counts) const {
    bool const is_public = basis_.counting.public_channels.contains(incident.channel);
    bool const is_overdue = standing.is_due && !standing.is_on_time;
    counts.add(Count::filed);
    counts.add_if(standing.is_due, Count::due);
    counts.add_if(standing.is_closed, Count::closed);
    counts.add_if(standing.is_on_time, Count::on_time);
    counts.add_if(is_overdue, Count::overdue);
    counts.add_if(is_overdue && !standing.is_done, Count::overdue_open);
    counts.add_if(standing.was_finished, Count::finished);
    counts.add_if(standing.was_reopened, Count::reworked);
    counts.add_if(standing.is_due && standing.was_paused, Count::extended);
    counts.add_if(standing.was_passed_on, Count::passed_on);
    counts.add(is_public ? Count::public_reports : Count::own_findings);
  }

  Incidents const &incidents_;
  FigureQuestion const &question_;
  FigureBasis const &basis_;
  Figures figures_;
};

} // namespace

Figures figures_of(Incidents const &incidents, FigureQuestion const &question,
                   FigureBasis const &basis) {
  Tally tally(incidents, question, basis);
  for (auto const &[id, incident] : incidents) {
    if (is_within(incident, question) && tally.admits(incident)) {
      tally.count(incident);
    }
  }
  return tally.take();
}

} // namespace yuntu::rules
