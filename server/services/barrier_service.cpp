#include "server/services/barrier_service.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace yuntu::services {
namespace {

double length_m(WalkMap const &walk, geo::Opening const &opening) {
  auto const *const gate = std::get_if<geo::OpenedStreet>(&opening.edit);
  auto const length_mm = gate != nullptr ? walk.graph().edge(gate->edge).length_mm
                                         : std::get<geo::AddedLink>(opening.edit).length_mm;
  return length_mm / 1000.0;
}

protocol::BarrierOpening opening_of(WalkMap const &walk, geo::Opening const &found,
                                    geo::WalkProfile const &profile) {
  protocol::BarrierOpening opening;
  opening.is_gate = found.is_gate();
  opening.from = found.from;
  opening.to = found.to;
  opening.length_m = length_m(walk, found);
  opening.gained = {static_cast<std::int64_t>(found.gained), found.gained_weight};
  opening.shorter = static_cast<std::int64_t>(found.shorter);
  opening.saved_household_s = static_cast<double>(found.saved_mm) / (profile.speed_mps * 1000);
  return opening;
}

} // namespace

std::optional<protocol::BarriersAnswer>
BarrierService::find(std::shared_ptr<WalkCity const> const &city, ProfileName profile,
                     double limit_s) const {
  std::lock_guard const lock(mutex_);
  auto const found = std::find_if(looked_.begin(), looked_.end(), [&](Looked const &looked) {
    return looked.city.lock() == city && looked.profile == profile &&
           looked.answer.limit_s == limit_s;
  });
  return found == looked_.end() ? std::nullopt : std::optional(found->answer);
}

protocol::BarriersAnswer BarrierService::look(std::shared_ptr<WalkCity const> const &city,
                                              ProfileName profile, double limit_s) {
  if (auto known = find(city, profile, limit_s)) {
    return std::move(*known);
  }
  auto const view = view_of(city, profile);
  protocol::BarriersAnswer answer{limit_s, std::string(to_string(profile)), {}};
  auto const limit_mm = geo::cost_within_mm(view.profile, limit_s);
  shelf_.use(view.city, limit_mm, [&](geo::WhatIf &what_if) {
    geo::BarrierOptions options;
    options.most = most_openings;
    for (auto const &found : geo::find_openings(what_if, view.city->closed().edges(), options)) {
      answer.openings.push_back(opening_of(view.city->walk(), found, view.profile));
    }
  });
  std::lock_guard const lock(mutex_);
  std::erase_if(looked_, [](Looked const &old) { return old.city.expired(); });
  looked_.push_front({city, profile, answer});
  if (looked_.size() > most_kept) {
    looked_.pop_back();
  }
  return answer;
}

} // namespace yuntu::services
