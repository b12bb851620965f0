#pragma once

#include "server/app/layer_publisher.hpp"
#include "server/model/city_state.hpp"
#include "server/services/base_map.hpp"
#include "server/services/index_shelf.hpp"
#include "server/store/base_store.hpp"
#include "server/store/event_log.hpp"
#include "server/store/log_store.hpp"

#include <cstdint>
#include <deque>
#include <memory>

namespace yuntu::app {

/// How a server opens its log: what is long to check is checked beside.
[[nodiscard]] store::LogOptions serving_options();

/// What the log says, with the newest commits for the ring of facts.
struct Loaded {
  LayersInLog layers;
  std::shared_ptr<services::BaseMap const> base;
  model::CityState state;
  std::deque<model::CommitGroup> tail; ///< with facts only, of the last 10,000 facts
  std::uint64_t tail_after = 0;        ///< seq before the tail
};

[[nodiscard]] Loaded load(store::EventLog &log, store::BaseStore const &base_store,
                          services::IndexShelf const &shelf, services::WalkProfiles profiles);

} // namespace yuntu::app
