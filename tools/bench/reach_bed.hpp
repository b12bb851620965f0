#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_point.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"
#include "tools/bench/bench_report.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::bench {

/// A town made ready to be searched.
struct ReachBed {
  geo::WalkGraph const &graph;
  geo::TargetSet const &targets;
  std::vector<std::optional<geo::StreetPoint>> origins;
  geo::ClosedEdges closed;
  std::int32_t limit_mm;
  double limit_s;
  int rounds;
};

template <typename Work>
double milliseconds(Work work) {
  auto const start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

inline double median(std::vector<double> const &times) {
  return quantile(times, 0.5);
}

} // namespace yuntu::bench
