#pragma once

#include "geo/siting.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// A siting case laid out for searching: what is served already is left out, and targets that the
/// same sites serve are one, with the sum of their weights. Both ways, as compressed rows. A site
/// is a candidate or, behind those, one that stands.
class CoverCase {
public:
  /// Throws std::invalid_argument for a target, a weight or a capacity that cannot be.
  explicit CoverCase(SitingCase const &sites);

  [[nodiscard]] std::size_t candidates() const { return candidate_count_; }
  [[nodiscard]] std::size_t sites() const { return first_target_.size() - 1; }
  [[nodiscard]] std::size_t targets() const { return weights_.size(); }
  /// Of a site and a target that it serves.
  [[nodiscard]] std::size_t pairs() const { return targets_.size(); }
  /// Not more than there are candidates.
  [[nodiscard]] std::size_t picks() const { return picks_; }
  [[nodiscard]] std::int64_t weight(std::uint32_t target) const { return weights_[target]; }
  /// The most that a site can take: not more than all that it could serve.
  [[nodiscard]] std::int64_t capacity(std::uint32_t site) const { return capacities_[site]; }
  /// It cannot take all that it could serve.
  [[nodiscard]] bool is_limited(std::uint32_t site) const { return is_limited_[site]; }
  [[nodiscard]] bool has_limits() const;
  [[nodiscard]] std::span<std::uint32_t const> targets_of(std::uint32_t site) const {
    return {targets_.data() + first_target_[site], targets_.data() + first_target_[site + 1]};
  }
  /// Sites, where there are any that stand.
  [[nodiscard]] std::span<std::uint32_t const> candidates_of(std::uint32_t target) const {
    return {candidates_.data() + first_candidate_[target],
            candidates_.data() + first_candidate_[target + 1]};
  }

private:
  void lay_out(SitingCase const &sites, std::vector<std::uint32_t> const &group_of);
  void take_capacities(SitingCase const &sites);

  std::size_t candidate_count_ = 0;
  std::size_t picks_ = 0;
  std::vector<std::int64_t> weights_;
  std::vector<std::int64_t> capacities_;
  std::vector<bool> is_limited_;
  std::vector<std::uint32_t> first_target_, targets_;
  std::vector<std::uint32_t> first_candidate_, candidates_;
};

} // namespace yuntu::geo
