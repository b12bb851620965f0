#pragma once

#include "server/model/city_state.hpp"
#include "server/services/known_incidents.hpp"

#include <cstdint>
#include <memory>

namespace yuntu::services {

/// The published incidents as far as figures are made of them, kept beside the published state: who
/// asks for the figures of a period that goes on takes nothing from the live thread but where the
/// log stands, however many incidents there are. Is told every commit that `concerns` it, in order.
/// One thread, the pool's.
class CountedIncidents {
public:
  explicit CountedIncidents(model::CityState const &loaded);

  /// Any thread. False: `follow` would change nothing.
  [[nodiscard]] static bool concerns(model::CommitGroup const &group);
  void follow(model::CommitGroup const &group);

  /// As published at (seq, tick), up to where every commit must have been told. Until the next
  /// call.
  [[nodiscard]] KnownIncidents const &at(std::uint64_t seq, std::uint64_t tick,
                                         std::shared_ptr<BaseMap const> map);

private:
  KnownIncidents known_;
};

/// What rules::figures_of asks of an incident, and what the facts that follow build on: without
/// texts, people, places and photos.
[[nodiscard]] model::Incident counted_part(model::Incident const &incident);

} // namespace yuntu::services
