#pragma once

#include "server/model/city_state.hpp"
#include "server/model/fact.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace yuntu::rules {

/// How incidents got their category, and how often people had to put it right: by these the
/// lexicon is judged. One thread.
class RoutingCounts {
public:
  using PerCause = std::array<std::uint64_t, model::routing_cause_names.size()>;

  RoutingCounts() = default;
  explicit RoutingCounts(model::CityState const &state); ///< with all that was routed before
  /// A group that is about to be folded into `state`.
  void count(model::CommitGroup const &group, model::CityState const &state);

  [[nodiscard]] PerCause const &routings() const { return routings_; }
  /// By what had named the category that a person then found to be another.
  [[nodiscard]] PerCause const &corrections() const { return corrections_; }
  /// The same by the category before and the one that the person named: which the lexicon takes for
  /// which.
  using Pair = std::pair<std::string, std::string>;
  [[nodiscard]] std::map<Pair, PerCause> const &corrected_pairs() const { return pairs_; }

private:
  void count(model::Routing const &routing, model::Routing const *before);

  PerCause routings_{};
  PerCause corrections_{};
  std::map<Pair, PerCause> pairs_;
};

} // namespace yuntu::rules
