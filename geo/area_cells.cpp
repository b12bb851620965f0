#include "geo/area_cells.hpp"

#include "geo/cell_point.hpp"
#include "geo/cell_words.hpp"
#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace yuntu::geo {
namespace {

void ask_for(void const *place) {
#if defined(__GNUC__)
  __builtin_prefetch(place);
#else
  (void)place;
#endif
}

/// Calls visit(corner, is_first_of_chain) for each corner; stops when it says false.
template <typename Visit>
void visit_corners(CandidateWords const &candidate, CellPoint middle, Visit const &visit) {
  auto const *word = candidate.points();
  auto const *const end = word + candidate.point_words();
  bool is_first = true;
  while (word != end) {
    if (*word == chain_break) {
      is_first = true;
      ++word;
      continue;
    }
    CellPoint corner;
    if (candidate.is_wide()) {
      corner = {static_cast<std::int32_t>(word[0]) - middle.x,
                static_cast<std::int32_t>(word[1]) - middle.y};
      word += 2;
    } else {
      corner = narrow_point(*word);
      ++word;
    }
    if (!visit(corner, is_first)) {
      return;
    }
    is_first = false;
  }
}

/// Calls visit(candidate) for each of the run until it says false.
template <typename Visit>
void visit_candidates(std::uint32_t const *run, Visit const &visit) {
  CandidateWords candidate(run);
  while (visit(candidate) && !candidate.is_last()) {
    candidate = candidate.next();
  }
}

/// p and all corners count from the cell's middle.
bool covers(CandidateWords const &candidate, CellPoint middle, CellPoint p) {
  AnchorWay way(candidate.anchor(), p, candidate.is_anchor_inside());
  visit_corners(candidate, middle, [&](CellPoint corner, bool is_first) {
    is_first ? way.start(corner) : way.go_on(corner);
    return !way.is_on_border();
  });
  return way.is_on_border() || way.is_inside();
}

/// Points that are on their way at once: their memory fits the first cache.
constexpr std::size_t batch = 32;

} // namespace

std::int64_t AreaCells::middle_x(std::size_t cell) const {
  return measures_.extent.west +
         (static_cast<std::int64_t>(cell % measures_.columns) << measures_.shift) +
         (std::int64_t{1} << measures_.shift) / 2;
}
std::int64_t AreaCells::middle_y(std::size_t cell) const {
  return measures_.extent.south +
         (static_cast<std::int64_t>(cell / measures_.columns) << measures_.shift) +
         (std::int64_t{1} << measures_.shift) / 2;
}

std::size_t AreaCells::cell_of(LonLat p) const {
  if (!measures_.extent.covers(p)) {
    return no_cell;
  }
  return std::size_t{row_of(p.lat_e7())} * measures_.columns + column_of(p.lon_e7());
}

template <typename Wants, typename Visit>
void AreaCells::visit_run(std::size_t number, std::uint32_t run, LonLat p, Wants const &wants,
                          Visit const &visit) const {
  CellPoint const middle{middle_x(number), middle_y(number)};
  CellPoint const place{p.lon_e7() - middle.x, p.lat_e7() - middle.y};
  CellBox const spot = CellBox::of_point(place, measures_.shift);
  visit_candidates(numbers_.runs.data() + run, [&](CandidateWords const &candidate) {
    if (wants(candidate.layer()) &&
        (candidate.point_words() == 0
             ? candidate.is_anchor_inside()
             : candidate.box().holds(spot) && covers(candidate, middle, place))) {
      visit(candidate.layer(), candidate.payload());
    }
    return true;
  });
}

/// Its first lines; most have no more.
void AreaCells::ask_for_run(std::uint32_t run) const {
  constexpr std::size_t line = 16;
  auto const *const words = numbers_.runs.data() + run;
  ask_for(words);
  ask_for(words + line);
  ask_for(words + 2 * line); // beyond the end is no harm
}

AreaCells::Owners AreaCells::owners_at(std::size_t number, Cell cell, LonLat p) const {
  Owners owners;
  std::copy_n(combination(cell.combination), layer_count, owners.begin());
  if (cell.run != 0) {
    visit_run(
        number, cell.run, p, [&](std::size_t layer) { return owners[layer] == nowhere; },
        [&](std::size_t layer, std::uint32_t payload) { owners[layer] = payload; });
  }
  return owners;
}

