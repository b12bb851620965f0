#include "server/services/walk_city.hpp"

namespace yuntu::services {

WalkCity::WalkCity(std::shared_ptr<BaseMap const> base,
                   std::map<std::string, model::Closure> const &closures)
    : base_(std::move(base)), walk_(base_->walk()),
      closed_on_standard_(walk_->closed_edges(closures)), closed_(closed_on_standard_),
      targets_(walk_->targets_with(closed_)) {}

WalkCity::WalkCity(WalkCity const &city, std::shared_ptr<WalkMap const> walk)
    : base_(city.base_), apart_(std::move(walk)), walk_(apart_.get()),
      closed_on_standard_(city.closed_on_standard()),
      closed_(walk_->edges_of(city.walk(), city.closed())), targets_(walk_->targets_with(closed_)) {
}

geo::TargetPlaces const &WalkCity::places() const {
  std::call_once(places_once_, [this] { places_ = walk_->places_of(targets_); });
  return places_;
}

std::shared_ptr<WalkCity const> WalkCity::variant(geo::WalkProfile const &profile) const {
  auto const &maps = *base_->walks();
  auto const apart = maps.apart(profile);
  return apart
             ? variants_.get(
                   *apart, [&] { return std::make_shared<WalkCity const>(*this, maps.of(*apart)); })
             : nullptr;
}

} // namespace yuntu::services
