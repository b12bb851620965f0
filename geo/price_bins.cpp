#include "geo/price_bins.hpp"

#include <algorithm>
#include <limits>

namespace yuntu::geo {

double risen(double sum, double size, std::size_t terms) {
  // Twice what n roundings in a row can come to, whatever their order.
  return sum + 2 * static_cast<double>(terms + 2) * std::numeric_limits<double>::epsilon() * size;
}

std::size_t PriceBins::bin_of(double price, double weight) {
  return std::min(static_cast<std::size_t>(price / weight * static_cast<double>(count)), count - 1);
}

/// Whatever the rate: what is paid above it, and the rate for all the capacity, is at least what
/// the site can bring. The ends of the bin where the capacity ends are tried as rates. A share that
/// was rounded into the next bin is off by a rounding of its weight.
PriceBins::Cut PriceBins::cut_at(double capacity) const {
  double price = 0;
  double weight = 0;
  auto bin = count - 1;
  for (; bin > 0 && weight + weights_[bin] <= capacity; --bin) {
    price += prices_[bin];
    weight += weights_[bin];
  }
  auto const at = [&](std::size_t end, double sum, double taken) {
    auto const rate = static_cast<double>(end) / static_cast<double>(count);
    return sum + rate * (capacity - taken);
  };
  auto const low = at(bin, price + prices_[bin], weight + weights_[bin]);
  auto const high = at(bin + 1, price, weight);
  auto const below = bin > 0 ? weights_[bin - 1] : 0.0;
  auto const above = bin + 1 < count ? weights_[bin + 1] : 0.0;
  auto const size = weight + weights_[bin] + below + above + capacity;
  auto const part = weights_[bin] > 0 ? (capacity - weight) / weights_[bin] : 0;
  return {risen(std::min(low, high), size, targets_), bin, std::clamp(part, 0.0, 1.0)};
}

} // namespace yuntu::geo
