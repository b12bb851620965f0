#include "server/app/published.hpp"

#include "server/app/count_areas.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/session_service.hpp"

#include <algorithm>

namespace yuntu::app {
namespace {

template <typename... Kinds>
bool holds_any(model::CommitGroup const &group) {
  return std::any_of(group.facts.begin(), group.facts.end(), [](model::Fact const &fact) {
    return (std::holds_alternative<Kinds>(fact.body) || ...);
  });
}

} // namespace

Published::Published(model::CityState loaded, std::shared_ptr<services::BaseMap const> base,
                     std::string epoch, live::IncidentSigns signs)
    : state_(std::move(loaded)), routings_(state_), locator_(std::move(base)),
      hub_(std::move(epoch), state_, std::move(signs)), bases_{locator_.shared_base()} {
  count_in_areas();
}

/// Counts start anew only when the areas have changed: everybody who watches them is sent all.
void Published::count_in_areas() {
  auto areas = count_areas(base());
  if (areas != areas_) {
    areas_ = areas;
    hub_.use_areas(std::move(areas));
  }
}

void Published::await_base(std::string const &version,
                           std::shared_ptr<services::BaseMap const> base) {
  bases_.push_back(base);
  awaited_[version] = std::move(base);
}

std::size_t Published::count_bases() {
  std::erase_if(bases_, [](auto const &base) { return base.expired(); });
  return bases_.size();
}

std::shared_ptr<services::BaseMap const> Published::take_base(model::CommitGroup const &group) {
  std::shared_ptr<services::BaseMap const> base;
  for (auto const &fact : group.facts) {
    if (auto const *const layer = std::get_if<model::LayerPublished>(&fact.body)) {
      if (auto const found = awaited_.find(layer->version); found != awaited_.end()) {
        base = found->second;
        awaited_.erase(found);
      }
    }
  }
  return base;
}

void Published::commit(model::CommitGroup const &group) {
  auto const base = take_base(group);
  if (base) {
    locator_ = services::AreaLocator(base);
  }
  model::Locate const locate([this](geo::LonLat place) { return locator_.locate(place); },
                             locator_.base().areas_name());
  routings_.count(group, state_);
  model::fold(state_, group, locate); // finds the workers anew when areas were published
  hub_.publish(group);
  if (base) {
    hub_.workers_relocated(); // those that `fold` gave this tick
    count_in_areas();         // sends snapshots: after everybody is in place
    observers_.base_changed(base);
  }
  if (holds_any<model::ClockSetBack>(group)) {
    hub_.workers_relocated(); // likewise: they have another time
  }
  if (holds_any<model::UserAdded, model::UserRoleChanged, model::UserRevoked, model::SessionOpened,
                model::SessionClosed, model::DeviceEnrolled>(group)) {
    observers_.users_changed(state_);
    apply_rights(group);
  }
  if (holds_any<model::PostAdded, model::PostRemoved, model::PersonNamed, model::AssignmentMade,
                model::AssignmentEnded, model::AssignmentRemoved>(group)) {
    observers_.staff_changed(state_);
  }
  if (holds_any<model::LayerPublished, model::LayerScheduled>(group)) {
    observers_.versions_changed(state_);
  }
  if (holds_any<model::ClosureAdded, model::ClosureRemoved>(group)) {
    observers_.closures_changed(state_);
  }
}

void Published::apply_rights(model::CommitGroup const &group) {
  for (auto const &fact : group.facts) {
    if (auto const *const changed = std::get_if<model::UserRoleChanged>(&fact.body)) {
      auto const principal = services::principal_of(state_.users.at(changed->user));
      hub_.change_rights(principal, rules::audiences_of(principal));
    } else if (auto const *const revoked = std::get_if<model::UserRevoked>(&fact.body)) {
      hub_.dismiss_user(revoked->user, {});
    } else if (auto const *const closed = std::get_if<model::SessionClosed>(&fact.body)) {
      hub_.dismiss_user({}, closed->session_hash);
    }
  }
}

} // namespace yuntu::app
