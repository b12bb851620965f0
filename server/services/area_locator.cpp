#include "server/services/area_locator.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {
namespace {

constexpr std::uint32_t nowhere = UINT32_MAX;
/// Some 10 MB without fences, which add a text each; more combinations than anybody walks through
/// between two imports.
constexpr std::size_t most_known = 32'768;

} // namespace

std::size_t AreaLocator::HashKey::operator()(Key const &key) const {
  std::uint64_t hash = 0;
  auto const add = [&](std::uint32_t payload) { // multiply and fold: these are small and dense
    hash = (hash ^ payload) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29;
  };
  std::for_each(key.areas.begin(), key.areas.end(), add);
  std::for_each(key.fences.begin(), key.fences.end(), add);
  return hash;
}

AreaLocator::AreaLocator(std::shared_ptr<BaseMap const> base) : base_(std::move(base)) {}

model::AreaCodes AreaLocator::locate(geo::LonLat place) {
  auto const answer = base_->find_areas(place);
  Key key{{}, base_->find_fences(place)};
  for (std::size_t i = 0; i < key.areas.size(); ++i) {
    key.areas[i] = answer.best[i].value_or(nowhere);
  }
  if (auto const found = known_.find(key); found != known_.end()) {
    return found->second;
  }
  if (known_.size() >= most_known) {
    known_.clear();
  }
  auto codes = base_->codes_of(answer, key.fences);
  return known_.emplace(std::move(key), std::move(codes)).first->second;
}

} // namespace yuntu::services
