#pragma once

#include "geo/barrier.hpp"
#include "server/protocol/what_if_messages.hpp"
#include "server/services/what_if_shelf.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace yuntu::services {

/// Which closed street, compound or missing link keeps most people from a station: most households,
/// or most buildings where these say nothing of households. The gates are the streets that closures
/// close. Looking takes seconds for a city, so what was found is kept until the city changes.
/// `city` is the standard one. Any thread.
class BarrierService {
public:
  static constexpr std::size_t most_openings = 50;

  explicit BarrierService(WhatIfShelf &shelf) : shelf_(shelf) {}

  /// At once; nullopt: nobody has looked yet.
  [[nodiscard]] std::optional<protocol::BarriersAnswer>
  find(std::shared_ptr<WalkCity const> const &city, Walker const &walker, double limit_s,
       model::StationFilter const &stations = {}) const;
  /// Looks when nobody has. On a thread that may take its time.
  [[nodiscard]] protocol::BarriersAnswer look(std::shared_ptr<WalkCity const> const &city,
                                              Walker const &walker, double limit_s,
                                              model::StationFilter const &stations = {});

private:
  static constexpr std::size_t most_kept = 8;

  struct Looked {
    std::weak_ptr<WalkCity const> city; ///< the standard one
    Walker walker;
    std::int32_t limit_mm = 0;
    std::vector<bool> stations; ///< which of the city's count
    protocol::BarriersAnswer answer;
  };

  WhatIfShelf &shelf_;
  mutable std::mutex mutex_;
  std::deque<Looked> looked_; ///< the newest in front
};

} // namespace yuntu::services
