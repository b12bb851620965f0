#include "tools/yuntu/simulate/beat.hpp"

#include "geo/label_point.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "tools/yuntu/simulate/seeds.hpp"

#include <algorithm>

namespace yuntu::simulate {
namespace {

constexpr double door_m = 30;
constexpr double silent_radius_m = 40;

bool is_within_rim(Grid const &grid, geo::LonLat place) {
  return std::any_of(grid.parts.begin(), grid.parts.end(), [&](geo::Polygon const &part) {
    return geo::covers(part, place) || geo::boundary_distance_m(part, place) <= rim_m;
  });
}

/// The ones among `points` (ascending) that hang together, of the largest piece.
std::vector<std::uint32_t> largest_piece(std::vector<std::uint32_t> const &points,
                                         StreetNet const &net) {
  std::vector<std::uint32_t> best;
  std::vector<bool> is_seen(points.size(), false);
  for (std::size_t start = 0; start < points.size(); ++start) {
    std::vector<std::uint32_t> piece;
    std::vector<std::size_t> open{start};
    if (is_seen[start]) {
      continue;
    }
    is_seen[start] = true;
    while (!open.empty()) {
      auto const at = open.back();
      open.pop_back();
      piece.push_back(points[at]);
      for (auto const head : net.ways_from(points[at])) {
        auto const found = std::lower_bound(points.begin(), points.end(), head);
        auto const next = static_cast<std::size_t>(found - points.begin());
        if (found != points.end() && *found == head && !is_seen[next]) {
          is_seen[next] = true;
          open.push_back(next);
        }
      }
    }
    if (piece.size() > best.size()) {
      best = std::move(piece);
    }
  }
  std::sort(best.begin(), best.end());
  return best;
}

/// One or two places of the grid without network.
void silence(Beat &beat, std::uint64_t seed) {
  demo::Random random(seed);
  auto const zones = 1 + random.below(2);
  for (std::size_t i = 0; i < zones; ++i) {
    auto const centre = beat.points[random.below(beat.points.size())].place;
    for (auto &point : beat.points) {
      point.is_silent |= geo::distance_m(point.place, centre) <= silent_radius_m;
    }
  }
}

} // namespace

BeatMaker::BeatMaker(World const &world, StreetNet const &net, Day const &day)
    : world_(world), net_(net) {
  std::vector<geo::Envelope> boxes;
  for (auto const &home : world.homes) {
    boxes.push_back(box_at(home.place));
  }
  homes_ = geo::BoxIndex(boxes);
  boxes.clear();
  for (auto const &estate : world.estates) {
    if (day.class_of(estate.kind) == EstateClass::alley) {
      alley_estates_.push_back(&estate.polygon);
      boxes.push_back(geo::envelope_of(estate.polygon));
    }
  }
  alleys_ = geo::BoxIndex(boxes);
}

std::vector<std::uint32_t> BeatMaker::points_of(Grid const &grid) const {
  geo::Envelope box;
  for (auto const &part : grid.parts) {
    box.expand(geo::envelope_of(part));
  }
  auto points = net_.points_in(grown(box, rim_m));
  std::erase_if(points, [&](auto point) { return !is_within_rim(grid, net_.place(point)); });
  return largest_piece(points, net_);
}

BeatPoint BeatMaker::describe(geo::LonLat place) const {
  auto const homes = homes_.find(grown(box_at(place), door_m));
  auto const alleys = alleys_.find(box_at(place));
  return {place,
          std::any_of(homes.begin(), homes.end(),
                      [&](auto home) {
                        return geo::distance_m(world_.homes[home].place, place) <= door_m;
                      }),
          std::any_of(alleys.begin(), alleys.end(),
                      [&](auto estate) { return geo::covers(*alley_estates_[estate], place); }),
          false};
}

Beat BeatMaker::beat_of(Grid const &grid, std::uint64_t seed) const {
  Beat beat;
  auto const points = points_of(grid);
  for (auto const point : points) {
    beat.points.push_back(describe(net_.place(point)));
    beat.first_way.push_back(static_cast<std::uint32_t>(beat.ways.size()));
    for (auto const head : net_.ways_from(point)) {
      auto const found = std::lower_bound(points.begin(), points.end(), head);
      if (found != points.end() && *found == head) {
        beat.ways.push_back({static_cast<std::uint32_t>(found - points.begin()),
                             geo::distance_m(net_.place(point), net_.place(head))});
      }
    }
  }
  if (beat.ways.empty()) {
    beat = {};
    beat.points.push_back(describe(geo::label_point(grid.parts.front())));
    beat.first_way.push_back(0);
  }
  beat.first_way.push_back(static_cast<std::uint32_t>(beat.ways.size()));
  silence(beat, seed);
  return beat;
}

} // namespace yuntu::simulate
