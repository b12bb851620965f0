#include "server/services/walk_city.hpp"

namespace yuntu::services {

WalkCity::WalkCity(std::shared_ptr<BaseMap const> base,
                   std::map<std::string, model::Closure> const &closures)
    : base_(std::move(base)), walk_(base_->walk()),
      closed_on_standard_(walk_->closed_edges(closures)), closed_(closed_on_standard_),
      targets_(walk_->targets_with(closed_)) {}

WalkCity::WalkCity(WalkCity const &city, WalkMap const &walk)
    : base_(city.base_), walk_(&walk), closed_on_standard_(city.closed_on_standard()),
      closed_(walk.edges_of(city.walk(), city.closed())), targets_(walk.targets_with(closed_)) {}

geo::TargetPlaces const &WalkCity::places() const {
  std::call_once(places_once_, [this] { places_ = walk_->places_of(targets_); });
  return places_;
}

std::shared_ptr<WalkCity const> WalkCity::variant(ProfileName name) const {
  auto const &map = base_->walk_for(name);
  if (&map == walk_) {
    return nullptr;
  }
  auto &made = variants_[static_cast<std::size_t>(name)];
  std::call_once(made.once, [&] { made.city = std::make_shared<WalkCity const>(*this, map); });
  return made.city;
}

} // namespace yuntu::services
