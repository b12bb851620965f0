#pragma once

#include "geo/siting.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// A siting case laid out for searching: what is served already is left out, and targets that the
/// same candidates serve are one, with the sum of their weights. Both ways, as compressed rows.
class CoverCase {
public:
  explicit CoverCase(SitingCase const &sites);

  [[nodiscard]] std::size_t candidates() const { return first_target_.size() - 1; }
  [[nodiscard]] std::size_t targets() const { return weights_.size(); }
  /// Not more than there are candidates.
  [[nodiscard]] std::size_t picks() const { return picks_; }
  [[nodiscard]] std::int64_t weight(std::uint32_t target) const { return weights_[target]; }
  [[nodiscard]] std::span<std::uint32_t const> targets_of(std::uint32_t candidate) const {
    return {targets_.data() + first_target_[candidate],
            targets_.data() + first_target_[candidate + 1]};
  }
  [[nodiscard]] std::span<std::uint32_t const> candidates_of(std::uint32_t target) const {
    return {candidates_.data() + first_candidate_[target],
            candidates_.data() + first_candidate_[target + 1]};
  }

private:
  void lay_out(SitingCase const &sites, std::vector<std::uint32_t> const &group_of);

  std::size_t picks_ = 0;
  std::vector<std::int64_t> weights_;
  std::vector<std::uint32_t> first_target_, targets_;
  std::vector<std::uint32_t> first_candidate_, candidates_;
};

} // namespace yuntu::geo
