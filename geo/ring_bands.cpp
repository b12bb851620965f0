#include "geo/ring_bands.hpp"

#include "geo/predicates.hpp"

#include <algorithm>

namespace yuntu::geo {

void RingBands::lay_out(MultiPolygon const &parts) {
  extent_ = {};
  edges_.clear();
  auto const add = [this](Ring const &ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      edges_.push_back({ring[i - 1], ring[i]});
    }
  };
  for (auto const &part : parts) {
    extent_.expand(envelope_of(part));
    add(part.outer);
    std::for_each(part.holes.begin(), part.holes.end(), add);
  }
  if (edges_.empty()) {
    return;
  }
  // As many bands as edges: an edge of average length is then in a few.
  auto const bands = edges_.size();
  height_ = (std::int64_t{extent_.north} - extent_.south) / static_cast<std::int64_t>(bands) + 1;
  auto const visit_bands = [this](Edge const &edge, auto visit) {
    auto const [low, high] = std::minmax({edge.a.lat_e7(), edge.b.lat_e7()});
    for (auto band = band_of(low), last = band_of(high); band <= last; ++band) {
      visit(band);
    }
  };
  first_.assign(bands + 2, 0);
  for (auto const &edge : edges_) {
    visit_bands(edge, [this](std::size_t band) { ++first_[band + 2]; });
  }
  for (std::size_t i = 2; i < first_.size(); ++i) {
    first_[i] += first_[i - 1];
  }
  by_band_.resize(first_.back());
  // While dealing, first_[band + 1] is where the band's next edge goes; then it is its end.
  for (auto const &edge : edges_) {
    visit_bands(edge, [&](std::size_t band) { by_band_[first_[band + 1]++] = edge; });
  }
}

bool RingBands::covers(LonLat place) const {
  if (!extent_.covers(place)) {
    return false;
  }
  bool inside = false;
  auto const band = band_of(place.lat_e7());
  for (auto i = first_[band]; i < first_[band + 1]; ++i) {
    auto const &[a, b] = by_band_[i];
    auto const meeting = east_ray(place, a, b);
    if (meeting == RayMeeting::at_its_start) {
      return true;
    }
    inside = inside != (meeting == RayMeeting::crosses);
  }
  return inside;
}

} // namespace yuntu::geo
