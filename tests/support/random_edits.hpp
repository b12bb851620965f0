#pragma once

#include "geo/served_town.hpp"
#include "geo/street_edit.hpp"
#include "tests/support/random_town.hpp"

#include <random>
#include <vector>

namespace yuntu::test {

/// A small town with its stations, some without a street, and its closures. Owns what a ServedTown
/// refers to, so it stays where it is.
struct RandomTown {
  explicit RandomTown(unsigned seed, unsigned private_percent = 0)
      : random(seed), graph(streets(random, private_percent), {}),
        targets(graph, random_targets(random, graph, 80)) {
    town.graph = &graph;
    town.targets = &targets;
    town.limit_mm = static_cast<std::int32_t>(random() % 500'000);
    for (auto count = 1 + random() % 7; count > 0; --count) {
      town.stations.push_back(random_point(random, graph));
    }
    if (random() % 4 == 0) {
      town.stations.emplace_back();
    }
    for (auto count = random() % 12; count > 0; --count) {
      closed.push_back(static_cast<geo::EdgeId>(random() % graph.edge_count()));
    }
    town.closed = geo::ClosedEdges(closed);
  }
  RandomTown(RandomTown const &) = delete;
  RandomTown &operator=(RandomTown const &) = delete;
  RandomTown(RandomTown &&) = delete;
  RandomTown &operator=(RandomTown &&) = delete;
  ~RandomTown() = default;

  std::uint32_t any_station() {
    return static_cast<std::uint32_t>(random() % town.stations.size());
  }
  geo::EdgeId any_edge() { return static_cast<geo::EdgeId>(random() % graph.edge_count()); }

  geo::StreetEdit edit_that_adds() {
    if (graph.compound_count() > 0 && random() % 4 == 0) {
      return geo::OpenedCompound{static_cast<geo::CompoundId>(random() % graph.compound_count())};
    }
    switch (random() % 3) {
    case 0:
      return geo::AddedStation{random_point(random, graph)};
    case 1:
      return geo::OpenedStreet{closed.empty() ? any_edge() : closed[random() % closed.size()]};
    default:
      return link();
    }
  }

  geo::StreetEdit edit_that_takes() {
    if (random() % 2 == 0) {
      return geo::RemovedStation{any_station()};
    }
    return geo::ClosedStreet{any_edge()};
  }

  geo::StreetEdit edit() {
    switch (random() % 5) {
    case 0:
    case 1:
      return edit_that_adds();
    case 2:
    case 3:
      return edit_that_takes();
    default:
      return geo::MovedStation{any_station(), random_point(random, graph)};
    }
  }

  /// About the same few streets, so that edits meet.
  std::vector<geo::StreetEdit> edits() {
    std::vector<geo::StreetEdit> list;
    auto const street = any_edge();
    for (auto count = 2 + random() % 6; count > 0; --count) {
      list.push_back(edit());
      if (random() % 3 == 0) {
        auto const &length = graph.edge(street).length_mm;
        auto const offset =
            static_cast<std::int32_t>(random() % (static_cast<unsigned>(length) + 1));
        auto meeting = link();
        meeting.from = {street, offset, 0};
        list.emplace_back(meeting);
      }
      if (random() % 4 == 0) {
        list.emplace_back(geo::AddedStation{{street, 0, 0}});
      }
    }
    return list;
  }

  std::mt19937 random;
  geo::WalkGraph graph;
  geo::TargetSet targets;
  std::vector<geo::EdgeId> closed;
  geo::ServedTown town;

private:
  static std::vector<geo::StreetLine> streets(std::mt19937 &random, unsigned private_percent) {
    auto const count = 15 + static_cast<int>(random() % 40);
    return with_compounds(random, random_streets(random, 9, count), private_percent);
  }

  geo::AddedLink link() {
    auto from = random_point(random, graph);
    auto to = random_point(random, graph);
    from.access_mm /= 8;
    to.access_mm /= 8;
    if (random() % 6 == 0) {
      to.edge = from.edge;
      to.offset_mm = static_cast<std::int32_t>(
          random() % (static_cast<unsigned>(graph.edge(to.edge).length_mm) + 1));
    }
    return {from, to, static_cast<std::int32_t>(random() % 60'000)};
  }
};

} // namespace yuntu::test
