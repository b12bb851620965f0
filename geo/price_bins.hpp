#pragma once

#include <array>
#include <cstddef>

namespace yuntu::geo {

/// Targets of a site by the price of a unit of their weight, from 0 to 1, and what of them a site
/// of some capacity brings at most. Sums are those of the order in which targets are added.
class PriceBins {
public:
  static constexpr std::size_t count = 64;

  /// The bin of a target; its price is from 0 to its weight, its weight more than 0.
  [[nodiscard]] static std::size_t bin_of(double price, double weight);

  /// `bin` is bin_of(price, weight).
  void add(std::size_t bin, double price, double weight) {
    prices_[bin] += price;
    weights_[bin] += weight;
    ++targets_;
  }

  /// Targets above `bin` are taken whole, of those in it `part`.
  struct Cut {
    double score = 0; ///< no way to fill the capacity brings more, with all that rounding can do
    std::size_t bin = 0;
    double part = 0;
  };
  [[nodiscard]] Cut cut_at(double capacity) const;

private:
  std::array<double, count> prices_{};
  std::array<double, count> weights_{};
  std::size_t targets_ = 0;
};

/// `sum` and what adding up `terms` numbers, of this size together, can have taken from it.
[[nodiscard]] double risen(double sum, double size, std::size_t terms);

} // namespace yuntu::geo
