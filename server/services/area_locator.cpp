#include "server/services/area_locator.hpp"

#include <utility>

namespace yuntu::services {
namespace {

constexpr std::uint32_t nowhere = UINT32_MAX;
/// Some 10 MB; more combinations than anybody walks through between two imports.
constexpr std::size_t most_known = 32'768;

} // namespace

std::size_t AreaLocator::HashKey::operator()(Key const &key) const {
  std::uint64_t hash = 0;
  for (auto const payload : key) { // multiply and fold: the payloads are small and dense
    hash = (hash ^ payload) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29;
  }
  return hash;
}

AreaLocator::AreaLocator(std::shared_ptr<BaseMap const> base) : base_(std::move(base)) {}

model::AreaCodes AreaLocator::locate(geo::LonLat place) {
  auto const answer = base_->find_areas(place);
  Key key{};
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = answer.best[i].value_or(nowhere);
  }
  if (auto const found = known_.find(key); found != known_.end()) {
    return found->second;
  }
  if (known_.size() >= most_known) {
    known_.clear();
  }
  return known_.emplace(key, base_->codes_of(answer)).first->second;
}

} // namespace yuntu::services
