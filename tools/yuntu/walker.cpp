#include "tools/yuntu/walker.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>
#include <utility>

namespace yuntu::tools {

StreetWalkers::StreetWalkers(std::span<geo::LineString const> streets, std::size_t count,
                             std::uint64_t seed) {
  build_network(streets);
  if (arcs_.empty()) {
    throw std::invalid_argument("nobody can walk: no street has two different points");
  }
  for (std::size_t i = 0; i < count; ++i) {
    // A stream of their own for each, seeded by number.
    demo::Random random(seed ^ (0xd1342543de82ef95ULL * (i + 1)));
    Walker walker{random, 0, 0, 0};
    walker.arc = walker.random.below(arcs_.size());
    walker.walked_m = walker.random.between(0.0, arcs_[walker.arc].length_m);
    walker.speed_mps = walker.random.between(1.1, 1.4);
    walkers_.push_back(walker);
  }
}

void StreetWalkers::build_network(std::span<geo::LineString const> streets) {
  std::set<std::pair<geo::LonLat, geo::LonLat>> ways; // sorted, so numbers do not hang on order
  for (geo::LineString const &street : streets) {
    for (std::size_t i = 0; i + 1 < street.size(); ++i) {
      if (street[i] != street[i + 1]) {
        ways.emplace(street[i], street[i + 1]);
        ways.emplace(street[i + 1], street[i]);
      }
    }
  }
  for (auto const &[tail, head] : ways) {
    if (places_.empty() || places_.back() != tail) {
      first_arc_.push_back(arcs_.size());
      places_.push_back(tail);
    }
    arcs_.push_back({places_.size() - 1, 0, geo::distance_m(tail, head)});
  }
  first_arc_.push_back(arcs_.size());
  std::size_t arc = 0;
  for (auto const &[tail, head] : ways) {
    auto const found = std::lower_bound(places_.begin(), places_.end(), head);
    arcs_[arc++].head = static_cast<std::size_t>(found - places_.begin());
  }
}

std::size_t StreetWalkers::next_arc(Walker &walker) const {
  Arc const &walked = arcs_[walker.arc];
  std::size_t const first = first_arc_[walked.head];
  std::size_t const count = first_arc_[walked.head + 1] - first;
  if (count == 1) {
    return first; // a dead end: back again
  }
  // One of the ways on, leaving out the one come by.
  std::size_t const chosen = first + walker.random.below(count - 1);
  std::size_t back = first;
  while (arcs_[back].head != walked.tail) {
    ++back;
  }
  return chosen < back ? chosen : chosen + 1;
}

void StreetWalkers::step(double dt_s) {
  if (!(dt_s >= 0) || !std::isfinite(dt_s)) {
    throw std::invalid_argument("a step lasts a finite time, not less than 0 s");
  }
  for (Walker &walker : walkers_) {
    walker.walked_m += walker.speed_mps * dt_s;
    while (walker.walked_m >= arcs_[walker.arc].length_m) {
      walker.walked_m -= arcs_[walker.arc].length_m;
      walker.arc = next_arc(walker);
    }
  }
}

WalkerFix StreetWalkers::fix_of(Walker const &walker) const {
  Arc const &arc = arcs_[walker.arc];
  geo::LocalFrame const frame(places_[arc.tail]);
  geo::MetricPoint const ahead = frame.to_metric(places_[arc.head]);
  double const share = walker.walked_m / arc.length_m;
  double const heading =
      std::atan2(ahead.easting, ahead.northing) * 180 / std::numbers::pi; // from north
  return {frame.to_lon_lat({share * ahead.easting, share * ahead.northing}),
          heading < 0 ? heading + 360 : heading, walker.speed_mps};
}

std::vector<WalkerFix> StreetWalkers::fixes() const {
  std::vector<WalkerFix> result;
  result.reserve(walkers_.size());
  for (Walker const &walker : walkers_) {
    result.push_back(fix_of(walker));
  }
  return result;
}

} // namespace yuntu::tools
