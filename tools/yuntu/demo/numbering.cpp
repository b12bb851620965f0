#include "tools/yuntu/demo/numbering.hpp"

#include <algorithm>
#include <numeric>

namespace yuntu::demo {

std::vector<std::size_t> reading_order(std::vector<MetricPoint> const &places, MetricPoint east,
                                       double band_m) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto const northing = [&](std::size_t i) { return dot(places[i], left_of(east)); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return northing(a) > northing(b); });
  for (auto band = order.begin(); band != order.end();) {
    double const south = northing(*band) - band_m;
    auto const next = std::find_if(band, order.end(), [&](auto i) { return northing(i) < south; });
    std::stable_sort(band, next, [&](std::size_t a, std::size_t b) {
      return dot(places[a], east) < dot(places[b], east);
    });
    band = next;
  }
  return order;
}

std::string digits(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

} // namespace yuntu::demo
