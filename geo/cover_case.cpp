#include "geo/cover_case.hpp"

#include <algorithm>
#include <map>
#include <numeric>
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

std::vector<Signature> signatures_of(SitingCase const &sites) {
  std::vector<Signature> signatures(sites.weights.size());
  for (std::uint32_t candidate = 0; candidate < sites.serves.size(); ++candidate) {
    auto const one = mixed(2 * std::uint64_t{candidate});
    auto const other = mixed(2 * std::uint64_t{candidate} + 1);
    for (auto const target : sites.serves[candidate]) {
      signatures[target].first += one;
      signatures[target].second += other;
    }
  }
  return signatures;
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

CoverCase::CoverCase(SitingCase const &sites) : picks_(std::min(sites.picks, sites.serves.size())) {
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
}

void CoverCase::lay_out(SitingCase const &sites, std::vector<std::uint32_t> const &group_of) {
  first_target_.push_back(0);
  std::vector<std::uint32_t> last_candidate(weights_.size(), no_group);
  for (std::uint32_t candidate = 0; candidate < sites.serves.size(); ++candidate) {
    for (auto const target : sites.serves[candidate]) {
      auto const group = group_of[target];
      if (group != no_group && last_candidate[group] != candidate) {
        last_candidate[group] = candidate;
        targets_.push_back(group);
      }
    }
    first_target_.push_back(static_cast<std::uint32_t>(targets_.size()));
  }
  transpose(first_target_, targets_, weights_.size(), first_candidate_, candidates_);
}

} // namespace yuntu::geo
