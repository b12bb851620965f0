#pragma once

#include "geo/box_index.hpp"
#include "geo/predicates.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace yuntu::rules::topology {

/// Land that a finding is about already, and the areas it names.
struct Claim {
  geo::Polygon shape;
  std::vector<std::uint32_t> areas;
};

/// Many of them: does one hold a place? Immutable.
class Zone {
public:
  Zone() = default;
  explicit Zone(std::vector<Claim> claims) : claims_(std::move(claims)) {
    std::vector<geo::Envelope> boxes;
    for (auto const &claim : claims_) {
      boxes.push_back(geo::envelope_of(claim.shape));
    }
    boxes_ = geo::BoxIndex(boxes);
  }

  template <typename Test>
  [[nodiscard]] bool any_at(geo::LonLat place, Test test) const {
    if (claims_.empty()) {
      return false;
    }
    geo::Envelope here;
    here.expand(place);
    for (auto const i : boxes_.find(here)) {
      if (geo::covers(claims_[i].shape, place) && test(claims_[i])) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool holds(geo::LonLat place) const {
    return any_at(place, [](Claim const &) { return true; });
  }

private:
  std::vector<Claim> claims_;
  geo::BoxIndex boxes_;
};

} // namespace yuntu::rules::topology
