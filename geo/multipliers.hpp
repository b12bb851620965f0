#pragma once

#include "geo/cover_case.hpp"
#include "geo/price_bins.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// A price for every target, from 0 to its weight; who pays it need not have a site. The relaxed
/// problem falls apart into one for each site: which of its targets, up to its capacity, bring it
/// most. Keeps a reference to the case.
class Multipliers {
public:
  /// `servers` as BoundSearch has them.
  Multipliers(CoverCase const &cover, std::vector<std::uint32_t> const &servers);

  /// The relaxed problem solved: an upper bound, however numbers are rounded. The candidates it
  /// chooses are `chosen()`.
  double solve();
  /// The weight of all targets: a bound as well.
  [[nodiscard]] double total() const { return total_; }
  /// As many as the case allows, the one that brings most first.
  [[nodiscard]] std::span<std::uint32_t const> chosen() const {
    return {order_.data(), cover_.picks()};
  }
  /// One step of this length downwards: prices fall where sites are plenty and rise where none is.
  void step(double distance);

private:
  void place_prices();
  [[nodiscard]] PriceBins::Cut cut_at_capacity(std::uint32_t site) const;
  [[nodiscard]] double score(std::uint32_t site) const;
  void count(std::uint32_t site);
  [[nodiscard]] double passable(std::uint32_t target, double slope) const;

  CoverCase const &cover_;
  double total_ = 0;
  std::vector<float> prices_, weights_, slopes_, direction_;
  std::vector<std::uint8_t> bins_; ///< of the prices, by target
  std::vector<double> scores_;
  std::vector<std::uint32_t> order_;
};

} // namespace yuntu::geo
