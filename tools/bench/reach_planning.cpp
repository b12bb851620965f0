#include "tools/bench/reach_planning.hpp"

#include "geo/barrier.hpp"
#include "geo/what_if.hpp"

#include <functional>
#include <random>
#include <string>

namespace yuntu::bench {
namespace {

constexpr int edits_of_a_kind = 200;

struct EditKind {
  std::string name;
  std::function<geo::StreetEdit()> make;
};

} // namespace

void measure_planning(ReachBed const &bed) {
  geo::WhatIf what_if(geo::ServedTown{&bed.graph, &bed.targets, bed.origins, bed.limit_mm, {}});
  std::mt19937 random(11);
  auto const some_place = [&] {
    for (;;) {
      if (auto const &at =
              bed.targets.target(static_cast<geo::TargetId>(random() % bed.targets.size())).at) {
        return *at;
      }
    }
  };
  auto const some_station = [&] {
    return static_cast<std::uint32_t>(random() % bed.origins.size());
  };
  std::vector<EditKind> const kinds{
      {"add_station", [&] { return geo::AddedStation{some_place()}; }},
      {"move_station",
       [&] {
         return geo::MovedStation{some_station(), some_place()};
       }},
      {"remove_station", [&] { return geo::RemovedStation{some_station()}; }},
      {"close_street", [&] { return geo::ClosedStreet{some_place().edge}; }},
      {"add_link", [&] {
         return geo::AddedLink{some_place(), some_place(), 30'000};
       }}};
  auto const stations = std::to_string(bed.origins.size()) + "_stations";
  for (auto const &kind : kinds) {
    std::vector<double> times;
    std::int64_t moved = 0;
    for (int i = 0; i < edits_of_a_kind; ++i) {
      auto const edit = kind.make();
      times.push_back(milliseconds([&] {
        auto const &answer = what_if.answer(edit);
        moved += answer.gained_weight + answer.lost_weight;
      }));
    }
    report({"what_if_" + kind.name + "_" + stations, median(times) * 1000, "us", "", 0, times});
    report({"what_if_" + kind.name + "_" + stations + "_mean",
            static_cast<double>(moved) / edits_of_a_kind, "targets"});
  }
  std::size_t openings = 0;
  auto const barrier_ms = milliseconds([&] { openings = geo::find_openings(what_if, {}).size(); });
  report({"barriers_" + stations, barrier_ms, "ms"});
  report({"barriers_" + stations + "_found", static_cast<double>(openings), "openings"});
}

} // namespace yuntu::bench
