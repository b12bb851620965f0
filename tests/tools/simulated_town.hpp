#pragma once

#include "tools/yuntu/simulate/simulation.hpp"

#include <string>
#include <vector>

namespace yuntu::test {

/// Degrees in units of 1e-7 from 118.52 E 35 N: some 0.91 and 1.11 cm.
[[nodiscard]] inline geo::LonLat at(std::int32_t east, std::int32_t north) {
  return geo::LonLat::from_units(1'185'200'000 + east, 350'000'000 + north).value();
}

[[nodiscard]] inline geo::Polygon square(std::int32_t west, std::int32_t south, std::int32_t size) {
  return {{at(west, south), at(west + size, south), at(west + size, south + size),
           at(west, south + size), at(west, south)},
          {}};
}

/// Two grids side by side, 365 m wide and 445 m high each, with streets every 91 by 111 m across
/// both; a tower estate with 300 households in the west, an old quarter with 100 in the east.
///
///     +--+--+--+--+ +--+--+--+--+
///     |  towers   | | old       |
///     +--+--+--+--+ +--+--+--+--+
///        grid 1        grid 2
[[nodiscard]] inline simulate::World simulated_town() {
  simulate::World world;
  world.grids = {{"371399001001001", {square(0, 0, 40'000)}},
                 {"371399001001002", {square(40'000, 0, 40'000)}}};
  world.estates = {{"371399001001X01", "商品房小区", square(0, 0, 40'000)},
                   {"371399001001X02", "平房片区", square(40'000, 0, 40'000)}};
  for (int i = 0; i < 20; ++i) {
    bool const is_tower = i < 10;
    auto const number = std::to_string(i);
    world.homes.push_back({"37139900100100" + std::string(3 - number.size(), '0') + number,
                           at((is_tower ? 1'000 : 41'000) + 3'500 * (i % 10), 10'500),
                           is_tower ? 30 : 10});
  }
  for (std::int32_t step = 0; step <= 8; ++step) {
    geo::LineString north;
    geo::LineString east;
    for (std::int32_t other = 0; other <= 8; ++other) {
      north.push_back(at(step * 10'000, other * 5'000));
      east.push_back(at(other * 10'000, step * 5'000));
    }
    world.streets.push_back(std::move(north));
    world.streets.push_back(std::move(east));
  }
  return world;
}

/// 2026-11-20 (a Friday), the hour being local time.
[[nodiscard]] inline model::Time local_time(int hour, int minute = 0) {
  return *model::parse_rfc3339("2026-11-20T00:00:00+08:00") + std::chrono::hours{hour} +
         std::chrono::minutes{minute};
}

/// Everything up to the end, and its digest.
struct Played {
  std::vector<simulate::Event> events;
  std::string digest;
};
[[nodiscard]] inline Played play(simulate::Simulation &simulation, model::Time end) {
  Played played;
  simulate::EventDigest digest;
  while (auto event = simulation.next(end)) {
    digest.add(event->time, simulate::wire_request_of(*event));
    played.events.push_back(std::move(*event));
  }
  played.digest = digest.hex();
  return played;
}

template <typename Body>
[[nodiscard]] std::vector<Body> only(std::vector<simulate::Event> const &events) {
  std::vector<Body> found;
  for (auto const &event : events) {
    if (auto const *const body = std::get_if<Body>(&event.body)) {
      found.push_back(*body);
    }
  }
  return found;
}

} // namespace yuntu::test
