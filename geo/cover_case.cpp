#include "geo/cover_case.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace yuntu::geo {
namespace {

constexpr std::uint32_t no_group = ~std::uint32_t{0};

/// splitmix64: a number that stands for a candidate in the sums below.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

/// Two sums over the candidates that serve a target: equal sets have equal sums, and of different
/// ones it would take an accident of 1 in 2^128.
using Signature = std::pair<std::uint64_t, std::uint64_t>;

std::vector<std::uint32_t> const &serves_of(SitingCase const &sites, std::size_t site) {
  auto const candidates = sites.serves.size();
  return site < candidates ? sites.serves[site] : sites.standing[site - candidates].serves;
}

std::size_t count_of(SitingCase const &sites) {
  return sites.serves.size() + sites.standing.size();
}

std::vector<Signature> signatures_of(SitingCase const &sites) {
  std::vector<Signature> signatures(sites.weights.size());
  for (std::size_t site = 0; site < count_of(sites); ++site) {
    auto const one = mixed(2 * std::uint64_t{site});
    auto const other = mixed(2 * std::uint64_t{site} + 1);
    for (auto const target : serves_of(sites, site)) {
      signatures[target].first += one;
      signatures[target].second += other;
    }
  }
  return signatures;
}

SitingCase const &sound(SitingCase const &sites) {
  for (std::size_t target = 0; target < sites.weights.size(); ++target) {
    if (sites.weights[target] < 0) {
      throw std::invalid_argument("target " + std::to_string(target) + " has a negative weight");
    }
  }
  auto const expect_target = [&](std::uint32_t target) {
    if (target >= sites.weights.size()) {
      throw std::invalid_argument("target " + std::to_string(target) + " is not there; there are " +
                                  std::to_string(sites.weights.size()));
    }
  };
  auto const expect_capacity = [](std::int64_t capacity) {
    if (capacity < 0) {
      throw std::invalid_argument("a capacity is negative");
    }
  };
  for (auto const &serves : sites.serves) {
    std::for_each(serves.begin(), serves.end(), expect_target);
  }
  std::for_each(sites.served.begin(), sites.served.end(), expect_target);
  for (auto const &site : sites.standing) {
    std::for_each(site.serves.begin(), site.serves.end(), expect_target);
    expect_capacity(site.capacity);
  }
  std::for_each(sites.capacities.begin(), sites.capacities.end(), expect_capacity);
  return sites;
}

/// Rows of columns to columns of rows: `count` is how many columns there are.
void transpose(std::vector<std::uint32_t> const &first_in_row, std::vector<std::uint32_t> const &in,
               std::size_t count, std::vector<std::uint32_t> &first_out,
               std::vector<std::uint32_t> &out) {
  first_out.assign(count + 1, 0);
  for (auto const column : in) {
    ++first_out[column + 1];
  }
  std::partial_sum(first_out.begin(), first_out.end(), first_out.begin());
  out.resize(in.size());
  auto next = first_out;
  for (std::uint32_t row = 0; row + 1 < first_in_row.size(); ++row) {
    for (auto at = first_in_row[row]; at != first_in_row[row + 1]; ++at) {
      out[next[in[at]]++] = row;
    }
  }
}

} // namespace

CoverCase::CoverCase(SitingCase const &sites)
    : candidate_count_(sound(sites).serves.size()),
      picks_(std::min(sites.picks, sites.serves.size())) {
  auto const signatures = signatures_of(sites);
  std::vector<bool> is_left_out(sites.weights.size());
  for (auto const target : sites.served) {
    is_left_out[target] = true;
  }
  std::map<Signature, std::uint32_t> groups;
  std::vector<std::uint32_t> group_of(sites.weights.size(), no_group);
  for (std::size_t target = 0; target < sites.weights.size(); ++target) {
    if (is_left_out[target] || sites.weights[target] == 0 || signatures[target] == Signature{}) {
      continue;
    }
    auto const [at, is_new] =
        groups.emplace(signatures[target], static_cast<std::uint32_t>(weights_.size()));
    if (is_new) {
      weights_.push_back(0);
    }
    weights_[at->second] += sites.weights[target];
    group_of[target] = at->second;
  }
  lay_out(sites, group_of);
  take_capacities(sites);
}

bool CoverCase::has_limits() const {
  return std::find(is_limited_.begin(), is_limited_.end(), true) != is_limited_.end();
}

void CoverCase::take_capacities(SitingCase const &sites) {
  for (std::uint32_t site = 0; site < this->sites(); ++site) {
    std::int64_t reach = 0;
    for (auto const target : targets_of(site)) {
      reach += weights_[target];
    }
    auto capacity = unlimited_capacity;
    if (site >= candidate_count_) {
      capacity = sites.standing[site - candidate_count_].capacity;
    } else if (site < sites.capacities.size()) {
      capacity = sites.capacities[site];
    }
    capacities_.push_back(std::min(capacity, reach));
    is_limited_.push_back(capacity < reach);
  }
}

void CoverCase::lay_out(SitingCase const &sites, std::vector<std::uint32_t> const &group_of) {
  first_target_.push_back(0);
  std::vector<std::uint32_t> last_site(weights_.size(), no_group);
  for (std::uint32_t site = 0; site < count_of(sites); ++site) {
    for (auto const target : serves_of(sites, site)) {
      auto const group = group_of[target];
      if (group != no_group && last_site[group] != site) {
        last_site[group] = site;
        targets_.push_back(group);
      }
    }
    first_target_.push_back(static_cast<std::uint32_t>(targets_.size()));
  }
  transpose(first_target_, targets_, weights_.size(), first_candidate_, candidates_);
}

} // namespace yuntu::geo