AreaCells::Owners AreaCells::owners_of(LonLat p) const {
  auto const number = cell_of(p);
  if (number == no_cell) {
    Owners none;
    none.fill(nowhere);
    return none;
  }
  auto const cell = cell_at(number);
  if (cell.run != 0) {
    ask_for_run(cell.run);
  }
  return owners_at(number, cell, p);
}

void AreaCells::find_owners(std::span<LonLat const> points, std::span<Owners> owners) const {
  // In steps, so that one point's memory is fetched while another's is at work.
  std::array<std::size_t, batch> numbers{};
  std::array<Cell, batch> cells{};
  for (std::size_t start = 0; start < points.size(); start += batch) {
    auto const count = std::min(batch, points.size() - start);
    auto const some = points.subspan(start, count);
    for (std::size_t i = 0; i < count; ++i) {
      numbers[i] = cell_of(some[i]);
      if (numbers[i] != no_cell) {
        ask_for(numbers_.cells.data() + 2 * numbers[i]);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (numbers[i] == no_cell) {
        continue;
      }
      cells[i] = cell_at(numbers[i]);
      ask_for(combination(cells[i].combination));
      if (cells[i].run != 0) {
        ask_for_run(cells[i].run);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (numbers[i] == no_cell) {
        owners[start + i].fill(nowhere);
      } else {
        owners[start + i] = owners_at(numbers[i], cells[i], some[i]);
      }
    }
  }
}

void AreaCells::find_all(LonLat p, std::vector<std::uint32_t> &payloads) const {
  auto const number = cell_of(p);
  if (number == no_cell) {
    return;
  }
  auto const cell = cell_at(number);
  if (cell.run != 0) {
    visit_run(
        number, cell.run, p, [](std::size_t /*layer*/) { return true; },
        [&](std::size_t /*layer*/, std::uint32_t payload) { payloads.push_back(payload); });
  } else if (cell.combination != 0) {
    payloads.push_back(combination(cell.combination)[0]);
  }
}

std::array<bool, AreaCells::layer_count> AreaCells::borders_within(LonLat p,
                                                                   double radius_m) const {
  std::array<bool, layer_count> found{};
  if (is_empty()) {
    return found;
  }
  auto const &extent = measures_.extent;
  LocalFrame const frame(p);
  auto const clamp_to = [](double value, std::int64_t low, std::int64_t high) {
    return static_cast<std::int64_t>(
        std::clamp(value, static_cast<double>(low), static_cast<double>(high)));
  };
  // A unit of slack; where a metre is no angle at all, at the poles, the whole row.
  auto const east = radius_m / std::max(frame.metres_per_lon_unit(), 1e-9) + 1;
  auto const north = radius_m / frame.metres_per_lat_unit() + 1;
  auto const last_column = column_of(clamp_to(p.lon_e7() + east, extent.west, extent.east));
  auto const last_row = row_of(clamp_to(p.lat_e7() + north, extent.south, extent.north));
  auto const is_near = [&](CandidateWords const &candidate, CellPoint middle) {
    bool near = false;
    MetricPoint before;
    visit_corners(candidate, middle, [&](CellPoint corner, bool is_first) {
      MetricPoint const here{
          static_cast<double>(corner.x + middle.x - p.lon_e7()) * frame.metres_per_lon_unit(),
          static_cast<double>(corner.y + middle.y - p.lat_e7()) * frame.metres_per_lat_unit()};
      near = !is_first && approach({}, before, here).distance_m <= radius_m;
      before = here;
      return !near;
    });
    return near;
  };
  auto missing = std::popcount(measures_.layers);
  for (auto row = row_of(clamp_to(p.lat_e7() - north, extent.south, extent.north));
       row <= last_row && missing > 0; ++row) {
    for (auto column = column_of(clamp_to(p.lon_e7() - east, extent.west, extent.east));
         column <= last_column; ++column) {
      auto const number = std::size_t{row} * measures_.columns + column;
      auto const run = cell_at(number).run;
      if (run == 0) {
        continue;
      }
      CellPoint const middle{middle_x(number), middle_y(number)};
      visit_candidates(&numbers_.runs[run], [&](CandidateWords const &candidate) {
        auto const layer = candidate.layer();
        if (!found[layer] && is_near(candidate, middle)) {
          found[layer] = true;
          --missing;
        }
        return missing > 0;
      });
    }
  }
  return found;
}

std::size_t AreaCells::bytes() const {
  return numbers_.cells.bytes() + numbers_.runs.bytes() + numbers_.combinations.bytes();
}

} // namespace yuntu::geo
