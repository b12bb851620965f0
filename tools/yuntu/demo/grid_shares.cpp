#include "tools/yuntu/demo/grid_shares.hpp"

#include "tools/yuntu/demo/area_cutter.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace yuntu::demo {
namespace {

constexpr int most_in_site = 4;

/// How many grids a piece of land may have, and how much it weighs.
struct Claim {
  int least = 1;
  int most = 1;
  double weight = 0;
  bool has_own_grid = false; ///< something in it shares its grid with nothing
};

bool shares_with_nobody(BlockKind kind) {
  return kind == BlockKind::school || kind == BlockKind::market || kind == BlockKind::park;
}

/// Highest average first, within bounds. Empty when `total` is out of bounds.
std::vector<int> share_out(int total, std::vector<Claim> const &claims) {
  std::vector<int> counts;
  for (Claim const &claim : claims) {
    counts.push_back(claim.least);
  }
  for (int given = std::accumulate(counts.begin(), counts.end(), 0); given != total; ++given) {
    std::size_t best = claims.size();
    for (std::size_t i = 0; i < claims.size(); ++i) {
      if (counts[i] < claims[i].most &&
          (best == claims.size() ||
           claims[i].weight / counts[i] > claims[best].weight / counts[best])) {
        best = i;
      }
    }
    if (best == claims.size() || given > total) {
      return {};
    }
    ++counts[best];
  }
  return counts;
}

class Sharer {
public:
  Sharer(int grids, StreetPlan const &plan, std::vector<BuiltBlock> const &blocks)
      : grids_(grids), plan_(plan), blocks_(blocks),
        is_enough_(std::cmp_greater_equal(grids, plan.sites.size())), claims_(plan.nodes.size()) {
    shares_.of_block.resize(blocks.size());
  }

  GridShares share() {
    std::vector<Claim> claims;
    for (CommunityLand const &community : plan_.communities) {
      claims.push_back(measure(community.node));
    }
    auto const counts = share_out(grids_, claims);
    if (counts.empty()) {
      throw std::runtime_error("counts.grids: " + std::to_string(grids_) +
                               " grids cannot be shared out over the communities");
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      community_ = i;
      divide(plan_.communities[i].node, counts[i]);
    }
    return std::move(shares_);
  }

private:
  Claim measure(std::size_t node) {
    LandNode const &land = plan_.nodes[node];
    Claim claim;
    if (land.parts[0] == no_index) {
      claim = measure_block(land);
    } else {
      Claim const a = measure(land.parts[0]);
      Claim const b = measure(land.parts[1]);
      claim.weight = a.weight + b.weight;
      claim.has_own_grid = a.has_own_grid || b.has_own_grid;
      bool const is_apart = is_enough_ && (land.site == no_index || claim.has_own_grid);
      claim.least = is_apart ? a.least + b.least : 1;
      claim.most = a.most + b.most;
    }
    if (land.site != no_index) {
      claim.most = std::max(claim.least, std::min(claim.most, most_in_site));
    }
    claims_[node] = claim;
    return claim;
  }

  Claim measure_block(LandNode const &land) const {
    BuiltBlock const &block = blocks_[land.block];
    Claim claim;
    claim.weight = 1;
    for (Plot const &plot : block.layout.plots) {
      claim.weight += weight_of(plot);
    }
    claim.has_own_grid = shares_with_nobody(block.kind);
    bool const is_whole_site = plan_.sites[land.site].node == node_of(land);
    if (!claim.has_own_grid && is_whole_site) {
      claim.most = std::clamp(static_cast<int>(block.layout.plots.size() / 8), 1, most_in_site);
    }
    return claim;
  }

  std::size_t node_of(LandNode const &land) const {
    return static_cast<std::size_t>(&land - plan_.nodes.data());
  }

  void divide(std::size_t node, int count) {
    LandNode const &land = plan_.nodes[node];
    if (count == 1) {
      give(node, add_grid());
    } else if (land.parts[0] == no_index) {
      for (int i = 0; i < count; ++i) {
        shares_.of_block[land.block].push_back(add_grid());
      }
    } else {
      auto const counts = share_out(count, bounds_of_parts(land));
      divide(land.parts[0], counts.at(0));
      divide(land.parts[1], counts.at(1));
    }
  }

  std::vector<Claim> bounds_of_parts(LandNode const &land) const {
    return {claims_[land.parts[0]], claims_[land.parts[1]]};
  }

  std::size_t add_grid() {
    shares_.community_of_grid.push_back(community_);
    return shares_.community_of_grid.size() - 1;
  }

  void give(std::size_t node, std::size_t grid) {
    LandNode const &land = plan_.nodes[node];
    if (land.parts[0] == no_index) {
      shares_.of_block[land.block].push_back(grid);
      return;
    }
    give(land.parts[0], grid);
    give(land.parts[1], grid);
  }

  int grids_;
  StreetPlan const &plan_;
  std::vector<BuiltBlock> const &blocks_;
  bool is_enough_;
  std::size_t community_ = 0;
  std::vector<Claim> claims_; ///< parallel to plan.nodes
  GridShares shares_;
};

} // namespace

GridShares share_out_grids(int grids, StreetPlan const &plan,
                           std::vector<BuiltBlock> const &blocks) {
  return Sharer(grids, plan, blocks).share();
}

} // namespace yuntu::demo
