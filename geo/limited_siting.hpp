#pragma once

#include "geo/site_flow.hpp"
#include "geo/siting.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace yuntu::geo {

/// Chooses sites that cannot take everybody. What a site adds never grows while others open (the
/// value of a flow is submodular in its sinks), so what it added once is a bound for later: most
/// candidates need not be tried again.
class LimitedSearch {
public:
  /// Keeps a reference to the case. `goes_on` is asked before each try of a site to open or close:
  /// from its no on, nothing is tried any more, and what is open stays.
  LimitedSearch(CoverCase const &cover, std::function<bool()> goes_on);

  /// Each time the one that adds most, as many as the case allows; when the work would leave its
  /// bounds, one that adds something.
  void choose_greedily();
  /// Closes one and opens another as long as that serves more, and the work stays within bounds.
  void swap_while_better();
  /// Takes up these when they, improved, serve more.
  void try_choice(std::vector<std::uint32_t> const &picks);

  [[nodiscard]] SiteFlow const &flow() const { return flow_; }
  /// What no choice adds to the standing sites more than.
  [[nodiscard]] std::int64_t bound() const;
  [[nodiscard]] std::int64_t standing_weight() const { return standing_weight_; }

private:
  struct Best {
    std::uint32_t candidate = 0;
    std::int64_t gain = 0;
  };
  /// The closed one that adds most, if that is more than `least`; else gain = least. Of those that
  /// were tried, when there were tries enough or it shall not go on.
  [[nodiscard]] Best best_to_open(std::int64_t least);
  /// Whether to try one more, now that this is the best.
  [[nodiscard]] bool tries_on(Best const &best, std::int64_t least) const;
  void open(std::uint32_t candidate);
  void close(std::uint32_t candidate);

  std::function<bool()> goes_on_;
  SiteFlow flow_;
  std::int64_t standing_weight_;
  std::vector<std::int64_t> most_; ///< by candidate: it adds at most this to what is open
  std::size_t tries_ = 0;
};

} // namespace yuntu::geo
