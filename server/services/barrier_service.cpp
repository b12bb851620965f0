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

protocol::BarriersAnswer answer_of(WalkMap const &walk, std::vector<geo::Opening> const &openings,
                                   geo::WalkProfile const &profile, double limit_s) {
  protocol::BarriersAnswer answer;
  answer.limit_s = limit_s;
  for (auto const &opening : openings) {
    answer.openings.push_back({opening.is_gate(),
                               opening.from,
                               opening.to,
                               length_m(walk, opening),
                               {static_cast<std::int64_t>(opening.gained), opening.gained_weight},
                               static_cast<std::int64_t>(opening.shorter),
                               static_cast<double>(opening.saved_mm) / (profile.speed_mps * 1000)});
  }
  return answer;
}

} // namespace

std::optional<protocol::BarriersAnswer>
BarrierService::find(std::shared_ptr<WalkCity const> const &city, geo::WalkProfile const &profile,
                     double limit_s) const {
  auto const limit_mm = geo::cost_within_mm(profile, limit_s);
  std::lock_guard const lock(mutex_);
  auto const found = std::find_if(looked_.begin(), looked_.end(), [&](Looked const &looked) {
    return looked.city.lock() == city && looked.limit_mm == limit_mm;
  });
  return found == looked_.end()
             ? std::nullopt
             : std::optional(answer_of(city->walk(), found->openings, profile, limit_s));
}

protocol::BarriersAnswer BarrierService::look(std::shared_ptr<WalkCity const> const &city,
                                              geo::WalkProfile const &profile, double limit_s) {
  if (auto known = find(city, profile, limit_s)) {
    return std::move(*known);
  }
  Looked looked{city, geo::cost_within_mm(profile, limit_s), {}};
  shelf_.use(city, looked.limit_mm, [&](geo::WhatIf &what_if) {
    geo::BarrierOptions options;
    options.most = most_openings;
    looked.openings = geo::find_openings(what_if, city->closed().edges(), options);
  });
  auto answer = answer_of(city->walk(), looked.openings, profile, limit_s);
  std::lock_guard const lock(mutex_);
  std::erase_if(looked_, [](Looked const &old) { return old.city.expired(); });
  looked_.push_front(std::move(looked));
  if (looked_.size() > most_kept) {
    looked_.pop_back();
  }
  return answer;
}

} // namespace yuntu::services
