#pragma once

#include "tools/bench/reach_bed.hpp"

#include <memory>
#include <string>
#include <vector>

namespace yuntu::bench {

class Postgres;

/// pgRouting over the same graph: edges with a box index in a table, buildings at their nearest
/// vertex with the leg to it (as it is commonly used, so its sets are not ours). One connection.
class PgRoutingPeer {
public:
  /// Copies graph and targets; throws std::runtime_error with the server's words, as all of these.
  PgRoutingPeer(std::string const &settings, ReachBed const &bed);
  ~PgRoutingPeer();
  PgRoutingPeer(PgRoutingPeer const &) = delete;
  PgRoutingPeer &operator=(PgRoutingPeer const &) = delete;

  /// How many buildings lie within the bed's limit of the vertex next to a station: by
  /// pgr_drivingDistance over the edges within a box of that size around it.
  std::size_t buildings_near(geo::StreetPoint const &station);
  /// Of all stations together, each building once, over all edges.
  std::size_t buildings_near(std::vector<std::optional<geo::StreetPoint>> const &stations);

private:
  std::size_t count(std::string const &sql);

  std::unique_ptr<Postgres> server_;
  ReachBed const &bed_;
};

} // namespace yuntu::bench
