#include "geo/layer_fit.hpp"

#include "geo/median.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace yuntu::geo {
namespace {

/// Corners of one thing and things of one town are no independent witnesses.
constexpr double most_witnesses = 200;
constexpr double most_share_cut = 0.05;
/// Of things, or of corners that meet: fewer are chance.
constexpr double fewest = 10;
/// As many times more corners must meet than by the worst reading.
constexpr double least_contrast = 4;
/// What a right reading makes meet, by reach: a layer next door shares few corners with the map,
/// and eight metres are met by chance where borders are dense.
constexpr std::array least_share_on_corner{1.0 / 7, 1.0 / 7, 0.5};
constexpr std::array least_share_on_edge{0.5, 0.5, 0.9};
static_assert(least_share_on_corner.size() == LayerFit::reaches_m.size() &&
              least_share_on_edge.size() == LayerFit::reaches_m.size());
/// Of corners that meet by chance, at least: keeps one lucky corner from deciding.
constexpr double least_chance = 0.02;

double share(std::size_t part, std::size_t of) {
  return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of);
}

/// Of `n` witnesses a share `seen` says yes, where a right reading has `right` and any other
/// `chance`.
double log_odds(double n, double seen, double right, double chance) {
  return n * (seen * std::log(right / chance) + (1 - seen) * std::log((1 - right) / (1 - chance)));
}

double largest(std::vector<double> const &values) {
  return *std::max_element(values.begin(), values.end());
}
double spread(std::vector<double> const &values) {
  return largest(values) - *std::min_element(values.begin(), values.end());
}

std::vector<double> meeting_shares(std::vector<LayerFit> const &fits,
                                   LayerFit::PerReach LayerFit::*of, std::size_t reach) {
  std::vector<double> shares;
  shares.reserve(fits.size());
  for (auto const &fit : fits) {
    shares.push_back(share((fit.*of)[reach], fit.corners));
  }
  return shares;
}

/// By the smallest reach that some way satisfies.
bool weigh_meeting(std::vector<LayerFit> const &fits, LayerFit::PerReach LayerFit::*of,
                   std::array<double, LayerFit::reaches_m.size()> const &least_shares,
                   FitEvidence::Kind kind, FitEvidence &evidence) {
  for (std::size_t reach = 0; reach < LayerFit::reaches_m.size(); ++reach) {
    auto const shares = meeting_shares(fits, of, reach);
    double const right = std::min(largest(shares), 0.98);
    double const chance = std::max(*std::min_element(shares.begin(), shares.end()), least_chance);
    double const meeting = right * static_cast<double>(fits.front().corners);
    if (right < least_shares[reach] || right < least_contrast * chance || meeting < fewest) {
      continue;
    }
    evidence.kind = kind;
    evidence.reach_m = LayerFit::reaches_m[reach];
    for (std::size_t i = 0; i < fits.size(); ++i) {
      double const n = std::min(static_cast<double>(fits[i].corners), most_witnesses);
      evidence.log_likelihood[i] = log_odds(n, std::min(shares[i], right), right, chance);
    }
    return true;
  }
  return false;
}

bool weigh_areas(std::vector<LayerFit> const &fits, FitEvidence &evidence) {
  double widest = 0;
  for (std::size_t layer = 0; layer < AreaIndex::layer_count; ++layer) {
    std::vector<double> weights;
    double least_cut = 1;
    for (auto const &fit : fits) {
      double const cut = 1 - share(fit.whole[layer], fit.things);
      double const n = std::min(static_cast<double>(fit.things), most_witnesses);
      least_cut = std::min(least_cut, cut);
      weights.push_back(
          n * (cut * std::log(most_share_cut) + (1 - cut) * std::log(1 - most_share_cut)));
    }
    if (least_cut <= most_share_cut && spread(weights) > widest) {
      widest = spread(weights);
      evidence.kind = FitEvidence::Kind::areas;
      evidence.layer = layer;
      evidence.log_likelihood = weights;
    }
  }
  return evidence.kind == FitEvidence::Kind::areas;
}

/// Whether a thing lies whole, layer by layer.
class Wholeness {
public:
  void take(ReferenceMap::Owners const &owners) {
    for (std::size_t layer = 0; layer < owners.size(); ++layer) {
      if (!is_begun_) {
        first_[layer] = owners[layer];
      }
      is_whole_[layer] = (!is_begun_ || is_whole_[layer]) && owners[layer] == first_[layer] &&
                         owners[layer] != AreaIndex::nowhere;
    }
    is_begun_ = true;
  }
  [[nodiscard]] bool is_whole_in(std::size_t layer) const { return is_whole_[layer]; }
  [[nodiscard]] bool is_begun() const { return is_begun_; }

private:
  bool is_begun_ = false;
  ReferenceMap::Owners first_{};
  std::array<bool, AreaIndex::layer_count> is_whole_{};
};

} // namespace

LayerFit measure_fit(ReferenceMap const &map, std::vector<LineString> const &things) {
  LayerFit fit;
  std::vector<double> distances;
  for (auto const &thing : things) {
    Wholeness wholeness;
    for (auto const corner : thing) {
      ++fit.corners;
      auto const near = map.nearness(corner);
      for (std::size_t i = 0; i < LayerFit::reaches_m.size(); ++i) {
        fit.on_corner[i] += near.to_corner_m <= LayerFit::reaches_m[i] ? 1 : 0;
        fit.on_edge[i] += near.to_edge_m <= LayerFit::reaches_m[i] ? 1 : 0;
      }
      if (near.to_corner_m <= LayerFit::reaches_m.back()) {
        distances.push_back(near.to_corner_m);
      }
      if (near.to_edge_m > LayerFit::reaches_m[1]) {
        wholeness.take(map.owners_of(corner));
      }
    }
    if (!wholeness.is_begun()) {
      continue; // on borders altogether: says nothing of areas
    }
    ++fit.things;
    for (std::size_t layer = 0; layer < fit.whole.size(); ++layer) {
      fit.whole[layer] += wholeness.is_whole_in(layer) ? 1 : 0;
    }
  }
  fit.corner_m = median(std::move(distances));
  return fit;
}

FitEvidence weigh(std::vector<LayerFit> const &fits) {
  FitEvidence evidence;
  evidence.log_likelihood.assign(fits.size(), 0);
  if (weigh_meeting(fits, &LayerFit::on_corner, least_share_on_corner, FitEvidence::Kind::corners,
                    evidence) ||
      weigh_meeting(fits, &LayerFit::on_edge, least_share_on_edge, FitEvidence::Kind::edges,
                    evidence)) {
    return evidence;
  }
  if (std::all_of(fits.begin(), fits.end(),
                  [](LayerFit const &fit) { return static_cast<double>(fit.things) >= fewest; })) {
    weigh_areas(fits, evidence);
  }
  return evidence;
}

} // namespace yuntu::geo
